import type { RegularFraction } from './regular-fraction.ts'

/**
 * The 2^(k−p) fraction of minimum aberration: of the largest resolution and, among those, of the fewest words of each length in
 * turn. The full factorial where k ≤ m. For 2^m of 8 to 128 runs, up to 7, 15, 16, 15 and 11 factors; undefined beyond.
 *
 * Source: Fries & Hunter, Technometrics 22 (1980) 601–608; the word-length patterns are those of Chen, Sun & Wu, Int. Statist.
 * Rev. 61 (1993) 131–145; the generators were found by search and may be other ones of the same pattern.
 */
export function minimumAberration(factorCount: number, m: number): RegularFraction | undefined {
  const basics = Math.min(factorCount, m)
  const masks = Array.from({ length: basics }, (_, i) => 1 << i)
  if (factorCount > m) {
    const generators = GENERATORS.get(m)?.find(({ upTo }) => factorCount <= upTo)?.masks
    if (!generators) return undefined
    masks.push(...generators.slice(0, factorCount - m))
  }
  return { basics, masks, signs: masks.map(() => 1) }
}

/** Smaller fractions use the first generators of the first list that is long enough. */
const GENERATORS: ReadonlyMap<number, readonly { readonly upTo: number; readonly masks: readonly number[] }[]> =
  new Map([
    [2, [{ upTo: 3, masks: [3] }]],
    [3, [{ upTo: 7, masks: [7, 3, 5, 6] }]],
    [
      4,
      [
        { upTo: 5, masks: [15] },
        { upTo: 15, masks: [7, 11, 13, 14, 3, 5, 9, 15, 6, 10, 12] },
      ],
    ],
    [
      5,
      [
        { upTo: 6, masks: [31] },
        { upTo: 10, masks: [15, 19, 21, 25, 30] },
        { upTo: 16, masks: [31, 7, 11, 21, 25, 13, 14, 19, 22, 26, 28] },
      ],
    ],
    [
      6,
      [
        { upTo: 7, masks: [63] },
        { upTo: 12, masks: [31, 39, 41, 51, 42, 60] },
        { upTo: 13, masks: [31, 39, 41, 51, 42, 21, 22] },
        { upTo: 15, masks: [31, 39, 41, 51, 13, 21, 11, 52, 58] },
      ],
    ],
    [
      7,
      [
        { upTo: 8, masks: [127] },
        { upTo: 11, masks: [31, 103, 43, 85] },
      ],
    ],
  ])

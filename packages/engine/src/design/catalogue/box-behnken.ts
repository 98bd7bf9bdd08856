import type { BlockedRuns } from './blocked-runs.ts'
import { bitCount } from './regular-fraction.ts'

/**
 * The Box–Behnken design of 3 to 7 or 9 to 12 factors, −1/0/1: in each group of an incomplete block design the factors of the
 * group take all their corners (with five factors half of them), the others stay at 0; centre points come last.
 *
 * Orthogonal blocks, the centre points shared evenly: sets of groups for 4, 5 and 9 factors, halves of the corners for 6, 7, 10 and
 * 12. For others, or where the centre points can't be shared, all runs are in one block.
 *
 * @throws RangeError for another number of factors
 * Source: Box & Behnken, Technometrics 2 (1960) 455–475.
 */
export function boxBehnken(factorCount: number, centerPoints: number): BlockedRuns {
  const design = DESIGNS.get(factorCount)
  if (!design) throw new RangeError(`there is no Box–Behnken design of ${factorCount} factors`)
  const { groups, blocking } = design
  const blockCount = blocking === 'halves' ? 2 : (blocking ?? 1)
  const isShared = centerPoints % blockCount === 0
  const rows: number[][] = []
  const blocks: number[] = []
  groups.forEach((group, index) => {
    for (let corner = 0; corner < 2 ** group.length; corner++) {
      const isEven = bitCount(corner) % 2 === 0
      if (group.length === 5 && !isEven) continue
      const row = Array<number>(factorCount).fill(0)
      group.forEach((factor, bit) => {
        row[factor] = (corner >> bit) & 1 ? 1 : -1
      })
      rows.push(row)
      blocks.push(blocking === 'halves' ? Number(isEven) : Math.floor((index * blockCount) / groups.length))
    }
  })
  for (let i = 0; i < centerPoints; i++) {
    rows.push(Array<number>(factorCount).fill(0))
    blocks.push(i % blockCount)
  }
  return {
    runs: Float64Array.from(rows.flat()),
    blocks: isShared ? Uint8Array.from(blocks) : new Uint8Array(rows.length),
  }
}

/** The numbers of factors for which there is a design, and the centre points that its authors add. */
export const BOX_BEHNKEN_CENTER_POINTS: ReadonlyMap<number, number> = new Map([
  [3, 3],
  [4, 3],
  [5, 6],
  [6, 6],
  [7, 6],
  [9, 10],
  [10, 10],
  [11, 12],
  [12, 12],
])

interface Groups {
  readonly groups: readonly (readonly number[])[]
  /** The number of blocks that consecutive groups form, or halves of each group's corners. */
  readonly blocking?: number | 'halves'
}

/** Groups as digits to base 36: the factor's number less 1. */
function read(groups: string): number[][] {
  return groups.split(' ').map((group) => Array.from(group, (digit) => Number.parseInt(digit, 36)))
}

function cyclic(first: readonly number[], factorCount: number): number[][] {
  return Array.from({ length: factorCount }, (_, shift) => first.map((factor) => (factor + shift) % factorCount))
}

const DESIGNS: ReadonlyMap<number, Groups> = new Map<number, Groups>([
  [3, { groups: read('01 02 12') }],
  [4, { groups: read('01 23 03 12 02 13'), blocking: 3 }],
  [5, { groups: read('01 12 23 34 04 02 24 14 13 03'), blocking: 2 }],
  [6, { groups: cyclic([0, 1, 3], 6), blocking: 'halves' }],
  [7, { groups: cyclic([0, 1, 3], 7), blocking: 'halves' }],
  [9, { groups: read('036 147 258 012 345 678 048 237 156 057 138 246 036 147 258'), blocking: 5 }],
  [10, { groups: read('1569 0149 1267 1358 0789 2349 0367 2468 0258 3457'), blocking: 'halves' }],
  [11, { groups: cyclic([2, 6, 7, 8, 10], 11) }],
  [12, { groups: cyclic([0, 1, 4, 6], 12), blocking: 'halves' }],
])

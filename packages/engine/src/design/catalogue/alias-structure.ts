import { bitCount, effectColumn, type RegularFraction } from './regular-fraction.ts'

/**
 * The number of words of each length 1 … k of the defining relation.
 *
 * By the MacWilliams identity from the weights of the 2^m runs, so that the 2^p words need not be listed. Exact while the counts
 * are below 2⁵³. Cost: 2^m · k. Source: MacWilliams & Sloane, The Theory of Error-Correcting Codes (1977) ch. 5.
 */
export function wordLengthPattern({ basics, masks }: RegularFraction): number[] {
  const k = masks.length
  const weights = new Float64Array(k + 1)
  for (let run = 0; run < 2 ** basics; run++) {
    let weight = 0
    for (const mask of masks) weight += bitCount(run & mask) % 2
    weights[weight]!++
  }
  return Array.from({ length: k }, (_, index) => {
    let sum = 0
    weights.forEach((count, weight) => {
      if (count > 0) sum += count * krawtchouk(k, index + 1, weight)
    })
    return sum / 2 ** basics
  })
}

/** The length of the shortest word of the defining relation; undefined for a full factorial. */
export function resolution(fraction: RegularFraction): number | undefined {
  const shortest = wordLengthPattern(fraction).findIndex((count) => count > 0)
  return shortest < 0 ? undefined : shortest + 1
}

/**
 * The words that equal the mean, as text: `ABCE`, `−BCDF`; short words first. `names` are one a factor; longer names are joined
 * with `*`.
 *
 * @throws RangeError for more than 12 generators, whose words are too many to list
 */
export function definingRelation(fraction: RegularFraction, names: readonly string[]): string[] {
  const generators = generatorWords(fraction)
  if (generators.length > 12) throw new RangeError(`the words of ${generators.length} generators are too many to list`)
  const words: SignedEffect[] = []
  for (const generator of generators) {
    words.push(...words.map((word) => product(word, generator)), generator)
  }
  words.sort((a, b) => byLength(a.effect, b.effect))
  return words.map((word) => effectText(word, names))
}

/**
 * What cannot be told apart, in words: `A = BCD`, `AB = −CD = EF`, one line for each group of aliased effects of up to `order`
 * factors, the shortest first. Effects that equal the mean come first, as `I = …`; effects clear of all others are left out.
 */
export function aliasStructure(fraction: RegularFraction, names: readonly string[], order = 2): string[] {
  const groups = new Map<number, SignedEffect[]>()
  for (const effect of effectsUpTo(fraction.masks.length, order)) {
    const column = effectColumn(effect, fraction.masks)
    const group = groups.get(column) ?? []
    if (group.length === 0) groups.set(column, group)
    group.push({ effect, sign: signOf(effect, fraction.signs) })
  }
  const lines: string[] = []
  const mean = groups.get(0)
  if (mean) lines.push(['I', ...mean.map((word) => effectText(word, names))].join(' = '))
  for (const [column, group] of groups) {
    if (column === 0 || group.length < 2) continue
    const first = group[0]!
    const relative = group.map(({ effect, sign }) => ({ effect, sign: sign * first.sign }))
    lines.push(relative.map((word) => effectText(word, names)).join(' = '))
  }
  return lines
}

/** A, B, … without I, which stands for the mean. */
export function factorLetters(count: number): string[] {
  const letters = 'ABCDEFGHJKLMNOPQRSTUVWXYZ'
  return Array.from({ length: count }, (_, i) => letters[i] ?? `A${i - letters.length + 1}`)
}

interface SignedEffect {
  readonly effect: number
  readonly sign: number
}

function krawtchouk(k: number, degree: number, weight: number): number {
  let sum = 0
  for (let i = Math.max(0, degree - (k - weight)); i <= Math.min(degree, weight); i++) {
    sum += (i % 2 === 0 ? 1 : -1) * choose(weight, i) * choose(k - weight, degree - i)
  }
  return sum
}

function choose(n: number, r: number): number {
  let value = 1
  for (let i = 1; i <= r; i++) value = (value * (n - r + i)) / i
  return value
}

/** For each factor that is not basic, its bit and those of the basic factors it is made of. */
function generatorWords({ basics, masks, signs }: RegularFraction): SignedEffect[] {
  const place = Array.from({ length: basics }, (_, basic) => masks.indexOf(1 << basic))
  return masks.flatMap((mask, factor) => {
    if (place.includes(factor)) return []
    const made = place.reduce((effect, at, basic) => (mask & (1 << basic) ? effect | (1 << at) : effect), 0)
    return [{ effect: made | (1 << factor), sign: signs[factor]! }]
  })
}

function product(a: SignedEffect, b: SignedEffect): SignedEffect {
  return { effect: a.effect ^ b.effect, sign: a.sign * b.sign }
}

function signOf(effect: number, signs: readonly number[]): number {
  return signs.reduce((sign, own, j) => (effect & (1 << j) ? sign * own : sign), 1)
}

function effectsUpTo(k: number, order: number): number[] {
  const effects: number[] = []
  const extend = (effect: number, from: number, left: number) => {
    if (left === 0) return
    for (let j = from; j < k; j++) {
      effects.push(effect | (1 << j))
      extend(effect | (1 << j), j + 1, left - 1)
    }
  }
  extend(0, 0, order)
  return effects.sort(byLength)
}

/** Short before long, then as in a dictionary. */
function byLength(a: number, b: number): number {
  if (bitCount(a) !== bitCount(b)) return bitCount(a) - bitCount(b)
  const differing = a ^ b
  return differing === 0 ? 0 : a & differing & -differing ? -1 : 1
}

function effectText({ effect, sign }: SignedEffect, names: readonly string[]): string {
  const own = names.filter((_, j) => effect & (1 << j))
  return `${sign < 0 ? '−' : ''}${own.join(names.every((name) => name.length === 1) ? '' : '*')}`
}

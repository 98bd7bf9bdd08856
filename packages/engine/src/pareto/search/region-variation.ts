import { codedLevels, codedRange, isContinuous } from '../../design/coded-range.ts'
import { isChosen } from '../../design/factor.ts'
import type { Direction, Region } from '../../design/region.ts'
import type { Generator } from '../../random/generator.ts'
import { crossNumbers, mutatedNumber } from './real-variation.ts'

export interface VariationOptions {
  /** Distribution indices: the larger, the nearer children are to their parents. */
  readonly crossoverEta: number
  readonly mutationEta: number
  /** Share of the pairs that are crossed. */
  readonly crossoverRate: number
}

/** How much of the way from a parent to a child is tried in turn where the child lies outside of the region. */
const WAYS = [1, 0.5, 0.25, 0.125]

/**
 * Makes children of two runs of a region, which are again runs of the region.
 *
 * Free numbers are crossed one by one, levels are exchanged, and what equalities tie together (a mixture) moves along the line between
 * the parents, on which they still hold, and along the region's directions. What other conditions exclude goes back towards the
 * parent.
 *
 * Source of mixing the operators: Deb & Goyal, Comput. Sci. Informatics 26 (1996) 30–45.
 */
export class RegionVariation {
  readonly #region: Region
  readonly #options: VariationOptions
  readonly #free: readonly FreeNumber[]
  readonly #categories: readonly { readonly factor: number; readonly levels: Float64Array }[]
  readonly #tied: readonly number[]
  readonly #directions: readonly Direction[]
  readonly #rate: number
  readonly #pair = new Float64Array(2)

  constructor(region: Region, options: VariationOptions) {
    const chosen = region.factors.flatMap((factor, j) => (isChosen(factor) ? [j] : []))
    const alone = new Set(region.directions.flatMap(({ factors }) => (factors.length === 1 ? [factors[0]!] : [])))
    const isTied = (j: number) => isContinuous(region.factors[j]!) && !alone.has(j)
    this.#region = region
    this.#options = options
    this.#categories = chosen.flatMap((factor) => {
      const levels = region.factors[factor]!.kind === 'categorical' ? codedLevels(region.factors[factor]!)! : null
      return levels ? [{ factor, levels }] : []
    })
    this.#free = chosen.flatMap((j) => {
      const factor = region.factors[j]!
      if (factor.kind === 'categorical' || isTied(j)) return []
      const [low, high] = codedRange(factor)
      return [{ factor: j, low, high, levels: codedLevels(factor) }]
    })
    this.#tied = chosen.filter(isTied)
    this.#directions = region.directions.filter(({ factors }) => factors.length > 1)
    // a tied group has one degree of freedom less than members at least
    this.#rate = 1 / Math.max(1, chosen.length - (this.#tied.length > 0 ? 1 : 0))
  }

  /** Two children of the parents at `parents[a …]` and `parents[b …]`, written to `children[at …]` and the place after it. */
  vary(generator: Generator, parents: Float64Array, a: number, b: number, children: Float64Array, at: number): void {
    const k = this.#region.factors.length
    const first = children.subarray(at, at + k)
    const second = children.subarray(at + k, at + 2 * k)
    first.set(parents.subarray(a, a + k))
    second.set(parents.subarray(b, b + k))
    if (generator.uniform() < this.#options.crossoverRate) this.#cross(generator, first, second)
    for (const [child, parent] of [
      [first, parents.subarray(a, a + k)],
      [second, parents.subarray(b, b + k)],
    ] as const) {
      this.#bring(child, parent)
      const crossed = child.slice()
      this.#mutate(generator, child)
      this.#bring(child, crossed)
    }
  }

  #cross(generator: Generator, first: Float64Array, second: Float64Array): void {
    const { crossoverEta } = this.#options
    for (const { factor, low, high, levels } of this.#free) {
      if (generator.uint32() >= 0x80000000) continue
      crossNumbers(this.#pair, generator, [first[factor]!, second[factor]!], [low, high], crossoverEta)
      first[factor] = levels ? nearest(levels, this.#pair[0]!) : this.#pair[0]!
      second[factor] = levels ? nearest(levels, this.#pair[1]!) : this.#pair[1]!
    }
    for (const { factor } of this.#categories) {
      if (generator.uint32() >= 0x80000000) continue
      const level = first[factor]!
      first[factor] = second[factor]!
      second[factor] = level
    }
    if (this.#tied.length === 0 || generator.uint32() >= 0x80000000) return
    // both children on the line of the parents: where 0 and 1 are these
    crossNumbers(this.#pair, generator, [0, 1], [-1, 2], crossoverEta)
    const [t, s] = [this.#pair[0]!, this.#pair[1]!]
    for (const j of this.#tied) {
      const from = first[j]!
      const step = second[j]! - from
      first[j] = from + t * step
      second[j] = from + s * step
    }
  }

  #mutate(generator: Generator, child: Float64Array): void {
    const { mutationEta } = this.#options
    for (const { factor, low, high, levels } of this.#free) {
      if (generator.uniform() >= this.#rate) continue
      const value = mutatedNumber(generator, child[factor]!, low, high, mutationEta)
      child[factor] = levels ? movedLevel(levels, child[factor]!, value) : value
    }
    for (const { factor, levels } of this.#categories) {
      if (levels.length < 2 || generator.uniform() >= this.#rate) continue
      const place = generator.integer(levels.length - 1)
      child[factor] = place < child[factor]! ? place : place + 1
    }
    for (const _ of this.#tied) {
      if (this.#directions.length === 0 || generator.uniform() >= this.#rate) continue
      this.#slide(generator, child, this.#directions[generator.integer(this.#directions.length)]!)
    }
  }

  /** Along a direction in which every equality holds, within what linear constraints leave. */
  #slide(generator: Generator, child: Float64Array, direction: Direction): void {
    if (!this.#region.directionSpan(child, 0, direction, this.#pair)) return
    const [low, high] = [Math.min(0, this.#pair[0]!), Math.max(0, this.#pair[1]!)]
    const distance = mutatedNumber(generator, 0, low, high, this.#options.mutationEta)
    direction.factors.forEach((j, i) => {
      child[j]! += distance * direction.steps[i]!
    })
  }

  /** Back towards a run that is allowed, where the child is not: first its numbers, then its levels too. */
  #bring(child: Float64Array, allowed: Float64Array): void {
    const region = this.#region
    if (region.isProduct || region.contains(child, 0)) return
    const wanted = child.slice()
    for (const keepsLevels of [true, false]) {
      for (const way of WAYS) {
        region.factors.forEach((factor, j) => {
          if (isContinuous(factor)) child[j] = allowed[j]! + way * (wanted[j]! - allowed[j]!)
          else child[j] = keepsLevels ? wanted[j]! : allowed[j]!
        })
        if (region.contains(child, 0)) return
      }
    }
    child.set(allowed)
  }
}

interface FreeNumber {
  readonly factor: number
  readonly low: number
  readonly high: number
  /** Null: any number. */
  readonly levels: Float64Array | null
}

function nearest(levels: Float64Array, value: number): number {
  return levels.reduce((best, level) => (Math.abs(level - value) < Math.abs(best - value) ? level : best))
}

/** The level nearest to where a mutation led; the next one on that side where that is still the same. */
function movedLevel(levels: Float64Array, from: number, to: number): number {
  const level = nearest(levels, to)
  if (level !== from) return level
  return levels[levels.indexOf(from) + (to > from ? 1 : -1)] ?? from
}

/**
 * What an experiment varies. Plain data: a factor can be sent to a thread or stored.
 *
 * A run is one number a factor, in the order of the factors, and comes in two forms that are never mixed:
 * natural (what the engineer sets) and coded (what the algorithms use).
 *
 * | kind        | natural              | coded                                   |
 * |-------------|----------------------|-----------------------------------------|
 * | continuous  | low … high           | −1 … 1, linear                          |
 * | discrete    | one of the levels    | −1 … 1, linear in first and last level  |
 * | categorical | index of the level   | the same index                          |
 * | mixture     | an amount            | its share of the group's total, 0 … 1   |
 * | block       | index of the block   | the same index                          |
 * | covariate   | a measured number    | −1 … 1 over low … high                  |
 */
export type Factor =
  | ContinuousFactor
  | DiscreteFactor
  | CategoricalFactor
  | MixtureFactor
  | BlockFactor
  | CovariateFactor

export interface ContinuousFactor {
  readonly kind: 'continuous'
  readonly name: string
  readonly low: number
  readonly high: number
}

/** A number that can be set to certain values only. */
export interface DiscreteFactor {
  readonly kind: 'discrete'
  readonly name: string
  /** Ascending, distinct, two at least. */
  readonly levels: readonly number[]
}

export interface CategoricalFactor {
  readonly kind: 'categorical'
  readonly name: string
  /** Distinct, two at least. */
  readonly levels: readonly string[]
}

/** A component; the amounts of a group sum to its total. */
export interface MixtureFactor {
  readonly kind: 'mixture'
  readonly name: string
  /** Amounts, in the unit of `total`. */
  readonly low: number
  readonly high: number
  readonly group: string
  /** The same for every component of the group: 1, or 100 for percent. */
  readonly total: number
  /** Amounts are multiples of it; left out: any amount. */
  readonly step?: number
}

/** Groups of runs made under the same circumstances: a day, a batch. Its level is given for every run, never chosen. */
export interface BlockFactor {
  readonly kind: 'block'
  readonly name: string
  readonly levels: readonly string[]
  /** The new runs of each block, which stand in the order of the blocks; 0 for a block of existing runs only. */
  readonly sizes: readonly number[]
}

/** Measured, not set: it comes with given rows, from which the design takes each at most once. */
export interface CovariateFactor {
  readonly kind: 'covariate'
  readonly name: string
  readonly low: number
  readonly high: number
}

/** The natural number of a coded one; indices stay. */
export function naturalLevel(factor: Factor, coded: number): number {
  switch (factor.kind) {
    case 'continuous':
    case 'covariate':
    case 'discrete': {
      const [low, high] = naturalRange(factor)
      return low + ((coded + 1) / 2) * (high - low)
    }
    case 'mixture':
      return coded * factor.total
    case 'categorical':
    case 'block':
      return coded
  }
}

/** The coded number of a natural one; indices stay. */
export function codedLevel(factor: Factor, natural: number): number {
  switch (factor.kind) {
    case 'continuous':
    case 'covariate':
    case 'discrete': {
      const [low, high] = naturalRange(factor)
      return (2 * (natural - low)) / (high - low) - 1
    }
    case 'mixture':
      return natural / factor.total
    case 'categorical':
    case 'block':
      return natural
  }
}

/** Ends of a factor that is a number, in natural units. */
export function naturalRange(
  factor: ContinuousFactor | DiscreteFactor | MixtureFactor | CovariateFactor,
): readonly [low: number, high: number] {
  return factor.kind === 'discrete' ? [factor.levels[0]!, factor.levels.at(-1)!] : [factor.low, factor.high]
}

/** Whether the search may change the factor within a run. */
export function isChosen(factor: Factor): boolean {
  return factor.kind !== 'block' && factor.kind !== 'covariate'
}

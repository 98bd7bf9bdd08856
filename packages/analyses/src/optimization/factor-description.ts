import type { FACTOR_TYPES } from './parameters.ts'

export type FactorType = (typeof FACTOR_TYPES)[number]

/** A factor as the engineer describes it, in a table or a parameter; what is left out is decided by `factorsOf`. */
export interface FactorDescription {
  readonly name: string
  readonly type?: FactorType | undefined
  readonly low?: number | undefined
  readonly high?: number | undefined
  readonly levels?: readonly (string | number)[] | undefined
  readonly step?: number | undefined
  /** Of a mixture: components of one group sum to its total. */
  readonly group?: string | undefined
  readonly total?: number | undefined
  readonly unit?: string | undefined
  /** Decimals to which settings are rounded; negative: tens, hundreds. */
  readonly digits?: number | undefined
}

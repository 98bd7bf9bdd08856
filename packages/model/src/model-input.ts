/** A column that a model reads. */
export type ModelInput = NumberInput | CategoryInput | BooleanInput

export interface NumberInput {
  readonly kind: 'number'
  readonly name: string
  readonly unit?: string
  /** The range of the training rows. */
  readonly low: number
  readonly high: number
}

/** Level i has the code i. */
export interface CategoryInput {
  readonly kind: 'category'
  readonly name: string
  readonly unit?: string
  readonly levels: readonly string[]
}

/** false has the code 0, true the code 1. */
export interface BooleanInput {
  readonly kind: 'boolean'
  readonly name: string
}

/** The number of codes that the feature of an input has; 0 for a number. */
export function levelsOf(input: ModelInput): number {
  if (input.kind === 'number') return 0
  return input.kind === 'boolean' ? 2 : input.levels.length
}

/** The names of the codes. */
export function levelNames(input: CategoryInput | BooleanInput): readonly string[] {
  return input.kind === 'boolean' ? ['false', 'true'] : input.levels
}

import type { TextClassifier } from '@zerosec/engine'

/** A column that a model reads. A text is several features: the scores that its classifier gives; any other input is one. */
export type ModelInput = NumberInput | CategoryInput | BooleanInput | TextInput

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

/** Its features are the classifier's scores, one for each of its outputs. */
export interface TextInput {
  readonly kind: 'text'
  readonly name: string
  readonly classifier: TextClassifier
}

/** The number of codes that the features of an input have; 0 for numbers. */
export function levelsOf(input: ModelInput): number {
  if (input.kind === 'number' || input.kind === 'text') return 0
  return input.kind === 'boolean' ? 2 : input.levels.length
}

/** The inputs that a domain knows of: texts come after them, and have words that are known or not instead. */
export function domainInputs(inputs: readonly ModelInput[]): ModelInput[] {
  return inputs.filter(({ kind }) => kind !== 'text')
}

/** The input of each feature of the model. */
export function featureInputs(inputs: readonly ModelInput[]): ModelInput[] {
  return inputs.flatMap((input): ModelInput[] =>
    input.kind === 'text' ? Array.from(input.classifier.intercepts, () => input) : [input],
  )
}

/** What predictors call the levels of the features: 0 for a number. */
export function featureLevels(inputs: readonly ModelInput[]): Int32Array {
  return Int32Array.from(featureInputs(inputs), levelsOf)
}

/** The names of the codes. */
export function levelNames(input: CategoryInput | BooleanInput): readonly string[] {
  return input.kind === 'boolean' ? ['false', 'true'] : input.levels
}

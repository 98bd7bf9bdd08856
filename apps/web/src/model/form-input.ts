import type { InputCell } from '@zerosec/model'
import { type SliderRange, sliderRange } from '../report/slider-range.ts'
import type { InputFacts, ModelFacts } from './model-messages.ts'

/** An input of one or more models, as the form asks for it. */
export type FormInput = NumberFormInput | LevelFormInput | TextFormInput

export interface NumberFormInput {
  readonly kind: 'number'
  readonly name: string
  readonly unit?: string
  /** The range of the rows that the models learnt from. */
  readonly low: number
  readonly high: number
  readonly slider: SliderRange
  readonly start: InputCell
}

export interface LevelFormInput {
  readonly kind: 'level'
  readonly name: string
  readonly unit?: string
  readonly levels: readonly string[]
  /** The levels are false and true. */
  readonly isBoolean: boolean
  readonly start: InputCell
}

export interface TextFormInput {
  readonly kind: 'text'
  readonly name: string
  readonly unit?: string
  readonly start: InputCell
}

/** A cell for each input by its name. */
export type Settings = Readonly<Record<string, InputCell>>

/** The inputs of all models in their order, each once: the widest range and all levels. */
export function formInputs(models: readonly Pick<ModelFacts, 'inputs' | 'centre'>[]): FormInput[] {
  const merged = new Map<string, { input: InputFacts; start: InputCell }>()
  for (const { inputs, centre } of models) {
    inputs.forEach((input, j) => {
      const before = merged.get(input.name)
      merged.set(input.name, before ? { ...before, input: wider(before.input, input) } : { input, start: centre[j] })
    })
  }
  return [...merged.values()].map(({ input, start }) => formInput(input, start))
}

export function startSettings(inputs: readonly FormInput[]): Settings {
  return Object.fromEntries(inputs.map(({ name, start }) => [name, start]))
}

/** The cell of a level, as a model wants it. */
export function levelCell({ isBoolean }: LevelFormInput, level: string): InputCell {
  return isBoolean && (level === 'true' || level === 'false') ? level === 'true' : level
}

function wider(a: InputFacts, b: InputFacts): InputFacts {
  if (a.kind === 'number' && b.kind === 'number') {
    return { ...a, low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) }
  }
  if (a.kind === 'category' && b.kind === 'category') return { ...a, levels: [...new Set([...a.levels, ...b.levels])] }
  return a
}

function formInput(input: InputFacts, start: InputCell): FormInput {
  if (input.kind === 'number') return { ...input, slider: sliderRange(input.low, input.high), start }
  if (input.kind === 'text') return { ...input, start }
  const isBoolean = input.kind === 'boolean'
  const levels = input.kind === 'boolean' ? ['false', 'true'] : input.levels
  const unit = 'unit' in input && input.unit !== undefined ? { unit: input.unit } : {}
  return { kind: 'level', name: input.name, ...unit, levels, isBoolean, start }
}

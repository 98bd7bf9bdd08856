import {
  type InputCell,
  type InputRecord,
  levelsOf,
  type Model,
  type ModelInput,
  openModel,
  type Prediction,
} from '@zerosec/model'

/** A row and what the model answered when it was registered: a version serves only where it still answers so. */
export interface Golden {
  readonly row: Readonly<Record<string, Exclude<InputCell, undefined>>>
  readonly value: number | string | null
  readonly shares: Readonly<Record<string, number>> | null
  readonly interval: readonly [low: number, high: number] | null
}

/** Relative: the same file gives the same bits on one machine, and nearly so on another. */
const TOLERANCE = 1e-9

/** The golden request of a model: the training row in the middle of those that its domain keeps, else the middle of its ranges. */
export function goldenOf(model: Model): Golden {
  const row = goldenRow(model)
  return { row, ...answerOf(openModel(model).predict([row])[0]!) }
}

/** @returns what differs; undefined where the model answers as it did */
export function goldenProblem(model: Model, { row, ...expected }: Golden): string | undefined {
  const { value, shares, interval } = answerOf(openModel(model).predict([row])[0]!)
  if (!isClose(value, expected.value)) return `it gives ${value}, not ${expected.value}`
  const names = Object.keys(expected.shares ?? {})
  const other = names.find((name) => !isClose(shares?.[name] ?? null, expected.shares![name]!))
  if (other !== undefined) return `the share of ${other} is ${shares?.[other]}, not ${expected.shares![other]}`
  const isSame = [0, 1].every((end) => isClose(interval?.[end] ?? null, expected.interval?.[end] ?? null))
  return isSame ? undefined : `its interval is ${interval?.join(' to ')}, not ${expected.interval?.join(' to ')}`
}

function answerOf(prediction: Prediction): Omit<Golden, 'row'> {
  if (prediction.kind === 'class') return { value: prediction.value, shares: prediction.shares, interval: null }
  const { value, interval } = prediction
  return { value, shares: null, interval: interval && [interval.low, interval.high] }
}

function isClose(a: number | string | null, b: number | string | null): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b
  return a === b || Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b), 1e-300)
}

function goldenRow({ inputs, domain }: Model): Golden['row'] {
  const features = domain ? domain.scaling.spread.length : 0
  const rows = domain && features > 0 ? domain.reference.length / features : 0
  const middle = Math.floor(rows / 2)
  return Object.fromEntries(
    inputs.map((input, j): [string, InputCell] => {
      const isKnown = domain !== null && rows > 0 && j < features && domain.scaling.spread[j]! > 0
      const stored = isKnown ? domain.reference[middle * features + j]! * domain.scaling.spread[j]! : Number.NaN
      return [input.name, cellOf(input, stored)]
    }),
  ) as InputRecord as Golden['row']
}

function cellOf(input: ModelInput, stored: number): Exclude<InputCell, undefined> {
  if (input.kind === 'text') return 'A golden request: good, bad, neither.'
  if (input.kind === 'number') return Number.isFinite(stored) ? stored : (input.low + input.high) / 2
  const code = Number.isFinite(stored) ? Math.min(levelsOf(input) - 1, Math.max(0, Math.round(stored))) : 0
  return input.kind === 'boolean' ? code === 1 : input.levels[code]!
}

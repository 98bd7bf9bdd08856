import { lossesOf } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import { type Candidates, takeCandidates } from './candidates.ts'
import type { ParetoParameters } from './parameters.ts'
import { rangeText, type Wish } from './wishes.ts'

/** The candidates that take part, with what they lose. */
export interface Compared {
  readonly candidates: Candidates
  readonly wishes: readonly Wish[]
  /** n × objectives row-major. */
  readonly losses: Float64Array
  /** Rows that were left out for missing objectives, by their numbers. */
  readonly missing: readonly number[]
  /** Rows that do not keep to the limits. */
  readonly beyond: readonly number[]
  readonly warnings: readonly Warning[]
}

const SHOWN_ROWS = 20

/**
 * Leaves out what can't be compared or is not allowed, and tells so.
 *
 * @throws CodedError pareto_rows_none, pareto_limits_exclude_all
 */
export function comparedCandidates(all: Candidates, wishes: readonly Wish[], parameters: ParetoParameters): Compared {
  const needed = [...new Set([...wishes.map(({ name }) => name), ...Object.keys(parameters.limits)])]
  const places = [...all.numbers.keys()]
  const missingOf = new Map(
    needed.map((name) => [name, places.filter((i) => Number.isNaN(all.quantities.get(name)!.values[i]!))]),
  )
  const isMissing = new Set([...missingOf.values()].flat())
  const complete = places.filter((i) => !isMissing.has(i))
  if (complete.length === 0) throw new CodedError('pareto_rows_none', { columns: needed })
  const kept = complete.filter((i) => keepsLimits(all, i, parameters))
  if (kept.length === 0) throw excludeAll(all, complete, parameters)
  const keptPlaces = new Set(kept)
  const beyond = complete.filter((i) => !keptPlaces.has(i))
  const candidates = takeCandidates(all, kept)
  const columns = wishes.map(({ name }) => candidates.quantities.get(name)!.values)
  return {
    candidates,
    wishes,
    losses: lossesOf(
      wishes.map(({ objective }) => objective),
      columns,
    ),
    missing: places.filter((i) => isMissing.has(i)).map((i) => all.numbers[i]!),
    beyond: beyond.map((i) => all.numbers[i]!),
    warnings: [
      ...missingWarnings(all, missingOf, isMissing.size),
      ...beyondWarnings(all, beyond, parameters),
      ...constantWarnings(wishes, columns),
    ],
  }
}

function keepsLimits({ quantities }: Candidates, i: number, { limits }: ParetoParameters): boolean {
  return Object.entries(limits).every(([name, [low, high]]) => {
    const value = quantities.get(name)!.values[i]!
    return value >= (low ?? -Infinity) && value <= (high ?? Infinity)
  })
}

export function limitTexts({ limits }: ParetoParameters): string[] {
  return Object.entries(limits).map(([name, [low, high]]) => `${name} ${rangeText(low ?? -Infinity, high ?? Infinity)}`)
}

function excludeAll(all: Candidates, complete: readonly number[], parameters: ParetoParameters): CodedError {
  const problem = Object.keys(parameters.limits)
    .map((name) => {
      const { values } = all.quantities.get(name)!
      const [low, high] = complete.reduce(
        ([least, most], i) => [Math.min(least, values[i]!), Math.max(most, values[i]!)] as const,
        [Infinity, -Infinity] as const,
      )
      return `${name} is ${rangeText(low, high)} in the ${complete.length} rows`
    })
    .join(', ')
  return new CodedError('pareto_limits_exclude_all', { limits: limitTexts(parameters), problem })
}

function missingWarnings(all: Candidates, missingOf: ReadonlyMap<string, readonly number[]>, count: number): Warning[] {
  if (count === 0) return []
  const ofEach = [...missingOf].filter(([, places]) => places.length > 0)
  const rows = [...new Set(ofEach.flatMap(([, places]) => places))].sort((a, b) => a - b)
  const texts = ofEach.map(([name, places]) => `${name} (${places.length})`)
  return [
    {
      code: 'objectives_missing',
      level: 'caution',
      message: `${count} of ${all.numbers.length} rows were left out because an objective or limit is missing there: ${texts.join(', ')}.`,
      columns: ofEach.map(([name]) => name),
      rows: rows.slice(0, SHOWN_ROWS).map((i) => all.numbers[i]!),
      count,
    },
  ]
}

function beyondWarnings(all: Candidates, beyond: readonly number[], parameters: ParetoParameters): Warning[] {
  if (beyond.length === 0) return []
  return [
    {
      code: 'rows_beyond_limits',
      level: 'note',
      message: `${beyond.length} of ${all.numbers.length} rows do not keep to the limits (${limitTexts(parameters).join(', ')}) and take no part.`,
      rows: beyond.slice(0, SHOWN_ROWS).map((i) => all.numbers[i]!),
      count: beyond.length,
    },
  ]
}

function constantWarnings(wishes: readonly Wish[], columns: readonly Float64Array[]): Warning[] {
  const constant = wishes
    .filter((_, k) => columns[k]!.every((value) => value === columns[k]![0]))
    .map(({ name }) => name)
  if (constant.length === 0 || columns[0]!.length < 2) return []
  const message = `${constant.join(', ')} is the same in every row, so it decides nothing.`
  return [{ code: 'objective_constant', level: 'caution', message, columns: constant, count: constant.length }]
}

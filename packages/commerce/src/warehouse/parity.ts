import type { CommerceQueryInput, CommerceResult } from '@zerosec/contract'
import { MOST_METRICS } from '@zerosec/contract'
import { METRICS } from '../metrics/catalogue.ts'
import { dimensionsOf, type Unit } from '../metrics/metric.ts'
import { runQuery } from '../query/run-query.ts'
import { readSnapshotFacts, type SnapshotFacts } from '../query/snapshot-facts.ts'
import { type Cell, cellsOf } from './parity-cells.ts'
import type { RunOptions, Warehouse } from './warehouse.ts'

export interface ParityReport {
  readonly is_equal: boolean
  /** The snapshot whose facts each of the two has. */
  readonly snapshots: readonly [string, string]
  readonly from: string
  readonly to: string
  /** Values that were compared: those of every metric, group and bucket, of totals, and the counts of excluded rows. */
  readonly compared: number
  readonly metrics: readonly MetricParity[]
  readonly differences: readonly ParityDifference[]
}

export interface MetricParity {
  readonly metric: string
  readonly compared: number
  readonly differences: number
  /** Of two numbers, where both are known. */
  readonly largest_difference: number | null
}

export interface ParityDifference {
  readonly metric: string
  readonly unit: Unit
  /** Bucket and dimensions of the cell; none for a total. */
  readonly cell: Cell['keys']
  readonly is_total: boolean
  /** Of the period that is compared with. */
  readonly is_previous: boolean
  /** One that has no such row has nothing. */
  readonly values: readonly [number | null | undefined, number | null | undefined]
  readonly difference: number | null
}

/** What ratios, means and other floating numbers may differ by, relative to the larger one, or to 1. */
const TOLERANCE = 1e-9

/**
 * Asks two warehouses the same queries, which are planned by the first one's snapshot, and compares every value: money to the cent, counts
 * exactly, other numbers to 1e-9. Without metrics all that can be split and filtered as asked are compared.
 * @throws CodedError as `runQuery`, and of either warehouse
 */
export async function compareWarehouses(
  [left, right]: readonly [Warehouse, Warehouse],
  query: Omit<CommerceQueryInput, 'metrics'> & { metrics?: CommerceQueryInput['metrics'] },
  limits: RunOptions = {},
): Promise<ParityReport> {
  const [snapshot, other] = await bothOf(() => [readSnapshotFacts(left), readSnapshotFacts(right)])
  const names = query.metrics === undefined || query.metrics.length === 0 ? metricsFor(query) : query.metrics
  const results: [CommerceResult, CommerceResult][] = []
  for (let first = 0; first < names.length; first += MOST_METRICS) {
    const asked = { ...query, metrics: names.slice(first, first + MOST_METRICS), excluded: true }
    results.push(await answersOf([left, right], asked, snapshot, limits))
  }
  const compared = results.flatMap(comparedCells)
  const differences = compared.filter((cell) => !isEqual(cell)).map(differenceOf)
  const [first] = results
  return {
    is_equal: differences.length === 0 && snapshot.id === other.id,
    snapshots: [snapshot.id, other.id],
    from: first?.[0].period.from ?? '',
    to: first?.[0].period.to ?? '',
    compared: compared.length,
    metrics: [...new Set(compared.map(({ metric }) => metric))].map((metric) =>
      metricParity(metric, compared, differences),
    ),
    differences,
  }
}

function answersOf(
  [left, right]: readonly [Warehouse, Warehouse],
  asked: CommerceQueryInput,
  snapshot: SnapshotFacts,
  { timeLimitMs, signal }: RunOptions,
): Promise<[CommerceResult, CommerceResult]> {
  return bothOf((failed) => {
    const options = {
      snapshot,
      ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
      signal: signal === undefined ? failed : AbortSignal.any([signal, failed]),
    }
    return [runQuery(left, asked, options), runQuery(right, asked, options)]
  })
}

/** Both, or the first failure, once the other has ended too: whoever opened a warehouse may close it then. */
async function bothOf<Answer>(
  ask: (failed: AbortSignal) => readonly [Promise<Answer>, Promise<Answer>],
): Promise<[Answer, Answer]> {
  const failed = new AbortController()
  const [left, right] = ask(failed.signal)
  try {
    return await Promise.all([left, right])
  } catch (error) {
    failed.abort(error)
    await Promise.allSettled([left, right])
    throw error
  }
}

function metricsFor({ dimensions = [], filters = [] }: Omit<CommerceQueryInput, 'metrics'>): string[] {
  const needed = [...dimensions, ...filters.map(({ dimension }) => dimension)]
  return METRICS.filter((metric) => {
    const known: readonly string[] = dimensionsOf(metric)
    return needed.every((name) => known.includes(name))
  }).map(({ name }) => name)
}

type Compared = Omit<Cell, 'value' | 'id'> & { readonly values: ParityDifference['values'] }

function comparedCells([left, right]: readonly [CommerceResult, CommerceResult]): Compared[] {
  const [one, other] = [left, right].map((result) => new Map(cellsOf(result).map((cell) => [cell.id, cell])))
  const ids = new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])
  return [...ids].flatMap((id) => {
    const [a, b] = [one?.get(id), other?.get(id)]
    const cell = a ?? b
    return cell === undefined ? [] : [{ ...cell, values: [a?.value, b?.value] as const }]
  })
}

function isEqual({ unit, values: [a, b] }: Compared): boolean {
  if (a === b) return true
  if (typeof a !== 'number' || typeof b !== 'number') return false
  if (unit === 'money' || unit === 'count') return false
  return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b))
}

function differenceOf({ metric, unit, keys, isTotal, isPrevious, values }: Compared): ParityDifference {
  const [a, b] = values
  const difference = typeof a === 'number' && typeof b === 'number' ? b - a : null
  const places = unit === 'money' ? 2 : 12
  return {
    metric,
    unit,
    cell: keys,
    is_total: isTotal,
    is_previous: isPrevious,
    values,
    difference: difference === null ? null : Number(difference.toFixed(places)),
  }
}

function metricParity(
  metric: string,
  compared: readonly Compared[],
  differences: readonly ParityDifference[],
): MetricParity {
  const own = differences.filter((difference) => difference.metric === metric)
  const sizes = own.map(({ difference }) => difference).filter((size) => size !== null)
  return {
    metric,
    compared: compared.filter((cell) => cell.metric === metric).length,
    differences: own.length,
    largest_difference: sizes.length === 0 ? null : Math.max(...sizes.map(Math.abs)),
  }
}

import { changeOf, dayOf, periodsOf } from '@zerosec/commerce/comparison'
import type { CommerceQueriesResponse, CommerceResult } from '@zerosec/contract'
import type { DayRange, KnownDays } from '../range.ts'
import type { Unit } from '../shop-format.ts'
import type { Comparison } from '../shop-state.ts'
import { CUBES, clamped } from './cube-queries.ts'
import { cents, metricOf, partsOf, type Told } from './parts.ts'
import { type Days, type SumTable, sumTable, UNITS } from './sum-table.ts'

/** The tables that travel with the page, by the ids of the cubes. */
export interface Cubes {
  readonly snapshotId: string
  readonly tables: ReadonlyMap<string, SumTable>
}

export interface BrushedValue {
  /** Undefined: it waits for an answer. */
  readonly value: Told
  readonly previous: Told
  readonly delta: number | null
}

export interface BrushedRow {
  readonly value: string | null
  readonly amount: number | null
  /** Undefined: it waits for an answer. */
  readonly delta: Told
}

/** The largest groups, and what all come to. */
export interface BrushedSplit {
  readonly rows: readonly BrushedRow[]
  readonly groups: number
  readonly total: number | null
}

/** What the panels show of a part of the range, without asking. */
export interface BrushedNumbers {
  metric(name: string, unit: Unit): BrushedValue
  /** Undefined: it waits for an answer. */
  split(cube: string, most: number): BrushedSplit | undefined
  /** How many of each group; undefined: it waits. */
  counts(cube: string, metric: string): ReadonlyMap<string, number> | undefined
}

export function readCubes({ snapshot_id: snapshotId, answers }: CommerceQueriesResponse): Cubes {
  const tables = new Map<string, SumTable>()
  for (const { id, dimension } of CUBES) {
    const parts = answers.filter((answer) => answer.id.startsWith(`${id}:`))
    const results = parts.flatMap((answer): CommerceResult[] => ('result' in answer ? [answer.result] : []))
    if (results.length > 0 && results.length === parts.length) tables.set(id, sumTable(results, dimension))
  }
  return { snapshotId, tables }
}

export function brushedNumbers(
  { tables }: Pick<Cubes, 'tables'>,
  range: DayRange,
  comparison: Comparison,
  known: KnownDays,
): BrushedNumbers {
  const [first, last] = [dayOf(known.first), dayOf(known.last)]
  const { current, previous } = periodsOf(dayOf(range.from), dayOf(range.to), last, { with: comparison })
  const days = clamped({ from: current.from, to: current.countedTo }, first, last)
  const before = previous && clamped({ from: previous.from, to: previous.countedTo }, first, last)
  const compared = { days, before, isComparable: previous !== undefined && previous.from >= first }
  return {
    metric: (name, unit) => valueOf(name, unit, tables, compared),
    split: (cube, most) => splitOf(tables.get(cube), compared, most),
    counts(cube, metric) {
      const table = tables.get(cube)
      const sums = table?.groups.map((group, i) => [String(group), table.sum(metric, i, days)] as const)
      if (!sums || sums.some(([, units]) => units === undefined)) return undefined
      return new Map(sums.map(([group, units]) => [group, (units ?? 0) / UNITS]))
    },
  }
}

interface Compared {
  readonly days: Days
  readonly before: Days | undefined
  readonly isComparable: boolean
}

function valueOf(
  name: string,
  unit: Unit,
  tables: Cubes['tables'],
  { days, before, isComparable }: Compared,
): BrushedValue {
  const isScore = name === 'review_score'
  const table = tables.get(isScore ? 'scores' : 'total')
  const parts = isScore ? ['reviewed_orders'] : partsOf(name)
  if (!table || parts.length === 0) return { value: undefined, previous: undefined, delta: null }
  const of = (some: Days) => (isScore ? meanScore(table, some) : metricOf(name, table, some))
  const value = of(days)
  const previous = before && before.from < before.to ? of(before) : null
  const isTold =
    isComparable &&
    parts.every((part) => table.isKnown(part, days) && before !== undefined && table.isKnown(part, before))
  return { value, previous, delta: isTold ? changeOf(unit, value ?? null, previous ?? null) : null }
}

/** Of how many orders were given each score. */
function meanScore(table: SumTable, days: Days): Told {
  let [points, orders] = [0, 0]
  for (const [i, score] of table.groups.entries()) {
    const units = table.sum('reviewed_orders', i, days)
    if (typeof units !== 'number') return units
    points += Number(score) * units
    orders += units
  }
  return orders === 0 ? null : points / orders
}

function splitOf(
  table: SumTable | undefined,
  { days, before, isComparable }: Compared,
  most: number,
): BrushedSplit | undefined {
  if (!table) return undefined
  const hasBefore = before !== undefined && before.from < before.to
  const rows: { value: string | null; units: number | null; earlier: Told }[] = []
  for (const [i, value] of table.groups.entries()) {
    const units = table.sum('net_sales', i, days)
    if (units === undefined) return undefined
    const earlier = hasBefore ? table.sum('net_sales', i, before) : null
    const sold = (table.sum('units', i, days) ?? 0) || (hasBefore ? table.sum('units', i, before) : 0)
    if (units || earlier || sold) rows.push({ value, units, earlier })
  }
  const total = rows.reduce((sum, { units }) => sum + (units ?? 0), 0)
  const placed = (units: number | null) => (units === null ? -Infinity : cents(units))
  const largest = rows.toSorted((a, b) => placed(b.units) - placed(a.units) || byName(a.value, b.value)).slice(0, most)
  return {
    rows: largest.map(({ value, units, earlier }) => {
      const amount = units === null ? null : cents(units) / 100
      if (isComparable && earlier === undefined) return { value, amount, delta: undefined }
      const was = typeof earlier === 'number' ? cents(earlier) / 100 : null
      return { value, amount, delta: isComparable ? changeOf('money', amount, was) : null }
    }),
    groups: rows.length,
    total: rows.some(({ units }) => units !== null) ? cents(total) / 100 : null,
  }
}

function byName(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}

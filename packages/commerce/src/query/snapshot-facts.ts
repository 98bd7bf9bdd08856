import { CodedError } from '@zerosec/errors'
import type { DimensionName } from '../metrics/dimensions.ts'
import { FACTS } from '../metrics/facts.ts'
import type { FactTable } from '../model/fact-tables.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { type Day, dayOf } from './calendar.ts'

/** What a query has to know of a snapshot. It never changes, so it is read once. */
export interface SnapshotFacts {
  readonly id: string
  readonly currency: string | null
  readonly timeZone: string | null
  readonly firstDay: Day
  readonly lastDay: Day
  /** Tables without rows have no source: what is made of them is unknown, not nothing. */
  readonly known: Readonly<Partial<Record<FactTable, { readonly first: Day; readonly last: Day }>>>
  /** What all orders of each person have alike. */
  readonly alike: ReadonlySet<DimensionName>
}

/** Tables that are read beside facts, where they have rows. */
const HELPERS = ['category_bits', 'value_months', 'delivery_months', 'product_months', 'person_months'] as const

/** Tables that are known for days of their own. */
const OWN_DAYS: Partial<Record<FactTable, string>> = { session_facts: 'session_date', stock_days: 'stock_date' }

/** @throws CodedError commerce_snapshot_without_orders, commerce_snapshot_outdated */
export async function readSnapshotFacts(warehouse: Warehouse): Promise<SnapshotFacts> {
  const { identifier } = warehouse.dialect
  const one = await warehouse.run(
    `SELECT snapshot_id, currency, time_zone, first_date, last_date FROM ${identifier('snapshot_facts')}`,
  )
  const [id, currency, timeZone, first, last] = one.columns.map((column) => column[0] ?? null)
  if (typeof first !== 'string' || typeof last !== 'string') throw new CodedError('commerce_snapshot_without_orders')
  const [firstDay, lastDay] = [dayOf(first), dayOf(last)]
  const tables = [...new Set<FactTable>([...Object.values(FACTS).map(({ table }) => table), ...HELPERS])]
  const counts = await warehouse
    .run(tables.map((table) => countOf(table, identifier)).join(' UNION ALL '))
    .catch(outdated)
  const known = Object.fromEntries(
    (counts.columns[0] ?? []).map((table, row) => {
      const [rows, from, to] = counts.columns.slice(1).map((column) => column[row])
      const days = {
        first: typeof from === 'string' ? dayOf(from) : firstDay,
        last: typeof to === 'string' ? dayOf(to) : lastDay,
      }
      return [String(table), Number(rows) === 0 ? undefined : days]
    }),
  ) as SnapshotFacts['known']
  const names = { currency: textOrNull(currency), timeZone: textOrNull(timeZone) }
  return { id: String(id), ...names, firstDay, lastDay, known, alike: await alikeOf(warehouse) }
}

async function alikeOf(warehouse: Warehouse): Promise<ReadonlySet<DimensionName>> {
  const wanted = ['channel', 'country'] as const
  const least = wanted.map((name) => `MIN(CASE WHEN in_one_${name} THEN 1 ELSE 0 END)`)
  const table = warehouse.dialect.identifier('person_months')
  const { columns } = await warehouse.run(`SELECT ${least.join(', ')} FROM ${table}`)
  return new Set(wanted.filter((_, j) => columns[j]?.[0] === 1))
}

/** Every engine says in words of its own that a table is not there; all of them name it. */
function outdated(cause: unknown): never {
  const isMissing =
    cause instanceof Error &&
    HELPERS.some((table) => cause.message.includes(table)) &&
    /exist|found/i.test(cause.message)
  throw isMissing ? new CodedError('commerce_snapshot_outdated', {}, { cause }) : cause
}

function countOf(table: FactTable, identifier: (name: string) => string): string {
  const date = OWN_DAYS[table]
  const days = date === undefined ? 'CAST(NULL AS DATE), CAST(NULL AS DATE)' : `MIN(${date}), MAX(${date})`
  return `SELECT '${table}', COUNT(*), ${days} FROM ${identifier(table)}`
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

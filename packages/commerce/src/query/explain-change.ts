import { type CommerceChange, CommerceChangeRequest, type CommerceResult } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Columns, Value, Warehouse } from '../warehouse/warehouse.ts'
import { type Plan, planQuery } from './plan.ts'
import { parseBy, parseQuery, type QueryOptions, runQuery } from './run-query.ts'
import { readSnapshotFacts } from './snapshot-facts.ts'
import { conditionsOf, wrapped } from './sums.ts'

/**
 * Why gross or net sales changed. With units q, gross sales g and mean prices p = g ÷ q of each item, before (0) and now (1), and capitals
 * for all items together:
 *
 * - price: Σ (p₁ − p₀) q₁ over the items that were sold in both periods;
 * - volume: (Q₁ − Q₀) G₀ ÷ Q₀, as if all items had grown alike;
 * - discounts and refunds: what more of them took away;
 * - mix: the rest. It is Σ over items sold in both of (q₁ − q₀ Q₁ ÷ Q₀) p₀, plus what came with new items and went with those that are gone.
 *
 * Each but the last is rounded to cents and the last is what remains, so they add up to the change without a residual.
 * @throws CodedError as `runQuery`
 */
export async function explainChange(
  warehouse: Warehouse,
  input: CommerceChangeRequest,
  options: QueryOptions = {},
): Promise<CommerceChange> {
  const { metric, by, contributors, ...range } = parseBy(CommerceChangeRequest, input)
  const snapshot = options.snapshot ?? (await readSnapshotFacts(warehouse))
  const metrics = metric === 'gross_sales' ? ['gross_sales'] : ['gross_sales', 'net_sales', 'discounts', 'returns']
  const known = { ...options, snapshot }
  const totals = await runQuery(warehouse, { metrics, ...range, excluded: false }, known)
  // Units are a measure of lines where an item is asked for; the plan gives their rows.
  const query = parseQuery({ metrics: ['units'], dimensions: [by], ...range })
  const sql = itemsSql(planQuery(query, snapshot, { rollups: false }), by, contributors, warehouse)
  const items = await warehouse.run(sql, options)
  return { ...changeOf(totals, metric, items), snapshot_id: snapshot.id, currency: snapshot.currency, metric, sql }
}

/** The total first, then the items that changed most. */
function itemsSql(plan: Plan, by: string, contributors: number, { dialect }: Warehouse): string {
  const part = plan.parts[0]
  if (!part || !plan.periods.previous) {
    throw new CodedError('commerce_comparison_invalid', { problem: 'a change has two periods; the comparison is off' })
  }
  const item = dialect.identifier(part.fact.dimensions[by] ?? by)
  const quantity = dialect.identifier(part.fact.table === 'line_facts' ? 'quantity' : 'units')
  const rows = (period: 'current' | 'previous', columns: string) => {
    const where = conditionsOf(plan, part, period).map((condition) => wrapped(dialect, condition))
    return `SELECT ${item} AS item, ${columns} FROM ${dialect.identifier(part.fact.table)} WHERE ${where.join(' AND ')} GROUP BY ${item}`
  }
  const zero = { units: `CAST(0 AS ${dialect.type('number')})`, gross: `CAST(0 AS ${dialect.type('amount')})` }
  const double = (sql: string) => `CAST(${sql} AS ${dialect.type('double')})`
  return `WITH sold AS (
  ${rows('current', `SUM(${quantity}) AS units, SUM(gross) AS gross, ${zero.units} AS units_before, ${zero.gross} AS gross_before`)}
  UNION ALL
  ${rows('previous', `${zero.units}, ${zero.gross}, SUM(${quantity}), SUM(gross)`)}
),
items AS (
  SELECT item, SUM(units) AS units, SUM(gross) AS gross, SUM(units_before) AS units_before, SUM(gross_before) AS gross_before
  FROM sold GROUP BY item
),
priced AS (
  SELECT *, CASE WHEN units > 0 AND units_before > 0 THEN ${double('gross')} - units * ${double('gross_before')} / units_before ELSE 0 END AS price
  FROM items
),
ranked AS (
  SELECT *, ROW_NUMBER() OVER (ORDER BY ABS(gross - gross_before) DESC, CAST(item AS ${dialect.type('text')}) ASC NULLS LAST) AS place FROM priced
)
SELECT 0 AS place, NULL AS item, SUM(units) AS units, ROUND(SUM(gross), 2) AS gross, SUM(units_before) AS units_before,
  ROUND(SUM(gross_before), 2) AS gross_before, SUM(price) AS price
FROM ranked
UNION ALL
SELECT place, item, units, ROUND(gross, 2), units_before, ROUND(gross_before, 2), price FROM ranked WHERE place <= ${contributors}
ORDER BY place`
}

type Change = Omit<CommerceChange, 'snapshot_id' | 'currency' | 'metric' | 'sql'>

function changeOf(totals: CommerceResult, metric: 'gross_sales' | 'net_sales', items: Columns): Change {
  const now = (name: string) => cents(totals.values[name] ?? 0)
  const before = (name: string) => cents(totals.previous_values[name] ?? 0)
  const read = (name: string, row: number): Value => items.columns[items.names.indexOf(name)]?.[row] ?? null
  const number = (name: string, row: number) => Number(read(name, row) ?? 0)
  const change = now(metric) - before(metric)
  const [units, unitsBefore] = [number('units', 0), number('units_before', 0)]
  const price = cents(number('price', 0))
  const meanPrice = unitsBefore > 0 ? number('gross_before', 0) / unitsBefore : 0
  const volume =
    unitsBefore > 0 ? cents((units - unitsBefore) * meanPrice) : now('gross_sales') - before('gross_sales') - price
  const isNet = metric === 'net_sales'
  const discounts = isNet ? before('discounts') - now('discounts') : 0
  const refunds = isNet ? before('returns') - now('returns') : 0
  const causes: [CommerceChange['causes'][number]['cause'], number, string][] = [
    ['price', price, 'the same items at other prices'],
    ['volume', volume, 'more or fewer units, at the mean price of before'],
    [
      'mix',
      change - price - volume - discounts - refunds,
      'dearer or cheaper items among them, new ones and ones that are gone',
    ],
    ...(isNet
      ? ([
          ['discounts', discounts, 'more or fewer discounts'],
          ['refunds', refunds, 'more or fewer refunds, by the day of the refund'],
        ] satisfies [CommerceChange['causes'][number]['cause'], number, string][])
      : []),
  ]
  const previousPeriod = totals.previous_period
  if (!previousPeriod) throw new RangeError('a change has two periods')
  return {
    period: totals.period,
    previous_period: previousPeriod,
    value: now(metric) / 100,
    previous: before(metric) / 100,
    change: change / 100,
    causes: causes.map(([cause, amount, words]) => ({ cause, amount: amount / 100, words })),
    contributors: Array.from({ length: items.rows - 1 }, (_, i) => {
      const item = read('item', i + 1)
      const [value, previous] = [cents(number('gross', i + 1)), cents(number('gross_before', i + 1))]
      return {
        item: item === null ? null : String(item),
        value: value / 100,
        previous: previous / 100,
        change: (value - previous) / 100,
        price: cents(number('price', i + 1)) / 100,
      }
    }),
  }
}

function cents(amount: number): number {
  return Math.round(amount * 100)
}

import { type CommerceRows, CommerceRowsRequest } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { metricNamed } from '../metrics/catalogue.ts'
import { measuresOf } from '../metrics/metric.ts'
import { FACT_TABLES } from '../model/fact-tables.ts'
import { print } from '../sql/dialect.ts'
import { date } from '../sql/expression.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { dayText } from './calendar.ts'
import { type Part, type Plan, planQuery } from './plan.ts'
import { parseBy, parseQuery, type QueryOptions } from './run-query.ts'
import { readSnapshotFacts } from './snapshot-facts.ts'
import { conditionsOf, wrapped } from './sums.ts'

/**
 * The rows of facts that a number was computed from: those that count, on the days and with the filters that are asked for. A rollup is
 * never shown in their place. A metric of several sums has rows of each of them; `part` chooses.
 * @throws CodedError as `runQuery`
 */
export async function rowsBehind(
  warehouse: Warehouse,
  input: CommerceRowsRequest,
  options: QueryOptions = {},
): Promise<CommerceRows> {
  const { metric, part: name, limit, offset, ...range } = parseBy(CommerceRowsRequest, input)
  const snapshot = options.snapshot ?? (await readSnapshotFacts(warehouse))
  const plan = planQuery(parseQuery({ metrics: [metric], ...range }), snapshot, { rollups: false })
  const names = [...new Set(measuresOf(metricNamed(metric).value).map((measure) => measure.name))]
  const chosen = name ?? names[0]
  const part = plan.parts.find(({ measures }) => measures.some(({ measure }) => measure.name === chosen))
  if (chosen === undefined || !part) {
    throw new CodedError('commerce_query_invalid', {
      problem: `${metric} has no part ${name}; it has ${names.join(', ')}`,
    })
  }
  const { columns } = FACT_TABLES[part.fact.table]
  const from = countedRows(plan, part, chosen, warehouse)
  const list = Object.keys(columns).map(warehouse.dialect.identifier)
  const order = [part.fact.date, ...Object.keys(columns).slice(0, 3)].map((column) =>
    warehouse.dialect.identifier(column),
  )
  const sql = `SELECT ${list.join(', ')}\n${from}\nORDER BY ${order.join(', ')}\nLIMIT ${limit} OFFSET ${offset}`
  const [rows, count] = await Promise.all([
    warehouse.run(sql, options),
    warehouse.run(`SELECT COUNT(*) ${from}`, options),
  ])
  return {
    snapshot_id: snapshot.id,
    part: chosen,
    parts: names,
    table: part.fact.table,
    columns: Object.entries(columns).map(([name, { words }], j) => ({
      name,
      words,
      values: [...(rows.columns[j] ?? [])],
    })),
    rows: rows.rows,
    all_rows: Number(count.columns[0]?.[0] ?? 0),
    sql,
  }
}

function countedRows(plan: Plan, part: Part, measure: string, { dialect }: Warehouse): string {
  const source = part.measures.find((one) => one.measure.name === measure)?.source
  const conditions = [...conditionsOf(plan, part, 'current'), ...(source?.value.where ? [source.value.where] : [])]
  const where = conditions.map((condition) => wrapped(dialect, condition)).join('\n  AND ')
  const table = dialect.identifier(part.fact.table)
  const rows = source?.usesAsOf
    ? `(SELECT *, ${print(dialect, date(dayText(plan.asOf)))} AS as_of FROM ${table}) AS counted`
    : table
  return `FROM ${rows}\nWHERE ${where}`
}

import type { DuckDBConnection } from '@duckdb/node-api'
import { DAYS_OF_INSTANTS } from '../mapping/derived-columns.ts'
import { SOURCE_TABLES, type SourceTable } from '../model/source-tables.ts'

/** What a row of a table can't be, in SQL over its columns, with the code and the SQL of the words. */
type Rule = readonly [test: string, code: string, words: string]

const RULES: Readonly<Partial<Record<SourceTable, readonly Rule[]>>> = {
  lines: [
    negative('unit_price', 'price'),
    negative('gross', 'price'),
    negative('quantity', 'quantity'),
    negative('discount', 'amount'),
  ],
  refunds: [negative('amount', 'amount'), negative('quantity', 'quantity')],
  payments: [negative('amount', 'amount')],
  reviews: [['score NOT BETWEEN 1 AND 5', 'score_out_of_range', `'score ' || score || ' is not one of 1 to 5'`]],
  exchange_rates: [['rate <= 0', 'rate_not_positive', `'rate ' || rate || ' is not above 0'`]],
}

function negative(column: string, what: string): Rule {
  const words = `'${column} ' || ${column} || ' is negative; the mapping has to say what such rows are'`
  return [`${column} < 0`, `${what}_negative`, words]
}

/** Marks what no row can be: negative prices, days after the one on which the file came, currencies that are none. */
export async function markImplausible(connection: DuckDBConnection, tables: readonly SourceTable[]): Promise<void> {
  for (const table of tables) {
    for (const [test, code, words] of rulesOf(table)) {
      await connection.run(`UPDATE ${table} SET problem = '${code}|' || ${words} WHERE problem IS NULL AND ${test}`)
    }
    const day = dayOf(table)
    if (day === undefined) continue
    await connection.run(`UPDATE ${table} SET problem = 'date_in_future|${day} ' || ${day} || ' is after the day on which the file was loaded'
      FROM files WHERE files.file_id = ${table}.file_id AND problem IS NULL AND ${day} > files.loaded_at::DATE + 1`)
  }
}

function rulesOf(table: SourceTable): Rule[] {
  const rules = [...(RULES[table] ?? [])]
  if (Object.hasOwn(SOURCE_TABLES[table].columns, 'currency')) {
    rules.push([
      "NOT regexp_full_match(currency, '[A-Z]{3}')",
      'currency_unknown',
      `'currency ' || currency || ' is no code of ISO 4217'`,
    ])
  }
  const day = dayOf(table)
  if (day !== undefined) {
    rules.push([`${day} < DATE '1900-01-01'`, 'date_implausible', `'${day} ' || ${day} || ' is before 1900'`])
  }
  return rules
}

/** The column that says on which day a row of the table was. */
function dayOf(table: SourceTable): string | undefined {
  return DAYS_OF_INSTANTS[table]?.day ?? { stock: 'counted_on', exchange_rates: 'rate_date' }[table as string]
}

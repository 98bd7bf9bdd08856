import {
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import { Dialect, transpile } from '@polyglot-sql/sdk'

/** What a statement answered, exactly, as texts. */
export interface ForeignAnswer {
  /** Types by DuckDB's names. */
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

export interface ForeignEngine {
  /** One statement at a time; further ones wait. Stops at the signal. */
  run(sql: string, signal?: AbortSignal): Promise<ForeignAnswer>
  /** Its columns, without running it. */
  describe(sql: string): Promise<ForeignAnswer['columns']>
}

/** What the translator leaves as it is, and what means something else here: days stay days. */
const MEANINGS = [
  'SET integer_division = true',
  `CREATE OR REPLACE MACRO sequence(a, b, step) AS list_transform(generate_series(a, b, step), lambda day: CAST(day AS DATE)),
    (a, b) AS generate_series(a, b)`,
  `CREATE OR REPLACE MACRO date_trunc(part, day) AS CASE WHEN upper(part) = 'WEEK(SUNDAY)'
    THEN CAST(system.main.date_trunc('week', day + INTERVAL 1 DAY) AS DATE) - 1
    ELSE CAST(system.main.date_trunc(replace(replace(upper(part), 'ISO', ''), '(SUNDAY)', ''), day) AS DATE) END`,
  'CREATE OR REPLACE MACRO element_at(list, place) AS list[place]',
]

/** Reads another warehouse's SQL and answers from the tables of a DuckDB connection, in whose place that warehouse stands in tests. */
export async function foreignEngine(
  language: 'trino' | 'bigquery',
  connection: DuckDBConnection,
): Promise<ForeignEngine> {
  for (const meaning of MEANINGS) await connection.run(meaning)
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(work, work)
    last = turn.catch(() => undefined)
    return turn
  }
  const describe = async (sql: string) => {
    const reader = await connection.runAndReadAll(`DESCRIBE ${translated(language, sql)}`)
    return reader.getRows().map(([name, type]) => ({ name: String(name), type: String(type) }))
  }
  return {
    describe: (sql) => inTurn(() => describe(sql)),
    run: (sql, signal) =>
      inTurn(async () => {
        signal?.throwIfAborted()
        const stop = setInterval(() => signal?.aborted && connection.interrupt(), 5)
        try {
          const reader = await connection.runAndReadAll(translated(language, sql))
          const types = reader.columnTypes().map(String)
          return withDays({
            columns: reader.columnNames().map((name, j) => ({ name, type: types[j] ?? '' })),
            rows: reader.getRows().map((row) => row.map(exactText)),
          })
        } finally {
          clearInterval(stop)
        }
      }),
  }
}

function translated(language: 'trino' | 'bigquery', sql: string): string {
  const back = transpile(sql, language === 'trino' ? Dialect.Trino : Dialect.BigQuery, Dialect.DuckDB)
  if (!back.success) throw new Error(`line 1: ${back.error}`)
  return (back.sql?.[0] ?? '')
    .replaceAll(' AS DECIMAL)', ' AS DECIMAL(38, 9))')
    .replace(/DATE_DIFF\(([^,()]+), ([^,()]+), (DAY|MONTH)\)/g, "date_diff('$3', $2, $1)")
    .replace(/INTERVAL -(\d+) (DAY|MONTH)/g, "INTERVAL '-$1' $2")
}

/** A day and a span make an instant in DuckDB and a day elsewhere: instants that are all midnights are days. */
function withDays({ columns, rows }: ForeignAnswer): ForeignAnswer {
  const isDay = columns.map(
    ({ type }, j) => type === 'TIMESTAMP' && rows.every((row) => row[j]?.endsWith(' 00:00:00.000') ?? true),
  )
  return {
    columns: columns.map(({ name, type }, j) => ({ name, type: isDay[j] ? 'DATE' : type })),
    rows: rows.map((row) => row.map((value, j) => (isDay[j] ? (value?.slice(0, 10) ?? null) : value))),
  }
}

function exactText(value: DuckDBValue): string | null {
  if (value === null) return null
  if (value instanceof DuckDBDateValue) return new Date(value.days * 86_400_000).toISOString().slice(0, 10)
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return new Date(Number(value.micros / 1000n)).toISOString().replace('T', ' ').replace('Z', '')
  }
  return String(value)
}

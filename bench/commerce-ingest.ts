import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fillSnapshot } from '../packages/commerce/src/load/fill-snapshot.ts'
import { parseMapping } from '../packages/commerce/src/mapping/parse-mapping.ts'
import { createSourceTables, withDatabase } from '../packages/commerce/src/snapshots/make-snapshot.ts'
import type { BenchRow } from './bench.ts'

const ROWS = 1_500_000
const ROUNDS = 3
/** At least 0.8 of the peer's speed. */
const LIMIT = { ratio: 1 / 0.8 }

const MAPPING = `format: zerosec.mapping/1
name: bench
currency: EUR
time_zone: Europe/Berlin
sources:
  orders:
    files: [orders.csv]
    dates: [iso]
    tables:
      - table: orders
        columns: { order_id: order_id, ordered_at: ordered_at }
  lines:
    files: [lines.csv]
    dates: [iso]
    tables:
      - table: lines
        columns: { order_id: order_id, line_id: line_id, product_id: product_id, quantity: quantity, unit_price: unit_price,
          gross: gross, discount: discount, seller_id: seller_id }
`

const LINES = `SELECT 'O' || (i // 3) AS order_id, i % 3 + 1 AS line_id, 'SKU-' || (hash(i) % 5000) AS product_id,
  1 + hash(i, 1) % 4 AS quantity, ((hash(i, 2) % 100000) / 100)::DECIMAL(10,2) AS unit_price,
  ((hash(i, 2) % 100000) / 100 * (1 + hash(i, 1) % 4))::DECIMAL(10,2) AS gross, ((hash(i, 3) % 100) / 100)::DECIMAL(10,2) AS discount,
  'seller ' || (hash(i, 4) % 100) AS seller_id FROM range(${ROWS}) t(i)`

const TYPES = `{'order_id': 'VARCHAR', 'line_id': 'VARCHAR', 'product_id': 'VARCHAR', 'quantity': 'DOUBLE', 'unit_price': 'DECIMAL(18,4)',
  'gross': 'DECIMAL(18,4)', 'discount': 'DECIMAL(18,4)', 'seller_id': 'VARCHAR'}`

/**
 * Typed ingest of order lines with the place of every row, and with all that a load looks for in them, beside DuckDB's own `read_csv` with
 * the same types into the same table; best of 3 each, taking turns. Copying, hashing, facts and compressing are not in it.
 */
export default async function commerceIngest(): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-bench-'))
  try {
    const lines = join(folder, 'lines.csv')
    await withDatabase(join(folder, 'made.duckdb'), async (made) => {
      await made.run(`COPY (${LINES}) TO '${lines}' (HEADER)`)
    })
    const orders = join(folder, 'orders.csv')
    writeFileSync(orders, 'order_id,ordered_at\nO1,2024-01-01\n')
    let typedMs = Infinity
    let checkedMs = Infinity
    let peerMs = Infinity
    for (let round = 0; round < ROUNDS; round++) {
      peerMs = Math.min(peerMs, await peerTime(join(folder, `peer-${round}.duckdb`), lines))
      const [typed, checked] = await ourTimes(folder, round, [orders, lines])
      typedMs = Math.min(typedMs, typed)
      checkedMs = Math.min(checkedMs, checked)
    }
    const note = `${(statSync(lines).size / 1e6).toFixed(0)} MB; both with the threads of the machine`
    const question = `typed ingest of ${ROWS.toLocaleString('en-US')} order lines × 8 columns`
    const peer = { peer: 'DuckDB read_csv', peerMs, note }
    return [
      { question, oursMs: typedMs, ...peer, limit: LIMIT },
      { question: `${question}, looked through for repeated ids`, oursMs: checkedMs, ...peer, limit: LIMIT },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function peerTime(database: string, path: string): Promise<number> {
  return withDatabase(database, async (connection) => {
    await createSourceTables(connection)
    await connection.run("SET checkpoint_threshold = '16GB'") // compressing would fall to whoever comes to it first
    const started = performance.now()
    await connection.run(`INSERT INTO lines (order_id, line_id, product_id, quantity, unit_price, gross, discount, seller_id)
      SELECT * FROM read_csv('${path}', header = true, delim = ',', columns = ${TYPES})`)
    return performance.now() - started
  })
}

/** Until the rows are typed in their table with the places they come from, and until they are checked and counted too. */
async function ourTimes(
  folder: string,
  round: number,
  paths: readonly string[],
): Promise<[typed: number, checked: number]> {
  const files = paths.map((path, index) => ({
    id: index + 1,
    name: path.split('/').at(-1)!,
    source: path.endsWith('lines.csv') ? 'lines' : 'orders',
    path,
    size: statSync(path).size,
    sha256: '',
    loadedAt: '2026-01-01 00:00:00',
    sameAs: undefined,
  }))
  return withDatabase(join(folder, `ours-${round}.duckdb`), async (connection) => {
    await createSourceTables(connection)
    await connection.run("SET checkpoint_threshold = '16GB'") // compressing would fall to whoever comes to it first
    const started = performance.now()
    const filling = { mapping: parseMapping(MAPPING), files, unmatched: [], folder }
    let typed = 0
    const { counts } = await fillSnapshot(connection, filling, ({ fraction }) => {
      if (fraction > 0.6) typed ||= performance.now() - started
    })
    const checked = performance.now() - started
    if (counts.get(2)?.loaded !== ROWS) throw new Error(`loaded ${JSON.stringify(counts.get(2))}`)
    return [typed, checked]
  })
}

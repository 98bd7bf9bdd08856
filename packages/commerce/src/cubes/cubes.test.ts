import type { DuckDBConnection } from '@duckdb/node-api'
import { validate } from '@polyglot-sql/sdk'
import { type CommerceCube, CommerceCubeQuery } from '@zerosec/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSmallShop } from '../../test/small-shop.ts'
import { dayOf } from '../query/calendar.ts'
import { readSnapshotFacts } from '../query/snapshot-facts.ts'
import { bigquery } from '../sql/bigquery.ts'
import { trino } from '../sql/trino.ts'
import { duckdbWarehouse } from '../warehouse/duckdb-warehouse.ts'
import type { Value, Warehouse } from '../warehouse/warehouse.ts'
import { cubeSql, runCube } from './run-cube.ts'

let connection: DuckDBConnection
let warehouse: Warehouse
beforeAll(async () => {
  connection = await openSmallShop()
  warehouse = duckdbWarehouse([connection])
})

const ask = (query: CommerceCubeQuery) => runCube(warehouse, query)
const rowsOf = ({ columns, rows }: CommerceCube): Record<string, Value>[] =>
  Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map(({ name, values }) => [name, values[row] ?? null])),
  )
const plain = async (sql: string) => {
  const { names, columns, rows } = await warehouse.run(sql)
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(names.map((name, j) => [name, columns[j]?.[row] ?? null])),
  )
}

const QUERIES: CommerceCubeQuery[] = [
  { cube: 'retention', country: ["O'Hara", 'DE'] },
  { cube: 'retention', spans: 'days_30', from: '2018-02-01', to: '2018-06-01' },
  { cube: 'ltv', as_of: '2018-08-15' },
  { cube: 'ltv', basis: 'margin', channel: ['web'] },
  { cube: 'rfm', country: ['DE'] },
  { cube: 'affinity', from: '2018-02-01', to: '2018-06-01', product: 'p1', least_orders: 1 },
  { cube: 'repeat_curve' },
]

describe('retention', () => {
  it('counts distinct customers of each month as a plain query does', async () => {
    const cells = rowsOf(await ask({ cube: 'retention' })).filter(({ active }) => active !== 0)
    const expected = await plain(`SELECT cohort_month, date_diff('month', cohort_month, business_date) AS k,
      count(DISTINCT customer_id) AS active FROM order_facts WHERE order_seq IS NOT NULL AND business_date < DATE '2018-10-01'
      GROUP BY ALL ORDER BY ALL`)
    expect(cells.map(({ cohort_month, k, active }) => ({ cohort_month, k, active }))).toEqual(expected)
  })

  it('is 100 % in the first month, hides months that are not over, and shows those without orders as 0', async () => {
    const cells = rowsOf(await ask({ cube: 'retention' }))
    expect(cells.filter(({ k }) => k === 0).every(({ retention }) => retention === 1)).toBe(true)
    expect(cells.filter(({ cohort_month }) => cohort_month === '2018-03-01').map(({ k }) => k)).toEqual([
      0, 1, 2, 3, 4, 5, 6,
    ])
    expect(cells.some(({ active }) => active === 0)).toBe(true)
  })

  it('in spans of 30 days hides those that are not over for the last customer of the month', async () => {
    const cells = rowsOf(await ask({ cube: 'retention', spans: 'days_30' }))
    // The last customers of March began on the 31st at the latest: six spans are over on 27 September, seven on 27 October.
    expect(cells.filter(({ cohort_month }) => cohort_month === '2018-03-01').map(({ k }) => k)).toEqual([
      0, 1, 2, 3, 4, 5, 6,
    ])
    const [expected] =
      await plain(`SELECT count(DISTINCT customer_id) AS n FROM order_facts JOIN customer_facts c USING (customer_id)
      WHERE order_seq IS NOT NULL AND c.cohort_month = DATE '2018-03-01' AND (business_date - first_order_date) // 30 = 2`)
    expect(cells.find(({ cohort_month, k }) => cohort_month === '2018-03-01' && k === 2)?.['active']).toBe(
      expected?.['n'],
    )
  })
})

describe('lifetime value', () => {
  it('counts only customers who were observed so long, above and below', async () => {
    const cells = rowsOf(await ask({ cube: 'ltv' }))
    const expected = await plain(`SELECT c.cohort_month, count(DISTINCT customer_id) AS customers,
      round(sum(o.gross - discount - refunded) FILTER (WHERE business_date <= first_order_date + 90), 2) AS value
      FROM customer_facts c JOIN order_facts o USING (customer_id)
      WHERE o.exclusion IS NULL AND first_order_date + 90 <= DATE '2018-10-28' GROUP BY ALL ORDER BY ALL`)
    const at90 = cells
      .filter(({ days }) => days === 90)
      .map(({ cohort_month, customers, value }) => ({ cohort_month, customers, value }))
    expect(at90).toEqual(expected)
    expect(cells.some(({ days }) => days === 365)).toBe(false)
  })

  it('is no margin where a cost is not known', async () => {
    await connection.run(
      "BEGIN; UPDATE order_facts SET cost = NULL WHERE order_seq = 1 AND cohort_month = DATE '2018-02-01'",
    )
    try {
      const cells = rowsOf(await runCube(warehouse, { cube: 'ltv', basis: 'margin' }, { rollups: false }))
      expect(cells.filter(({ cohort_month }) => cohort_month === '2018-02-01').every(({ ltv }) => ltv === null)).toBe(
        true,
      )
      expect(
        cells.filter(({ cohort_month }) => cohort_month === '2018-03-01').every(({ ltv }) => typeof ltv === 'number'),
      ).toBe(true)
    } finally {
      await connection.run('ROLLBACK')
    }
  })
})

describe('product affinity', () => {
  it('has the counts, lift and ranking of its definition', async () => {
    const pairs = rowsOf(await ask({ cube: 'affinity', least_orders: 2 }))
    expect(pairs.length).toBeGreaterThan(3)
    const [one] = pairs
    const [counts] =
      await plain(`WITH wide AS (SELECT order_key, list(DISTINCT product_id) AS items FROM line_facts WHERE exclusion IS NULL
      GROUP BY ALL HAVING len(items) > 1)
      SELECT count(*) AS n, count(*) FILTER (WHERE list_contains(items, '${one?.['product_a']}')) AS a,
      count(*) FILTER (WHERE list_contains(items, '${one?.['product_b']}')) AS b,
      count(*) FILTER (WHERE list_has_all(items, ['${one?.['product_a']}', '${one?.['product_b']}'])) AS ab FROM wide`)
    const { n, a, b, ab } = counts as Record<'n' | 'a' | 'b' | 'ab', number>
    expect(one).toMatchObject({ n_ab: ab, n_a: a, n_b: b })
    expect(one?.['lift']).toBeCloseTo((ab * n) / (a * b), 10)
    const [p, least, z] = [ab / Math.min(a, b), Math.min(a, b), 1.96]
    const bound =
      (p + z ** 2 / (2 * least) - z * Math.sqrt((p * (1 - p) + z ** 2 / (4 * least)) / least)) / (1 + z ** 2 / least)
    expect(one?.['lower_bound']).toBeCloseTo(bound, 10)
    const bounds = pairs.map(({ lower_bound }) => Number(lower_bound))
    expect(bounds).toEqual(bounds.toSorted((x, y) => y - x))
  })
})

describe('segments', () => {
  it('have every customer once', async () => {
    const rows = rowsOf(await ask({ cube: 'rfm' }))
    const [expected] = await plain('SELECT count(*) AS n FROM customer_facts')
    expect(rows.reduce((sum, { customers }) => sum + Number(customers), 0)).toBe(expected?.['n'])
    expect(rows.reduce((sum, { customer_share }) => sum + Number(customer_share), 0)).toBeCloseTo(1, 12)
  })
})

describe('the curve of coming back', () => {
  it("is Kaplan and Meier's, computed step by step", async () => {
    const curve = rowsOf(await ask({ cube: 'repeat_curve' }))
    const persons = await plain(`SELECT coalesce(second_order_date, DATE '2018-10-28') - first_order_date AS days,
      second_order_date IS NOT NULL AS returned FROM customer_facts`)
    let rest = 1
    for (const { days, returned_share, at_risk } of curve) {
      const risk = persons.filter((person) => Number(person['days']) >= Number(days)).length
      const events = persons.filter((person) => person['days'] === days && person['returned'] === true).length
      rest *= 1 - events / risk
      expect(at_risk).toBe(risk)
      expect(returned_share).toBeCloseTo(1 - rest, 10)
    }
    expect(curve.length).toBeGreaterThan(10)
  })
})

describe('the SQL of every cube', () => {
  it.each([
    ['trino', trino],
    ['athena', trino],
    ['bigquery', bigquery],
  ] as const)('parses in the grammar of %s', async (name, dialect) => {
    const snapshot = await readSnapshotFacts(warehouse)
    for (const [query, rollups] of QUERIES.flatMap((query) => [[query, true] as const, [query, false] as const])) {
      const { sql } = cubeSql(CommerceCubeQuery.parse(query), { dialect, snapshot, asOf: dayOf('2018-10-28'), rollups })
      const { valid, errors } = validate(sql, name)
      expect(valid, `${JSON.stringify(errors)}\n${sql}`).toBe(true)
    }
  })

  it('gives the same from the tables of cohorts as from persons and orders', async () => {
    for (const query of QUERIES) {
      const [fast, plain] = [await ask(query), await runCube(warehouse, query, { rollups: false })]
      expect(rowsOf(fast)).toEqual(rowsOf(plain))
      expect(fast.rows).toBeGreaterThan(0)
    }
  })

  it('runs with each of its filters', async () => {
    for (const query of QUERIES) {
      const cube = await ask(query)
      expect(cube.columns.every(({ values }) => values.length === cube.rows)).toBe(true)
    }
  })
})

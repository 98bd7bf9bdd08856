import { describe, expect, it } from 'vitest'
import type { Warehouse } from '../src/warehouse/warehouse.ts'

/** One that every engine with the fact tables of the small shop would run for days. */
export const SLOW_STATEMENT = `SELECT COUNT(*) AS n FROM order_facts AS a CROSS JOIN order_facts AS b CROSS JOIN order_facts AS c
  CROSS JOIN order_facts AS d CROSS JOIN order_facts AS e WHERE a.gross + b.gross + c.gross + d.gross + e.gross = 1`

/** What every warehouse owes. `slow` is a statement of its engine that would run for minutes. */
export function describeWarehouse(name: string, open: () => Promise<Warehouse>, slow: string): void {
  describe(`${name} as a warehouse`, () => {
    describeValues(open)
    describeStatements(open, slow)
  })
}

function describeValues(open: () => Promise<Warehouse>): void {
  describe('in its values', () => {
    it('gives values as plain and exact ones, and nothing as null', async () => {
      const warehouse = await open()
      const { type } = warehouse.dialect
      const { names, columns, rows } = await warehouse.run(`SELECT 'x' AS a, 1 AS b, CAST(NULL AS ${type('text')}) AS c,
        CAST('-0.10' AS ${type('amount')}) AS d, CAST('9007199254740.99' AS ${type('amount')}) AS e, DATE '2018-02-28' AS f,
        TIMESTAMP '2018-02-28 23:59:59' AS g, TRUE AS h, CAST(9007199254740991 AS ${type('integer')}) AS i,
        CAST(0.1 AS ${type('double')}) AS j, '' AS k`)
      expect(names).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'])
      expect([rows, ...columns.map((column) => column[0])]).toEqual([
        1,
        'x',
        1,
        null,
        -0.1,
        9007199254740.99,
        '2018-02-28',
        '2018-02-28T23:59:59.000Z',
        true,
        9007199254740991,
        0.1,
        '',
      ])
      await warehouse.close()
    })

    it.each([["'90071992547409.92'", 'amount'] as const, ['9007199254740993', 'integer'] as const])(
      'refuses %s as an exact %s, which no number is',
      async (value, type) => {
        const warehouse = await open()
        const cast = `CAST(${value} AS ${warehouse.dialect.type(type)})`
        await expect(warehouse.run(`SELECT ${cast} AS big`)).rejects.toMatchObject({ code: 'commerce_amount_inexact' })
        await warehouse.close()
      },
    )
  })
}

function describeStatements(open: () => Promise<Warehouse>, slow: string): void {
  describe('in its statements', () => {
    it('stops what takes too long or is not wanted any more, and goes on', async () => {
      const warehouse = await open()
      await expect(warehouse.run(slow, { timeLimitMs: 30 })).rejects.toMatchObject({ code: 'commerce_query_timeout' })
      const abort = new AbortController()
      const stopped = warehouse.run(slow, { signal: abort.signal })
      setTimeout(() => abort.abort(new Error('not wanted')), 30)
      await expect(stopped).rejects.toThrow('not wanted')
      await expect(warehouse.run('SELECT 1 AS one')).resolves.toMatchObject({ columns: [[1]] })
      await warehouse.close()
    })

    it('answers several statements with their own rows', async () => {
      const warehouse = await open()
      const numbers = Array.from({ length: 5 }, (_, i) => i)
      const answers = await Promise.all(numbers.map((i) => warehouse.run(`SELECT ${i} AS n`)))
      expect(answers.map(({ columns }) => columns[0]?.[0])).toEqual(numbers)
      await warehouse.close()
    })

    it('streams all rows in order, and is free again when a reader leaves early', async () => {
      const warehouse = await open()
      const sql =
        'SELECT a.n * 100 + b.n AS n FROM (SELECT 0 AS n UNION ALL SELECT 1) a, (SELECT 1 AS n UNION ALL SELECT 2) b ORDER BY 1'
      const all: unknown[] = []
      for await (const { columns } of warehouse.stream(sql)) all.push(...(columns[0] ?? []))
      expect(all).toEqual([1, 2, 101, 102])
      for await (const _ of warehouse.stream(sql)) break
      await expect(warehouse.run('SELECT 1 AS one')).resolves.toMatchObject({ rows: 1 })
      await warehouse.close()
    })

    it('tells the columns of a statement without running it, and fails on one that is wrong', async () => {
      const warehouse = await open()
      const described = await warehouse.describe(`SELECT * FROM (${slow}) AS never, (SELECT 'x' AS word) AS words`)
      expect(described.map(({ name }) => name)).toContain('word')
      await expect(warehouse.describe('SELECT no_such_column')).rejects.toThrow('no_such_column')
      await warehouse.close()
    })
  })
}

import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ShopFolder, shopMapping } from '../../test/shop-folder.ts'
import { proposeMapping } from '../mapping/propose-mapping.ts'
import type { LoadResult } from './load-files.ts'
import { readHeaders } from './read-headers.ts'

const ORDERS = `id,at,customer,status
1,2024-03-01 10:00:00,anna,paid
2,2024-03-31 00:30:00,ben,paid
`
const LINES = `order,line,product,quantity,price
1,1,cup,2,4.50
1,2,pot,1,19.99
2,1,cup,1,4.50
`

let shop: ShopFolder
beforeEach(() => {
  shop = new ShopFolder()
})
afterEach(() => shop.remove())

const gross = () => shop.rows('SELECT sum(gross) FROM lines')
const quarantine = () => shop.rows('SELECT name, line, code FROM quarantine JOIN files USING (file_id) ORDER BY ALL')

describe('loading', () => {
  it('fills the tables, and instants become UTC while days stay the store’s own', async () => {
    const result = await shop.write({ 'orders.csv': ORDERS, 'lines.csv': LINES }).load(shopMapping())
    expect(result.files.map(({ name, state, rows, loaded }) => [name, state, rows, loaded])).toEqual([
      ['lines.csv', 'new', 3, 3],
      ['orders.csv', 'new', 2, 2],
    ])
    expect(await gross()).toEqual([['33.4900']])
    expect(await shop.rows('SELECT ordered_at, business_date, currency, line FROM orders ORDER BY order_id')).toEqual([
      ['2024-03-01 09:00:00', '2024-03-01', 'EUR', '2'],
      ['2024-03-30 23:30:00', '2024-03-31', 'EUR', '3'],
    ])
  })

  it('loads an export with Japanese headers by the mapping that is proposed for it', async () => {
    const rows = [
      '注文番号,注文日時,ステータス,送付先住所都道府県,商品管理番号,商品名,単価,個数,送料合計',
      '1001,2026/11/01 00:30:00,発送済,東京都,cup,湯のみ,"1,980",2,500円',
      '1001,2026/11/01 00:30:00,発送済,東京都,pot,急須,"¥12,800",1,500円',
      '1002,2026/11/02 08:00:00,キャンセル,大阪府,cup,湯のみ,1980,1,0',
    ]
    shop.write({ '注文_202611.csv': `\uFEFF${rows.join('\r\n')}\r\n` })
    await shop.load(proposeMapping(await readHeaders([shop.files])))
    expect(await shop.rows('SELECT order_id, product_id, gross FROM lines ORDER BY ALL')).toEqual([
      ['1001', 'cup', '3960.0000'],
      ['1001', 'pot', '12800.0000'],
      ['1002', 'cup', '1980.0000'],
    ])
    expect(
      await shop.rows(
        'SELECT order_id, ordered_at, business_date, region, shipping, currency FROM orders ORDER BY ALL',
      ),
    ).toEqual([
      ['1001', '2026-10-31 15:30:00', '2026-11-01', '東京都', '500.0000', 'JPY'],
      ['1002', '2026-11-01 23:00:00', '2026-11-02', '大阪府', '0.0000', 'JPY'],
    ])
    expect(await shop.rows('SELECT order_id, exclusion FROM order_facts ORDER BY ALL')).toEqual([
      ['1001', null],
      ['1002', 'canceled'],
    ])
    expect(await quarantine()).toEqual([])
  })

  it('changes nothing when the same files come again, and says so', async () => {
    shop.write({ 'orders.csv': ORDERS, 'lines.csv': LINES })
    const first = await shop.load(shopMapping())
    const second = await shop.load(shopMapping())
    expect([second.snapshot, second.serves, second.files.map(({ state }) => state)]).toEqual([
      null,
      first.snapshot,
      ['unchanged', 'unchanged'],
    ])
  })

  it('takes a copy of a file under another name for the same file', async () => {
    shop.write({ 'orders.csv': ORDERS, 'lines.csv': LINES, 'lines (1).csv': LINES })
    const { files } = await shop.load(shopMapping())
    expect(files.find(({ name }) => name === 'lines.csv')).toMatchObject({ sameAs: 'lines (1).csv' })
    expect(await gross()).toEqual([['33.4900']])
  })

  it('replaces the rows of a file that comes corrected', async () => {
    await shop.write({ 'orders.csv': ORDERS, 'lines.csv': LINES }).load(shopMapping())
    shop.write({ 'lines.csv': LINES.replace('19.99', '18.99') })
    const { files } = await shop.load(undefined, ['lines.csv'])
    expect(files.map(({ name, state }) => [name, state])).toEqual([
      ['lines.csv', 'replaced'],
      ['orders.csv', 'kept'],
    ])
    expect(await gross()).toEqual([['32.4900']])
  })

  it('keeps the later version of an order that is in two files, and the earlier again when that file is corrected', async () => {
    const late = 'id,at,customer,status,updated\n1,2024-03-01 10:00:00,anna,canceled,2024-03-02 08:00:00\n'
    shop.write({ 'orders.csv': ORDERS, 'orders-0.csv': late, 'lines.csv': LINES })
    const { files } = await shop.load(shopMapping())
    expect(await shop.rows("SELECT status FROM orders WHERE order_id = '1'")).toEqual([['canceled']])
    expect(files.map(({ name, superseded }) => [name, superseded])).toContainEqual(['orders.csv', 1])
    await shop.write({ 'orders-0.csv': late.replace('\n1,', '\n9,') }).load(undefined)
    expect(await shop.rows('SELECT order_id, status FROM orders ORDER BY ALL')).toEqual([
      ['1', 'paid'],
      ['2', 'paid'],
      ['9', 'canceled'],
    ])
  })

  it('decides the order of day and month by a day above 12, and says by which', async () => {
    const orders = 'id,at,customer,status\n1,03/04/2024,a,paid\n2,25/04/24,b,paid\n3,2024-05-06,c,paid\n'
    const { findings } = await shop.write({ 'orders.csv': orders, 'lines.csv': LINES }).load(shopMapping())
    expect(findings).toContainEqual({
      code: 'dates_decided',
      place: 'orders, at',
      words: 'dates are read with the day first, as "25/04/24" can be read in no other way',
    })
    expect(await shop.rows('SELECT business_date FROM orders ORDER BY order_id')).toEqual([
      ['2024-04-03'],
      ['2024-04-25'],
      ['2024-05-06'],
    ])
  })

  it('reports columns that came and went between files of a kind', async () => {
    shop.write({ 'orders-1.csv': ORDERS, 'orders-2.csv': 'id,at,customer,status,note\n3,2024-03-02,c,paid,x\n' })
    const { findings } = await shop.write({ 'lines.csv': LINES }).load(shopMapping())
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'columns_changed',
        place: 'orders-2.csv',
        words: expect.stringContaining('note'),
      }),
    )
  })

  it('reads quoted line ends, bare quotes, byte order marks and CRLF, and knows in which line a row begins', async () => {
    const orders =
      '\ufeffid,at,customer,status\r\n\r\n1,2024-03-01,"an\r\nna, the ""first""",paid\r\n2,2024-03-02,5" pipe,paid\r\n3,nonsense,x,paid'
    await shop.write({ 'orders.csv': orders, 'lines.csv': LINES }).load(shopMapping())
    expect(await shop.rows('SELECT line, customer_id FROM orders ORDER BY line')).toEqual([
      ['3', 'an\r\nna, the "first"'],
      ['5', '5" pipe'],
    ])
    expect(await quarantine()).toEqual([['orders.csv', '6', 'value_unreadable']])
  })

  it('refuses a file that is written to while it is read, and leaves the last good snapshot', async () => {
    const { snapshot } = await shop.write({ 'orders.csv': ORDERS, 'lines.csv': LINES }).load(shopMapping())
    shop.write({ 'lines.csv': LINES.replace('4.50', '5.50'), 'orders-2.csv': ORDERS.replaceAll(/^(\d)/gm, '1$1') })
    const path = join(shop.files, 'lines.csv')
    const onProgress = ({ words }: { words: string }) => {
      if (words === 'orders.csv') appendFileSync(path, '2,2,pot,1,1.00\n') // lines.csv was hashed before
    }
    await expect(shop.load(undefined, undefined, { onProgress })).rejects.toMatchObject({
      code: 'source_file_changed',
      details: { file: 'lines.csv' },
    })
    expect(await shop.rows('SELECT snapshot_id FROM snapshot_facts')).toEqual([[snapshot]])
    expect(await gross()).toEqual([['33.4900']])
  })
})

describe('a row that cannot be used is kept out by file, line and reason', () => {
  const head = 'id,at,customer,status'
  const good = (id: number) => `${id},2024-03-01,a,paid`
  const lines = 'order,line,product,quantity,price\n1,1,cup,1,1'
  const cases: [claim: string, file: string, content: string, expected: [line: string, code: string][]][] = [
    [
      'unquoted commas',
      'orders-a.csv',
      `${head}\n${good(1)}\n2,2024-03-02,Rue 5, Lyon,paid\n`,
      [['3', 'row_width_differs']],
    ],
    [
      'quotes that are not closed',
      'orders-b.csv',
      `${head}\n10,2024-03-01,"anna,paid\n${good(11)}\n`,
      [['2', 'quotes_broken']],
    ],
    ['a negative price', 'lines-c.csv', `${lines}\n1,2,pot,1,-3\n`, [['3', 'price_negative']]],
    [
      'an amount that is none',
      'lines-d.csv',
      `${lines.replace('1,1,', '1,3,')}\n1,4,pot,1,"1,50"\n`,
      [['3', 'value_unreadable']],
    ],
    ['no amount', 'lines-e.csv', `${lines.replace('1,1,', '1,5,')}\n1,6,pot,1,\n`, [['3', 'value_missing']]],
    [
      'an id twice, with other values and with the same',
      'orders-f.csv',
      `${head}\n${good(20)}\n20,2024-04-02,c,paid\n${good(20)}\n`,
      [
        ['3', 'id_repeated'],
        ['4', 'row_repeated'],
      ],
    ],
    ['a day in the future', 'orders-g.csv', `${head}\n${good(30)}\n31,2999-01-01,c,paid\n`, [['3', 'date_in_future']]],
    [
      'a day of another millennium',
      'orders-h.csv',
      `${head}\n${good(40)}\n41,1024-01-01,c,paid\n`,
      [['3', 'date_implausible']],
    ],
    [
      'a currency that is none',
      'orders-i.csv',
      `${head},currency\n${good(50)},EUR\n${good(51)},Euro\n`,
      [['3', 'currency_unknown']],
    ],
    [
      'a currency without a rate',
      'orders-j.csv',
      `${head},currency\n${good(60)},EUR\n${good(61)},USD\n`,
      [['3', 'rate_missing']],
    ],
  ]
  const all = new ShopFolder()
  let loaded: LoadResult
  beforeAll(async () => {
    loaded = await all.write(Object.fromEntries(cases.map(([, file, content]) => [file, content]))).load(shopMapping())
  })
  afterAll(() => all.remove())

  it.each(cases)('%s', async (_, file, __, expected) => {
    const rows = await all.rows(
      `SELECT line, code FROM quarantine JOIN files USING (file_id) WHERE name = '${file}' ORDER BY line`,
    )
    expect(rows).toEqual(expected)
  })

  it('and every row of every file is loaded, quarantined, superseded or ignored', () => {
    for (const { rows, loaded: good, quarantined, superseded, ignored } of loaded.files) {
      expect(good! + quarantined! + superseded! + ignored!).toBe(rows)
    }
  })
})

describe('what is said of a load', () => {
  it('reads a file of two encodings line by line, and says in which lines', async () => {
    const bytes = Buffer.concat([
      Buffer.from('id,at,customer,status\n1,2024-03-01,Zoë,paid\n', 'utf8'),
      Buffer.from('2,2024-03-02,Zoë,paid\n', 'latin1'),
    ])
    const { findings } = await shop.write({ 'orders.csv': bytes, 'lines.csv': LINES }).load(shopMapping())
    expect(await shop.rows('SELECT DISTINCT customer_id FROM orders')).toEqual([['Zoë']])
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'encoding_doubtful', words: expect.stringContaining('line 3') }),
    )
  })

  it('counts the rows that a rule of the mapping leaves out, by reason', async () => {
    const rule = '    ignore: [{ when: { value: status, is: draft }, reason: a draft }]'
    const orders = `${ORDERS}3,2024-03-05,c,draft\n`
    const { files } = await shop.write({ 'orders.csv': orders, 'lines.csv': LINES }).load(shopMapping({ source: rule }))
    expect(files[1]).toMatchObject({ rows: 3, loaded: 2, ignored: 1 })
    expect(await shop.rows('SELECT reason, rows, first_line FROM left_out')).toEqual([['a draft', '1', '4']])
  })

  it('names the refunds whose order is in no file', async () => {
    const sources = `  refunds:
    files: ['refunds.csv']
    tables:
      - table: refunds
        columns: { refund_id: id, order_id: order, refunded_at: at, amount: amount }`
    shop.write({ 'orders.csv': ORDERS, 'lines.csv': LINES, 'refunds.csv': 'id,order,at,amount\n1,77,2024-04-01,3\n' })
    const { findings } = await shop.load(shopMapping({ sources }))
    expect(findings).toContainEqual(expect.objectContaining({ code: 'refund_without_order', place: 'refunds.csv' }))
  })
})

describe('a load is refused, and nothing changes', () => {
  it.each<[string, Record<string, string>, string, Record<string, unknown>]>([
    ['orders_missing', { 'lines.csv': LINES }, 'a folder without orders', {}],
    [
      'orders_missing',
      { 'orders.csv': 'id,at,customer,status\n', 'lines.csv': LINES },
      'orders with a header alone',
      {},
    ],
    ['source_file_empty', { 'orders.csv': '', 'lines.csv': LINES }, 'an empty file', { file: 'orders.csv' }],
    [
      'source_columns_missing',
      { 'orders.csv': 'id,date,customer,status\n1,2024-03-01,a,paid\n', 'lines.csv': LINES },
      'a column that is absent',
      { file: 'orders.csv', missing: ['at'] },
    ],
    [
      'source_columns_missing',
      { 'orders.csv': 'one column\nx\n', 'lines.csv': LINES },
      'a file that would be one column',
      { file: 'orders.csv' },
    ],
    [
      'source_rows_misshapen',
      { 'orders.csv': 'id,at,customer,status\n1,a\n2,b\n3,c\n4,d\n', 'lines.csv': LINES },
      'rows of another shape than the header',
      { line: 2 },
    ],
    [
      'date_order_unknown',
      { 'orders.csv': 'id,at,customer,status\n1,03/04/2024,a,paid\n', 'lines.csv': LINES },
      'days and months that cannot be told apart',
      { column: 'at' },
    ],
    [
      'date_order_mixed',
      { 'orders.csv': 'id,at,customer,status\n1,13/04/2024,a,paid\n2,04/13/2024,a,paid\n', 'lines.csv': LINES },
      'days and months in both orders',
      { day_first: '13/04/2024' },
    ],
    ['source_files_none', { 'notes.txt': 'x' }, 'files of other names', { mapping: 'test' }],
  ])('%s: %j', async (code, files, _, details) => {
    await expect(shop.write(files).load(shopMapping())).rejects.toMatchObject({ code, details })
    await expect(shop.rows('SELECT 1')).rejects.toMatchObject({ code: 'snapshot_none' })
  })
})

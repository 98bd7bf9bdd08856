import { describe, expect, it } from 'vitest'
import { shopMapping } from '../../test/shop-folder.ts'
import { parseMapping } from './parse-mapping.ts'
import { PRESETS, presetText } from './presets.ts'

describe('a mapping', () => {
  it.each(PRESETS)('%s can be used', async (name) => {
    expect(parseMapping(await presetText(name)).name).toBe(name)
  })

  const good = shopMapping()
  it.each<[why: string, text: string, place: string, problem: string]>([
    ['YAML that is none', 'a: [', 'line 1', 'flow sequence'],
    ['a key twice', `${good}name: other\n`, 'line', 'map keys must be unique'],
    ['a tag of another language', good.replace('name: test', 'name: !!js/function x'), 'line 2', 'unresolved tag'],
    [
      'an alias',
      good.replace('name: test', 'name: &a test').replace('currency: EUR', 'currency: *a'),
      'alias',
      'alias',
    ],
    ['another format', good.replace('mapping/1', 'mapping/9'), 'format', 'expected'],
    ['a currency that is none', good.replace('EUR', 'euro'), 'currency', 'ISO 4217'],
    ['a zone that is none', good.replace('Europe/Berlin', 'Berlin'), 'time_zone', 'no such time zone'],
    ['an option that is none', good.replace('optional:', 'optionals:'), 'sources.orders', 'optionals'],
    [
      'a column that the table lacks',
      good.replace('status: status', 'stat: status'),
      'sources.orders.tables[0].columns.stat',
      'no such column',
    ],
    [
      'a required column left out',
      good.replace('          ordered_at: at\n', ''),
      'sources.orders.tables[0].columns',
      'ordered_at is missing',
    ],
    [
      'a day beside its instant',
      good.replace('status: status', 'business_date: at'),
      'business_date',
      'follows from the instant',
    ],
    [
      'a lookup in no source',
      good.replace('customer_id: customer', 'customer_id: { lookup: x, by: { a: b }, take: c }'),
      'customer_id',
      'no source "x"',
    ],
    [
      'an expression that is none',
      good.replace('customer_id: customer', 'customer_id: { sql: drop }'),
      'customer_id',
      'neither the name of a column',
    ],
    [
      'a date format with anything else',
      good.replace('optional: [currency', "dates: ['%d'';x']\n    optional: [currency"),
      'dates[0]',
      'use iso',
    ],
    [
      'a summary outside of merged rows',
      good.replace('customer_id: customer', 'customer_id: { total: customer }'),
      'customer_id',
      'one_for',
    ],
    [
      'no orders',
      good
        .replaceAll('table: orders', 'table: customers')
        .replace(/order_id: id\n[^]*?updated_at: updated/, 'customer_id: id'),
      'sources',
      'none of them makes the table orders',
    ],
    ['one that never ends', `# ${'x'.repeat(300_000)}`, 'its beginning', 'longer than'],
  ])('is refused for %s, with the place', (_, text, place, problem) => {
    expect(() => parseMapping(text)).toThrow(
      expect.objectContaining({
        code: 'mapping_invalid',
        details: {
          place: expect.stringContaining(place),
          problem: expect.stringMatching(new RegExp(problem, 'i')),
          line: expect.any(Number),
          column: expect.any(Number),
        },
      }),
    )
  })
})

import { atMost, column, count, number, sum } from '../sql/expression.ts'
import { type Measure, type Metric, of, over } from './metric.ts'

const IS_OUT = atMost(column('on_hand'), number(0))

const DAYS: Measure = { name: 'product_days', type: 'integer', sources: [{ fact: 'stock', value: count() }] }
const OUT: Measure = { name: 'days_without_stock', type: 'integer', sources: [{ fact: 'stock', value: count(IS_OUT) }] }
const LOST: Measure = {
  name: 'lost_units',
  type: 'number',
  sources: [{ fact: 'stock', value: sum(column('expected_units'), IS_OUT) }],
}

const stock = {
  family: 'stock',
  riseIs: 'bad',
  exclusions: 'Products and days before the first count and after the last.',
} as const
const NO_COUNT = 'A product without a count is not counted as in stock, nor as out of it.'

export const STOCK_METRICS: readonly Metric[] = [
  {
    ...stock,
    name: 'stock_out_rate',
    label: 'Stock-out rate',
    words: 'Share of the days on which a listed product had nothing in stock.',
    formula: 'product days with stock ≤ 0 ÷ product days',
    unit: 'ratio',
    value: over(of(OUT), of(DAYS)),
    isAdditive: false,
    traps: [NO_COUNT, 'A count holds until the next one.'],
  },
  {
    ...stock,
    name: 'days_without_stock',
    label: 'Product days without stock',
    words: 'Days times products with nothing in stock.',
    formula: 'number of product days with stock ≤ 0',
    unit: 'count',
    value: of(OUT),
    isAdditive: true,
    traps: [NO_COUNT],
  },
  {
    ...stock,
    name: 'lost_units',
    label: 'Units lost to empty shelves',
    words: 'Units that would probably have been sold on days without stock.',
    formula: 'Σ over days without stock of the mean units on that weekday in the 28 days before, on days in stock',
    unit: 'number',
    value: of(LOST),
    isAdditive: true,
    traps: [NO_COUNT, 'An estimate: it supposes that demand stayed as it was.'],
  },
]

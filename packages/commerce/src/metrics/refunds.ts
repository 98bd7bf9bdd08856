import { above, column, count, countDistinct, number, sum } from '../sql/expression.ts'
import { alone, GROSS, ORDERS, RETURNS_OF_ORDERS } from './measures.ts'
import { type Measure, type Metric, of, over, VALID_ORDERS } from './metric.ts'

const ORDERS_REFUNDED: Measure = {
  name: 'refunded_orders',
  type: 'integer',
  requires: 'refund_facts',
  sources: [
    { fact: 'daily_orders', value: sum(column('orders_refunded')) },
    { fact: 'orders', value: count(above(column('refunded'), number(0))) },
    { fact: 'refunds_of_orders', value: countDistinct(column('order_id')), note: 'orders with such a line refunded' },
  ],
}

const REFUNDS: Measure = {
  name: 'refunds',
  type: 'integer',
  sources: [{ fact: 'refunds', value: count() }],
}

const refunds = { family: 'refunds', isAdditive: false, riseIs: 'bad', exclusions: VALID_ORDERS } as const
const YOUNG = 'Young orders have had little time to be returned: the latest days will still rise.'

export const REFUND_METRICS: readonly Metric[] = [
  {
    ...refunds,
    name: 'refund_rate_value',
    label: 'Refund rate, by value',
    words: 'Share of the gross sales of these orders that was refunded, whenever.',
    formula: 'refunded value of the orders ÷ gross sales',
    unit: 'ratio',
    value: over(alone(RETURNS_OF_ORDERS), of(GROSS)),
    traps: [
      YOUNG,
      'Both sides are of the same orders: refunds of a day over sales of that day would spike after sales days.',
    ],
  },
  {
    ...refunds,
    name: 'refund_rate_count',
    label: 'Refund rate, by orders',
    words: 'Share of the orders that had something refunded, whenever.',
    formula: 'orders with a refund ÷ orders',
    unit: 'ratio',
    value: over(of(ORDERS_REFUNDED), of(ORDERS)),
    traps: [YOUNG],
  },
  {
    ...refunds,
    name: 'refunds',
    label: 'Refunded lines',
    words: 'Lines that were refunded, on the day of the refund.',
    formula: 'number of refunded lines',
    unit: 'count',
    value: of(REFUNDS),
    isAdditive: true,
    traps: [],
  },
]

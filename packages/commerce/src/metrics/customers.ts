import {
  addTo,
  allOf,
  atMost,
  column,
  count,
  type Expression,
  equals,
  isKnown,
  number,
  quantile,
} from '../sql/expression.ts'
import { CUSTOMERS, ORDERS, ordersOf, returningCustomers } from './measures.ts'
import { type Measure, type Metric, of, over, VALID_ORDERS } from './metric.ts'

const customers = {
  family: 'customers',
  unit: 'count',
  isAdditive: true,
  riseIs: 'good',
  exclusions: VALID_ORDERS,
} as const
const NOT_ADDITIVE = 'A customer who orders on two days counts on both, and once in their total: never add them up.'
const ALL_TIME = 'First means first of all time and all channels, not first in the period.'

const REPEAT_DAYS = [30, 90, 365] as const

/** Persons whose first order is at least so many days old; and of those the ones with a second order within them. */
function repeatMeasures(days: number): { closed: Measure; repeated: Measure } {
  const isClosed = atMost(daysAfter('first_order_date', days), column('as_of'))
  const isRepeated = atMost(column('second_order_date'), daysAfter('first_order_date', days))
  const measure = (name: string, where: Expression | undefined): Measure => ({
    name,
    type: 'integer',
    sources: [{ fact: 'customers', value: count(where), usesAsOf: true }],
  })
  return {
    closed: measure(`customers_observed_${days}_days`, isClosed),
    repeated: measure(`customers_back_within_${days}_days`, allOf([isClosed, isRepeated])),
  }
}

const daysAfter = (name: string, days: number): Expression => addTo(column(name), days, 'day')

function repeatRate(days: number): Metric {
  const { closed, repeated } = repeatMeasures(days)
  return {
    ...customers,
    name: `repeat_rate_${days}`,
    label: `Repeat rate within ${days} days`,
    words: `Share of the new customers who ordered again within ${days} days, by the day of their first order.`,
    formula: `customers with a second order within ${days} days ÷ customers whose first order is at least ${days} days old`,
    unit: 'ratio',
    value: over(of(repeated), of(closed)),
    isAdditive: false,
    traps: [`Customers who are younger than ${days} days are left out, so the latest days have no value.`],
  }
}

function interval(name: 'median' | 'p75', at: number, label: string): Metric {
  const days = { kind: 'days_between', from: column('previous_order_date'), to: column('business_date') } as const
  return {
    ...customers,
    name: `repeat_interval_${name}`,
    label,
    words: 'Days from a customer’s order to the next one, on the day of the latter.',
    formula: `${name === 'median' ? 'median' : '75th percentile'} of the days between two orders of a person`,
    unit: 'days',
    value: of({
      name: `repeat_interval_${name}`,
      type: 'number',
      sources: [{ fact: 'orders', value: quantile(days, at, isKnown(column('previous_order_date'))) }],
    }),
    isAdditive: false,
    riseIs: 'bad',
    traps: [
      'Only of orders that had a next one: see not_yet_repeated for the share of customers who had none so far.',
      'Two orders on one day are 0 days apart.',
    ],
  }
}

const KNOWN_CUSTOMERS: Measure = {
  name: 'first_time_customers',
  type: 'integer',
  sources: [{ fact: 'customers', value: count() }],
}

const ONE_ORDER: Measure = {
  name: 'customers_with_one_order',
  type: 'integer',
  sources: [{ fact: 'customers', value: count(equals(column('orders'), number(1))) }],
}

export const CUSTOMER_METRICS: readonly Metric[] = [
  {
    ...customers,
    name: 'customers',
    label: 'Customers',
    words: 'Persons with at least one order.',
    formula: 'number of different persons with a valid order',
    value: of(CUSTOMERS),
    isAdditive: false,
    traps: [NOT_ADDITIVE, 'Orders without a person (guests) are not in it.'],
  },
  {
    ...customers,
    name: 'new_customers',
    label: 'New customers',
    words: 'Persons whose first order of all time it was.',
    formula: 'number of different persons with their first valid order, of which each has one',
    value: of(ordersOf('new')),
    traps: [ALL_TIME],
  },
  {
    ...customers,
    name: 'returning_customers',
    label: 'Returning customers',
    words: 'Persons who had ordered before.',
    formula: 'number of different persons with an order after their first',
    value: of(returningCustomers()),
    isAdditive: false,
    traps: [NOT_ADDITIVE, 'Who orders for the first and second time in the period is both new and returning in it.'],
  },
  ...(['new', 'returning', 'guest'] as const).map(
    (type): Metric => ({
      ...customers,
      name: `${type}_orders`,
      label: { new: 'Orders of new customers', returning: 'Orders of returning customers', guest: 'Orders of guests' }[
        type
      ],
      words: {
        new: "A person's first order of all time.",
        returning: "A person's later orders.",
        guest: 'Orders that belong to no known person.',
      }[type],
      formula: `number of valid orders of the kind ${type}`,
      value: of(ordersOf(type)),
      riseIs: type === 'guest' ? 'neither' : 'good',
      traps: type === 'guest' ? ['A guest may be a customer: the files do not say.'] : [ALL_TIME],
    }),
  ),
  {
    ...customers,
    name: 'returning_order_share',
    label: 'Share of returning customers’ orders',
    words: 'Share of the orders that were placed by persons who had ordered before.',
    formula: 'orders of returning customers ÷ orders',
    unit: 'ratio',
    value: over(of(ordersOf('returning')), of(ORDERS)),
    isAdditive: false,
    traps: ['Guests are in the orders it is a share of.'],
  },
  ...REPEAT_DAYS.map(repeatRate),
  interval('median', 0.5, 'Days to the next order, median'),
  interval('p75', 0.75, 'Days to the next order, 75th percentile'),
  {
    ...customers,
    name: 'customers_by_first_order',
    label: 'Customers by first order',
    words: 'Persons by the day, country and channel of their first order.',
    formula: 'number of persons with a valid order, by first order',
    value: of(KNOWN_CUSTOMERS),
    traps: ['What a person did later does not move them: a segment is of today, whenever its persons came.'],
  },
  {
    ...customers,
    name: 'not_yet_repeated',
    label: 'Share with one order so far',
    words: 'Share of the customers who have ordered once so far, by the day of that order.',
    formula: 'customers with one order ÷ customers, by first order',
    unit: 'ratio',
    value: over(of(ONE_ORDER), of(KNOWN_CUSTOMERS)),
    isAdditive: false,
    riseIs: 'bad',
    traps: ['Young customers have had less time to come back.'],
  },
]

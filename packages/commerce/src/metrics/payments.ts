import { above, column, count, number, sum } from '../sql/expression.ts'
import { type Measure, type Metric, of, over, VALID_ORDERS } from './metric.ts'

const PAID: Measure = {
  name: 'payments',
  type: 'amount',
  sources: [{ fact: 'payments', value: sum(column('amount')) }],
}

const PAID_OF_ALL: Measure = {
  name: 'payments_of_all_orders',
  type: 'amount',
  takes: 'all but test and deleted',
  sources: [{ fact: 'payments', value: sum(column('amount')) }],
}

const PAYMENTS: Measure = {
  name: 'payment_count',
  type: 'integer',
  sources: [{ fact: 'payments', value: count() }],
}

const IN_PARTS: Measure = {
  name: 'payments_in_parts',
  type: 'integer',
  sources: [{ fact: 'payments', value: count(above(column('installments'), number(1))) }],
}

const payments = {
  family: 'payments',
  unit: 'money',
  isAdditive: true,
  riseIs: 'good',
  exclusions: VALID_ORDERS,
} as const

export const PAYMENT_METRICS: readonly Metric[] = [
  {
    ...payments,
    name: 'payments',
    label: 'Payments',
    words: 'What was paid for orders, by the day of the order.',
    formula: 'Σ payments of valid orders',
    value: of(PAID),
    traps: ['With shipping and tax, so it is not gross sales. An order may have several payments.'],
  },
  {
    ...payments,
    name: 'payments_all_orders',
    label: 'Payments of all orders',
    words: 'What was paid, also for orders that were canceled or never completed.',
    formula: 'Σ payments of all orders but test and deleted ones',
    value: of(PAID_OF_ALL),
    exclusions: 'Orders that are test or deleted.',
    traps: ['For comparing with the books of the payment provider.'],
  },
  {
    ...payments,
    name: 'payment_count',
    label: 'Number of payments',
    words: 'Payments, by the day of the order.',
    formula: 'number of payments of valid orders',
    unit: 'count',
    value: of(PAYMENTS),
    traps: [],
  },
  {
    ...payments,
    name: 'installment_share',
    label: 'Share of payments in parts',
    words: 'Share of the payments that were made in more than one part.',
    formula: 'payments in parts ÷ payments',
    unit: 'ratio',
    value: over(of(IN_PARTS), of(PAYMENTS)),
    isAdditive: false,
    riseIs: 'neither',
    traps: [],
  },
]

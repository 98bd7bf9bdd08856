import { below, column, count, countDistinct, equals, minus, sum, text } from '../sql/expression.ts'
import { type Formula, type Measure, of } from './metric.ts'

/** The measures that metrics of several families are made of. */

const BY_LINE = 'the part of the lines that fit'
const WITH_LINE = 'orders that contain a line that fits; one order counts in several groups'

export const GROSS: Measure = {
  name: 'gross',
  type: 'amount',
  sources: [
    { fact: 'daily_orders', value: sum(column('gross')) },
    { fact: 'daily_lines', value: sum(column('gross')), note: BY_LINE },
    { fact: 'product_months', value: sum(column('gross')), note: BY_LINE },
    { fact: 'orders', value: sum(column('gross')) },
    { fact: 'lines', value: sum(column('gross')), note: BY_LINE },
  ],
}

export const DISCOUNT: Measure = {
  name: 'discount',
  type: 'amount',
  sources: [
    { fact: 'daily_orders', value: sum(column('discount')) },
    { fact: 'daily_lines', value: sum(column('discount')), note: BY_LINE },
    { fact: 'product_months', value: sum(column('discount')), note: BY_LINE },
    { fact: 'orders', value: sum(column('discount')) },
    { fact: 'lines', value: sum(column('discount')), note: BY_LINE },
  ],
}

export const ORDERS: Measure = {
  name: 'orders',
  type: 'integer',
  sources: [
    { fact: 'daily_orders', value: sum(column('orders')) },
    { fact: 'orders', value: count() },
    { fact: 'orders_of_categories', value: count(), note: WITH_LINE },
    { fact: 'lines', value: countDistinct(column('order_key')), note: WITH_LINE },
  ],
}

export const UNITS: Measure = {
  name: 'units',
  type: 'number',
  sources: [
    { fact: 'daily_orders', value: sum(column('units')) },
    { fact: 'daily_lines', value: sum(column('units')), note: BY_LINE },
    { fact: 'product_months', value: sum(column('units')), note: BY_LINE },
    { fact: 'orders', value: sum(column('units')) },
    { fact: 'lines', value: sum(column('quantity')), note: BY_LINE },
  ],
}

/** Different persons with an order. */
export const CUSTOMERS: Measure = {
  name: 'customers',
  type: 'integer',
  requires: 'customer_facts',
  sources: [
    {
      fact: 'person_months',
      value: sum(column('orders')),
      firstOfSpan: (start) => below(column('earlier_month'), start),
    },
    {
      fact: 'orders',
      value: countDistinct(column('customer_key')),
      firstOfSpan: (start) => below(column('earlier_order_date'), start),
    },
    { fact: 'lines', value: countDistinct(column('customer_key')), note: 'customers with a line that fits' },
  ],
}

/** By the day of the refund. */
export const RETURNS: Measure = {
  name: 'returns',
  type: 'amount',
  isOptional: true,
  sources: [{ fact: 'refunds', value: sum(column('amount')) }],
}

/** By the day of the order that they take back. */
export const RETURNS_OF_ORDERS: Measure = {
  name: 'returns_of_orders',
  type: 'amount',
  requires: 'refund_facts',
  isOptional: true,
  sources: [
    { fact: 'daily_orders', value: sum(column('refunded')) },
    { fact: 'orders', value: sum(column('refunded')) },
    { fact: 'refunds_of_orders', value: sum(column('amount')), note: BY_LINE },
  ],
}

/** Orders of one kind of customer: 'new', 'returning' or 'guest'. */
export function ordersOf(customerType: string): Measure {
  const fits = equals(column('customer_type'), text(customerType))
  return {
    name: `${customerType}_orders`,
    type: 'integer',
    ...(customerType === 'guest' ? {} : { requires: 'customer_facts' }),
    sources: [
      { fact: 'daily_orders', value: sum(column('orders'), fits) },
      { fact: 'orders', value: count(fits) },
      { fact: 'orders_of_categories', value: count(fits), note: WITH_LINE },
      { fact: 'lines', value: countDistinct(column('order_key'), fits), note: WITH_LINE },
    ],
  }
}

/** Persons with an order after their first one. */
export function returningCustomers(): Measure {
  const fits = equals(column('customer_type'), text('returning'))
  return {
    name: 'returning_customers',
    type: 'integer',
    requires: 'customer_facts',
    sources: [
      {
        fact: 'person_months',
        value: sum(column('returns')),
        firstOfSpan: (start) => below(column('earlier_month'), start),
      },
      {
        fact: 'orders',
        value: countDistinct(column('customer_key'), fits),
        firstOfSpan: (start) => below(column('earlier_return_date'), start),
      },
      { fact: 'lines', value: countDistinct(column('customer_key'), fits), note: 'customers with a line that fits' },
    ],
  }
}

/** Sums of one column of orders that lines don't have. */
export function sumOfOrders(name: 'shipping' | 'tax' | 'duties', isRefund = false): Measure {
  return {
    name: isRefund ? `refunded_${name}` : name,
    type: 'amount',
    isOptional: true,
    sources: isRefund
      ? [{ fact: 'refunds', value: sum(column(name)) }]
      : [
          { fact: 'daily_orders', value: sum(column(name)) },
          { fact: 'orders', value: sum(column(name)) },
        ],
  }
}

/** A metric of nothing but this measure: without a source it is unknown, not nothing. */
export function alone({ isOptional: _, ...measure }: Measure): Formula {
  return of(measure)
}

/** What an order was worth to the customer before shipping and tax. */
export const ORDER_VALUE = minus(column('gross'), column('discount'))

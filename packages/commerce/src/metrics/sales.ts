import { column, count, quantile, sum } from '../sql/expression.ts'
import { alone, DISCOUNT, GROSS, ORDER_VALUE, ORDERS, RETURNS, RETURNS_OF_ORDERS, sumOfOrders } from './measures.ts'
import { add, less, type Measure, type Metric, of, over, VALID_ORDERS } from './metric.ts'

const GROSS_AS_SHOPIFY: Measure = {
  name: 'gross_as_shopify',
  type: 'amount',
  takes: 'all but test and deleted',
  sources: [
    { fact: 'orders', value: sum(column('gross')) },
    { fact: 'lines', value: sum(column('gross')), note: 'the part of the lines that fit' },
  ],
}

const ORDERS_AS_SHOPIFY: Measure = {
  name: 'orders_as_shopify',
  type: 'integer',
  takes: 'all but test and deleted',
  sources: [{ fact: 'orders', value: count() }],
}

const MEDIAN_ORDER_VALUE: Measure = {
  name: 'median_order_value',
  type: 'amount',
  sources: [
    {
      fact: 'orders',
      value: quantile(ORDER_VALUE, 0.5),
      classes: { table: 'value_months', column: 'value_class' },
    },
    { fact: 'orders', value: quantile(ORDER_VALUE, 0.5) },
  ],
}

const NET = less(less(of(GROSS), of(DISCOUNT)), of(RETURNS))
const sales = { family: 'sales', unit: 'money', isAdditive: true, riseIs: 'good', exclusions: VALID_ORDERS } as const

export const SALES: readonly Metric[] = [
  {
    ...sales,
    name: 'gross_sales',
    label: 'Gross sales',
    words: 'What was sold, at list price, before discounts, tax, shipping and returns, on the day of the order.',
    formula: 'Σ unit price × quantity',
    value: of(GROSS),
    traps: ['Shopify counts canceled and pending orders too: compare its figure with gross_sales_shopify.'],
  },
  {
    ...sales,
    name: 'gross_sales_shopify',
    label: 'Gross sales as Shopify counts',
    words: 'Gross sales with the orders that were canceled or never completed.',
    formula: 'Σ unit price × quantity, of all orders but test and deleted ones',
    value: of(GROSS_AS_SHOPIFY),
    exclusions: 'Orders that are test or deleted.',
    traps: ['Only for comparing with Shopify: orders that came to nothing are in it.'],
  },
  {
    ...sales,
    name: 'orders_shopify',
    label: 'Orders as Shopify counts',
    words: 'Orders with those that were canceled or never completed.',
    formula: 'number of orders but test and deleted ones',
    unit: 'count',
    value: of(ORDERS_AS_SHOPIFY),
    exclusions: 'Orders that are test or deleted.',
    traps: ['Only for comparing with Shopify: orders that came to nothing are in it.'],
  },
  {
    ...sales,
    name: 'discounts',
    label: 'Discounts',
    words: 'What was taken off the list price, of lines and of whole orders.',
    formula: "Σ discounts of lines + discounts of orders, shared out over the order's lines",
    value: of(DISCOUNT),
    riseIs: 'neither',
    traps: ["An order's discount is shared out over its lines by value; the last line takes what rounding leaves."],
  },
  {
    ...sales,
    name: 'returns',
    label: 'Returns, by day of refund',
    words: 'Value of the items that were refunded, on the day of the refund.',
    formula: 'Σ refunded value of items, by refund date',
    value: alone(RETURNS),
    riseIs: 'bad',
    traps: ['Refunds of earlier orders count here: for the orders of a period take returns_by_order_date.'],
  },
  {
    ...sales,
    name: 'returns_by_order_date',
    label: 'Returns, by day of order',
    words: 'Value of the items that were refunded, on the day of their order.',
    formula: 'Σ refunded value of items, by order date',
    value: alone(RETURNS_OF_ORDERS),
    riseIs: 'bad',
    traps: ['Young orders have had little time to be returned. Refunds without a known order are not in it.'],
  },
  {
    ...sales,
    name: 'net_sales',
    label: 'Net sales',
    words: 'Gross sales less discounts and the returns of the same days.',
    formula: 'gross sales − discounts − returns by day of refund',
    value: NET,
    traps: ['A day with more returns than sales is negative.'],
  },
  {
    ...sales,
    name: 'total_sales',
    label: 'Total sales',
    words: 'Net sales with shipping, tax and duties that were charged, less those given back.',
    formula: 'net sales + shipping + tax + duties − refunded shipping − refunded tax',
    value: [sumOfOrders('shipping'), sumOfOrders('tax'), sumOfOrders('duties')]
      .map(of)
      .reduce(add, less(less(NET, of(sumOfOrders('shipping', true))), of(sumOfOrders('tax', true)))),
    traps: ['Price lists that include tax have to be loaded with their tax taken out.'],
  },
  {
    ...sales,
    name: 'shipping_charged',
    label: 'Shipping charged',
    words: 'What customers paid for delivery.',
    formula: 'Σ shipping',
    value: alone(sumOfOrders('shipping')),
    riseIs: 'neither',
    traps: [],
  },
  {
    ...sales,
    name: 'aov',
    label: 'Average order value',
    words: 'What an order is worth on average, after discounts, before returns.',
    formula: '(gross sales − discounts) ÷ orders',
    value: over(less(of(GROSS), of(DISCOUNT)), of(ORDERS)),
    isAdditive: false,
    traps: [
      'Not net sales over orders: returns are of other days. A few large orders lift it: see median_order_value.',
    ],
  },
  {
    ...sales,
    name: 'median_order_value',
    label: 'Median order value',
    words: 'Half of the orders are worth more than this, after discounts.',
    formula: 'median of (gross − discount) over orders',
    value: of(MEDIAN_ORDER_VALUE),
    isAdditive: false,
    traps: ['Medians of days or groups can not be added or averaged.'],
  },
]

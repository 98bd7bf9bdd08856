import { column, count, isKnown, isNull, minus, sum } from '../sql/expression.ts'
import { DISCOUNT, GROSS, ORDERS, RETURNS_OF_ORDERS } from './measures.ts'
import { knownIfNone, less, type Measure, type Metric, of, over, VALID_ORDERS } from './metric.ts'

const COST: Measure = {
  name: 'cost',
  type: 'amount',
  sources: [
    { fact: 'daily_orders', value: sum(column('cost')) },
    { fact: 'orders', value: sum(column('cost')) },
    { fact: 'lines', value: sum(column('cost')), note: 'the part of the lines that fit' },
  ],
}

const WITHOUT_COST: Measure = {
  name: 'orders_without_cost',
  type: 'integer',
  sources: [
    { fact: 'daily_orders', value: sum(column('orders_without_cost')) },
    { fact: 'orders', value: count(isNull(column('cost'))) },
    { fact: 'lines', value: count(isNull(column('cost'))), note: 'lines without a known cost' },
  ],
}

const WITH_COST: Measure = {
  name: 'orders_with_cost',
  type: 'integer',
  sources: [
    { fact: 'daily_orders', value: sum(minus(column('orders'), column('orders_without_cost'))) },
    { fact: 'orders', value: count(isKnown(column('cost'))) },
  ],
}

const FEES = ofOrders('fees')
const CARRIER = ofOrders('shipping_cost')

function ofOrders(name: 'fees' | 'shipping_cost'): Measure {
  const value = sum(column(name))
  return {
    name,
    type: 'amount',
    sources: [
      { fact: 'daily_orders', value },
      { fact: 'orders', value },
    ],
  }
}

const NET_OF_ORDERS = less(less(of(GROSS), of(DISCOUNT)), of(RETURNS_OF_ORDERS))
const GOODS_MARGIN = knownIfNone(less(NET_OF_ORDERS, of(COST)), WITHOUT_COST)
const CONTRIBUTION = less(less(GOODS_MARGIN, of(CARRIER)), of(FEES))

const margin = { family: 'margin', unit: 'money', isAdditive: true, riseIs: 'good', exclusions: VALID_ORDERS } as const
const KNOWN_ONLY = 'There is no value where the cost of an order is not known: see cost_coverage.'
const AT_SALE = 'Costs are those at the time of the sale. Returns are those of these orders, whenever they came.'

export const MARGIN_METRICS: readonly Metric[] = [
  {
    ...margin,
    name: 'gross_margin',
    label: 'Margin on goods',
    words: 'What is left of the orders’ net sales after the cost of their goods.',
    formula: 'gross sales − discounts − returns of these orders − cost of goods',
    value: GOODS_MARGIN,
    traps: [KNOWN_ONLY, AT_SALE],
  },
  {
    ...margin,
    name: 'contribution_margin',
    label: 'Contribution margin',
    words: 'What is left of the orders’ net sales after goods, carriers and fees.',
    formula: 'gross sales − discounts − returns of these orders − cost of goods − shipping cost − fees',
    value: CONTRIBUTION,
    traps: [
      KNOWN_ONLY,
      AT_SALE,
      'Carriers’ costs and fees that the files do not have count as none; advertising is not in it.',
    ],
  },
  {
    ...margin,
    name: 'contribution_margin_rate',
    label: 'Contribution margin rate',
    words: 'Contribution margin as a share of gross sales less discounts and returns of these orders.',
    formula: 'contribution margin ÷ net sales of these orders',
    unit: 'ratio',
    value: over(CONTRIBUTION, NET_OF_ORDERS),
    isAdditive: false,
    traps: [KNOWN_ONLY, AT_SALE],
  },
  {
    ...margin,
    name: 'cost_coverage',
    label: 'Orders with a known cost',
    words: 'Share of the orders for which the cost of every line is known.',
    formula: 'orders with a known cost ÷ orders',
    unit: 'ratio',
    value: over(of(WITH_COST), of(ORDERS)),
    isAdditive: false,
    traps: [],
  },
]

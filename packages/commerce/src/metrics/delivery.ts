import { allOf, anyOf, below, column, count, isKnown, isNull, quantile, sum } from '../sql/expression.ts'
import { type Measure, type Metric, of, over, type Source, VALID_ORDERS } from './metric.ts'

/** Of orders that were not promised for a day to come: those who are still on their way would be missing among the slow ones. */
const IS_DUE = anyOf([isNull(column('promised_date')), below(column('promised_date'), column('as_of'))])
const IS_DELIVERED = isKnown(column('delivery_days'))
const WAS_PROMISED = allOf([isKnown(column('is_late')), below(column('promised_date'), column('as_of'))])

const dueAndDelivered = allOf([IS_DUE, IS_DELIVERED])

function measure(
  name: string,
  value: Source['value'],
  type: Measure['type'] = 'integer',
  quick: readonly Source[] = [],
): Measure {
  return { name, type, sources: [...quick, { fact: 'orders', value, usesAsOf: true }] }
}

/** The sum of a column of the days' sums, which are of the last day of the snapshot. */
function byDay(name: string): Source[] {
  return [{ fact: 'daily_orders', value: sum(column(name)), isOfLastDay: true }]
}

const DAYS = measure('delivery_days', sum(column('delivery_days'), dueAndDelivered), 'number')
const DELIVERED = measure('delivered_orders', count(dueAndDelivered))
const PROMISED = measure('promised_orders', count(WAS_PROMISED), 'integer', byDay('orders_promised'))
const LATE = measure('late_orders', count(allOf([WAS_PROMISED, column('is_late')])), 'integer', byDay('orders_late'))

const PROMISED_AND_DELIVERED = measure('promised_and_delivered', count(allOf([WAS_PROMISED, IS_DELIVERED])))
const DELIVERED_LATE = measure('delivered_late', count(allOf([WAS_PROMISED, IS_DELIVERED, column('is_late')])))

const delivery = {
  family: 'delivery',
  unit: 'days',
  isAdditive: false,
  riseIs: 'bad',
  exclusions: `${VALID_ORDERS} Orders whose promised day is still to come.`,
} as const
const ONLY_DELIVERED = 'Only of orders that arrived: those that are missing are in late_delivery_rate.'

function quantileOfDays(name: string, at: number, label: string, words: string): Metric {
  const value = quantile(column('delivery_days'), at, dueAndDelivered)
  const classes = { table: 'delivery_months', column: 'delivery_class' } as const
  const quick: Source[] = at === 0.5 ? [{ fact: 'orders', value, classes, isOfLastDay: true, usesAsOf: true }] : []
  return {
    ...delivery,
    name,
    label,
    words,
    formula: `${at === 0.5 ? 'median' : `${at * 100}th percentile`} of days from placed to delivered`,
    value: of(measure(name, value, 'number', quick)),
    traps: [ONLY_DELIVERED],
  }
}

export const DELIVERY_METRICS: readonly Metric[] = [
  quantileOfDays(
    'delivery_days_median',
    0.5,
    'Delivery time, median',
    'Half of the orders arrived sooner, by the day they were placed.',
  ),
  quantileOfDays(
    'delivery_days_p90',
    0.9,
    'Delivery time, 90th percentile',
    'Nine of ten orders arrived sooner, by the day they were placed.',
  ),
  {
    ...delivery,
    name: 'delivery_days_mean',
    label: 'Delivery time, mean',
    words: 'Days from placed to delivered, on average, by the day the order was placed.',
    formula: 'Σ days from placed to delivered ÷ delivered orders',
    value: over(of(DAYS), of(DELIVERED)),
    traps: [ONLY_DELIVERED, 'A few very late ones lift it: see the median.'],
  },
  {
    ...delivery,
    name: 'late_delivery_rate',
    label: 'Late deliveries',
    words: 'Share of the promised orders that came after the promised day or have not come although it has passed.',
    formula: 'late orders ÷ orders whose promised day has passed',
    unit: 'ratio',
    value: over(of(LATE), of(PROMISED)),
    traps: ['Averaging delivered orders only would hide those that never came; they are in it.'],
  },
  {
    ...delivery,
    name: 'promised_orders',
    label: 'Orders that were due',
    words: 'Orders whose promised day has passed, by the day they were placed.',
    formula: 'number of orders whose promised day has passed',
    unit: 'count',
    value: of(PROMISED),
    isAdditive: true,
    riseIs: 'neither',
    traps: ['Orders without a promise are not in it.'],
  },
  {
    ...delivery,
    name: 'late_orders',
    label: 'Late orders',
    words: 'Promised orders that came after the promised day or have not come although it has passed.',
    formula: 'number of late orders',
    unit: 'count',
    value: of(LATE),
    isAdditive: true,
    traps: [],
  },
  {
    ...delivery,
    name: 'late_share_of_delivered',
    label: 'Late among the delivered',
    words: 'Share of the delivered orders that came after the promised day.',
    formula: 'delivered orders after the promised day ÷ delivered orders with a promise',
    unit: 'ratio',
    value: over(of(DELIVERED_LATE), of(PROMISED_AND_DELIVERED)),
    traps: ['Orders that never came are not in it: late_delivery_rate has them.'],
  },
]

import { CodedError } from '@zerosec/errors'
import { CUSTOMER_METRICS } from './customers.ts'
import { DELIVERY_METRICS } from './delivery.ts'
import { MARGIN_METRICS } from './margin.ts'
import type { Metric } from './metric.ts'
import { ORDER_METRICS } from './orders.ts'
import { PAYMENT_METRICS } from './payments.ts'
import { REFUND_METRICS } from './refunds.ts'
import { REVIEW_METRICS } from './reviews.ts'
import { SALES } from './sales.ts'
import { SESSION_METRICS } from './sessions.ts'
import { STOCK_METRICS } from './stock.ts'

/** Every metric, family by family, in the order in which people are shown them. */
export const METRICS: readonly Metric[] = [
  ...SALES,
  ...ORDER_METRICS,
  ...CUSTOMER_METRICS,
  ...SESSION_METRICS,
  ...DELIVERY_METRICS,
  ...REVIEW_METRICS,
  ...REFUND_METRICS,
  ...MARGIN_METRICS,
  ...PAYMENT_METRICS,
  ...STOCK_METRICS,
]

const byName = new Map(METRICS.map((metric) => [metric.name, metric]))

/** @throws CodedError commerce_metric_unknown */
export function metricNamed(name: string): Metric {
  const metric = byName.get(name)
  if (!metric) throw new CodedError('commerce_metric_unknown', { metric: name, known: [...byName.keys()] })
  return metric
}

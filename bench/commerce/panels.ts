import type { CommerceCubeQuery, CommerceQueryInput } from '../../packages/contract/src/index.ts'

/** A panel of the dashboard: the one query behind it. */
export interface Panel {
  readonly name: string
  readonly query?: CommerceQueryInput
  readonly cube?: CommerceCubeQuery
}

/** The last twelve months of the demo shop: a third of its lines. */
const YEAR = { from: '2025-11-01', to: '2026-11-01', excluded: false } as const
const BEFORE = { with: 'previous_year_calendar' } as const
const ALL = { excluded: false } as const
const GERMANY: CommerceQueryInput['filters'] = [{ dimension: 'country', is: 'in', values: ['DE'] }]
const RUGS: CommerceQueryInput['filters'] = [{ dimension: 'category', is: 'in', values: ['Rugs', 'Lighting'] }]

/** What the standard dashboard asks for when it opens, a year beside the year before, and when one filters it. */
export const PANELS: readonly Panel[] = [
  {
    name: 'KPI cards with comparison',
    query: { metrics: ['gross_sales', 'net_sales', 'orders', 'aov', 'units'], comparison: BEFORE, ...YEAR },
  },
  {
    name: 'customers, new and returning',
    query: { metrics: ['customers', 'new_customers', 'returning_customers'], comparison: BEFORE, ...YEAR },
  },
  {
    name: 'revenue by day, with comparison',
    query: { metrics: ['gross_sales', 'net_sales'], grain: 'day', comparison: BEFORE, ...YEAR },
  },
  {
    name: 'revenue by month, of all time',
    query: { metrics: ['gross_sales', 'discounts', 'returns', 'net_sales'], grain: 'month', ...ALL },
  },
  { name: 'orders and AOV by week', query: { metrics: ['orders', 'aov'], grain: 'week', comparison: BEFORE, ...YEAR } },
  { name: 'median order value by month', query: { metrics: ['median_order_value'], grain: 'month', ...YEAR } },
  {
    name: 'new and returning by month',
    query: { metrics: ['new_customers', 'returning_customers', 'customers'], grain: 'month', ...YEAR },
  },
  { name: 'cohort retention', cube: { cube: 'retention' } },
  { name: 'cohort LTV', cube: { cube: 'ltv' } },
  { name: 'RFM segments', cube: { cube: 'rfm' } },
  { name: 'time to the second order', cube: { cube: 'repeat_curve' } },
  {
    name: 'categories',
    query: { metrics: ['gross_sales', 'units'], dimensions: ['category'], comparison: BEFORE, ...YEAR },
  },
  { name: 'top products', query: { metrics: ['gross_sales', 'units'], dimensions: ['product'], limit: 20, ...YEAR } },
  { name: 'basket pairs', cube: { cube: 'affinity' } },
  {
    name: 'delivery by month',
    query: { metrics: ['delivery_days_median', 'late_delivery_rate'], grain: 'month', ...YEAR },
  },
  {
    name: 'reviews by month',
    query: { metrics: ['review_score', 'low_review_share', 'review_response_rate'], grain: 'month', ...YEAR },
  },
  {
    name: 'refund rate by month',
    query: { metrics: ['refund_rate_value', 'refund_rate_count'], grain: 'month', ...YEAR },
  },
  { name: 'reasons of refunds', query: { metrics: ['returns'], dimensions: ['reason'], ...YEAR } },
  {
    name: 'countries',
    query: { metrics: ['gross_sales', 'orders'], dimensions: ['country'], comparison: BEFORE, ...YEAR },
  },
  {
    name: 'cities',
    query: { metrics: ['gross_sales', 'orders'], dimensions: ['country', 'city'], limit: 50, ...YEAR },
  },
  { name: 'payment methods', query: { metrics: ['payments'], dimensions: ['payment_method'], ...YEAR } },
  { name: 'conversion by week', query: { metrics: ['sessions', 'conversion'], grain: 'week', ...YEAR } },
  {
    name: 'stock-outs by category',
    query: { metrics: ['stock_out_rate', 'lost_units'], dimensions: ['category'], ...YEAR },
  },
  { name: 'margin by month', query: { metrics: ['contribution_margin'], grain: 'month', ...YEAR } },
  {
    name: 'revenue by day, one country',
    query: { metrics: ['gross_sales', 'orders'], grain: 'day', filters: GERMANY, ...YEAR },
  },
  {
    name: 'orders by month, two categories',
    query: { metrics: ['gross_sales', 'orders'], grain: 'month', filters: RUGS, ...YEAR },
  },
  {
    name: 'customers by month, one country',
    query: { metrics: ['customers'], grain: 'month', filters: GERMANY, ...YEAR },
  },
  { name: 'what does not count', query: { metrics: ['orders'], ...YEAR, excluded: true } },
]

import { type Days, type SumTable, UNITS } from './sum-table.ts'

/** A number of some days: null where nothing is known of it, undefined where it waits for an answer. */
export type Told = number | null | undefined

/** A ratio of sums; its parts are what is added, never the ratio. */
interface Ratio {
  readonly top: readonly string[]
  /** Taken off the top. */
  readonly less?: readonly string[]
  readonly bottom: string
}

/** What can be added from day to day, and is shown as it is. */
const AMOUNTS = ['net_sales', 'gross_sales'] as const
const COUNTS = ['orders', 'new_customers', 'new_orders', 'returning_orders', 'guest_orders'] as const

const RATIOS: Readonly<Record<string, Ratio>> = {
  aov: { top: ['gross_sales'], less: ['discounts'], bottom: 'orders' },
  returning_order_share: { top: ['returning_orders'], bottom: 'orders' },
  conversion: { top: ['converted_sessions'], bottom: 'sessions' },
  refund_rate_value: { top: ['returns_by_order_date'], bottom: 'gross_sales' },
  late_delivery_rate: { top: ['late_orders'], bottom: 'promised_orders' },
}

/** Everything that the cube of totals has to have. */
export const ADDED: readonly string[] = [
  ...new Set([
    ...AMOUNTS,
    ...COUNTS,
    ...Object.values(RATIOS).flatMap(({ top, less = [], bottom }) => [...top, ...less, bottom]),
  ]),
]

const IS_AMOUNT: ReadonlySet<string> = new Set(AMOUNTS)
const IS_COUNT: ReadonlySet<string> = new Set(COUNTS)

/** The parts of a metric; none where it can't be made of days: distinct customers, medians. */
export function partsOf(metric: string): readonly string[] {
  if (IS_AMOUNT.has(metric) || IS_COUNT.has(metric)) return [metric]
  const ratio = RATIOS[metric]
  return ratio ? [...ratio.top, ...(ratio.less ?? []), ratio.bottom] : []
}

/** A metric of some days as the API computes it: sums first, rounded after, the ratio last. */
export function metricOf(metric: string, table: SumTable, days: Days): Told {
  const sum = (name: string) => table.sum(name, 0, days)
  if (IS_AMOUNT.has(metric)) return known([sum(metric)], ([units = 0]) => cents(units) / 100)
  if (IS_COUNT.has(metric)) return known([sum(metric)], ([units = 0]) => units / UNITS)
  const ratio = RATIOS[metric]
  if (!ratio) return undefined
  const { top, less = [], bottom } = ratio
  return known([...top, ...less, bottom].map(sum), (parts) => {
    const over = parts.at(-1) ?? 0
    if (over === 0) return null
    const sums = parts.slice(0, -1)
    const above = sums.reduce((all, units, i) => all + (i < top.length ? units : -units), 0)
    // each of them as the number that it is, which the database divides too: ratios agree to the last digit
    return metric === 'aov' ? away(cents(above) / (over / UNITS)) / 100 : above / UNITS / (over / UNITS)
  })
}

/** A whole number of cents, half away from zero. */
export function cents(units: number): number {
  return away(units / 100)
}

function away(value: number): number {
  return Math.sign(value) * Math.floor(Math.abs(value) + 0.5)
}

function known(parts: readonly Told[], make: (parts: readonly number[]) => number | null): Told {
  if (parts.includes(undefined)) return undefined
  const told = parts.filter((part): part is number => typeof part === 'number')
  return told.length < parts.length ? null : make(told)
}

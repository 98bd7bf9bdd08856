import type {
  CommerceAnomalies,
  CommerceColumn,
  CommerceFilter,
  CommerceReportText,
  CommerceResult,
} from '@zerosec/contract'
import { catalogueView } from '../metrics/catalogue-view.ts'
import type { Questions } from '../service/shop.ts'
import { type ReportPeriod, reportPeriod } from './report-time.ts'

/** What is shown at the top, as far as it can be told under the report's filters. */
const KEY_FIGURES = [
  'net_sales',
  'orders',
  'aov',
  'customers',
  'new_customers',
  'returning_order_share',
  'refund_rate_value',
  'review_score',
]
const DRAWN = ['net_sales', 'orders']
const JUDGED = ['net_sales', 'orders', 'aov', 'units']
const SPLITS = ['category', 'country']
const SPLIT_ROWS = 6

export interface KeyFigure {
  readonly metric: string
  readonly label: string
  readonly unit: CommerceColumn['unit']
  readonly riseIs: 'good' | 'bad' | 'neither'
  readonly value: number | null
  readonly before: number | null
  readonly delta: number | null
}

export interface Split {
  readonly dimension: string
  readonly label: string
  readonly rows: readonly {
    readonly name: string | null
    readonly value: number | null
    readonly delta: number | null
  }[]
  /** Groups that are not shown. */
  readonly others: number
}

/** All that a report shows, of one snapshot. */
export interface ReportData {
  readonly snapshotId: string
  readonly currency: string | null
  readonly timeZone: string | null
  readonly lastKnown: string
  readonly period: ReportPeriod
  readonly previous: { readonly from: string; readonly to: string } | null
  readonly figures: readonly KeyFigure[]
  /** Over the periods up to this one. */
  readonly charts: CommerceAnomalies
  /** What was unusual on days of the period. */
  readonly unusual: readonly string[]
  readonly splits: readonly Split[]
  readonly excluded: CommerceResult['excluded']
}

type Asks = Pick<Questions, 'snapshotId' | 'query' | 'anomalies'>
type Wanted = Pick<CommerceReportText, 'every' | 'filters' | 'comparison'>

/** @throws CodedError as `runQuery` */
export async function readReport(asks: Asks, { every, filters, comparison }: Wanted): Promise<ReportData> {
  const { as_of: lastKnown } = await asks.query({ metrics: ['orders'], excluded: false })
  const period = reportPeriod(every, lastKnown)
  const { from, to, chartFrom, chartGrain } = period
  const compared = { from, to, filters, comparison: { with: comparison } }
  const [whole, charts, days, ...splits] = await Promise.all([
    asks.query({ ...compared, metrics: tellable(KEY_FIGURES, filters) }),
    asks.anomalies({ metrics: tellable(DRAWN, filters), grain: chartGrain, filters, from: chartFrom, to }),
    asks.anomalies({ metrics: tellable(JUDGED, filters), grain: 'day', filters, from, to }),
    ...SPLITS.map((dimension) =>
      asks.query({ ...compared, metrics: ['net_sales'], dimensions: [dimension], limit: SPLIT_ROWS, excluded: false }),
    ),
  ])
  return {
    snapshotId: asks.snapshotId,
    currency: whole.currency,
    timeZone: whole.time_zone,
    lastKnown,
    period,
    previous: whole.previous_period,
    figures: figuresOf(whole),
    charts,
    unusual: days.series.flatMap(({ anomalies }) => anomalies.map(({ sentence }) => sentence)),
    splits: splits.map((split, i) => splitOf(SPLITS[i] ?? '', split)),
    excluded: whole.excluded,
  }
}

function tellable(metrics: readonly string[], filters: readonly CommerceFilter[]): string[] {
  const { metrics: all } = catalogueView()
  return metrics.filter((name) => {
    const known = all.find((metric) => metric.name === name)?.dimensions ?? []
    return filters.every(({ dimension }) => known.includes(dimension))
  })
}

function figuresOf(result: CommerceResult): KeyFigure[] {
  const { metrics } = catalogueView()
  return result.columns
    .filter(({ role }) => role === 'metric')
    .map(({ metric = '', label, unit }) => ({
      metric,
      label,
      unit,
      riseIs: metrics.find(({ name }) => name === metric)?.rise_is ?? 'neither',
      value: result.values[metric] ?? null,
      before: result.previous_values[metric] ?? null,
      delta: result.deltas[metric] ?? null,
    }))
}

function splitOf(dimension: string, { columns, groups, rows }: CommerceResult): Split {
  const named = columns.find(({ role }) => role === 'dimension')
  const read = (role: CommerceColumn['role'], row: number) => {
    const value = columns.find((column) => column.role === role)?.values[row]
    return typeof value === 'number' ? value : null
  }
  return {
    dimension,
    label: named?.label ?? dimension,
    others: Math.max(0, groups - rows),
    rows: (named?.values ?? []).map((name, row) => ({
      name: name === null ? null : String(name),
      value: read('metric', row),
      delta: read('delta', row),
    })),
  }
}

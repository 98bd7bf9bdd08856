'use client'

import type { CommerceResult } from '@zerosec/contract'
import { type ReactNode, useContext } from 'react'
import { PanelFigure } from './brushed/panel-figure.tsx'
import { BrushContext } from './brushed/use-brush-store.ts'
import { addDays, addMonths } from './day.ts'
import { Empty, Panel } from './panel.tsx'
import { type Buckets, bucketsOf, seriesOf } from './series.ts'
import { filterReason, metricOf, type ShopView } from './shop-view.ts'
import { TimeChart } from './time-chart.tsx'
import type { TimeLine } from './time-plot.ts'
import type { TwinTable } from './twin-table.ts'
import { UnusualList } from './unusual-list.tsx'
import { useUsual } from './use-usual.ts'

export interface DrawnMetric {
  readonly metric: string
  readonly look: 'bar' | 'area' | 'line'
  readonly colour: string
  readonly label?: string
}

interface TimePanelProps {
  readonly view: ShopView
  readonly title: string
  readonly about?: ReactNode
  readonly fileName: string
  readonly result: CommerceResult | undefined
  /** The first is the one that the dialog and the comparison are of. */
  readonly metrics: readonly DrawnMetric[]
  readonly height?: number
  readonly className?: string
  readonly hasFigure?: boolean
}

/** Metrics over time. What is marked in it becomes the range of the page. */
export function TimePanel(props: TimePanelProps) {
  const { view, title, about, fileName, result, metrics, height, className, hasFigure = true } = props
  const { format, state, change } = view
  const main = metrics[0]?.metric ?? ''
  const known = metricOf(view, main)
  const lines = result ? linesOf(result, metrics) : []
  const buckets = result ? bucketsOf(result) : undefined
  const reason = lines.length === 0 ? filterReason(view, main) : undefined
  const isEmpty = lines.every(({ values }) => values.every((value) => value === null))
  const usual = useUsual(view, main, buckets)
  const brush = useContext(BrushContext)
  const figure = hasFigure && known && result && <PanelFigure view={view} metric={known} result={result} />
  return (
    <Panel
      title={title}
      about={about}
      figure={figure}
      table={buckets && lines.length > 0 ? tableOf(buckets, lines) : undefined}
      fileName={fileName}
      format={format}
      problem={reason}
      onExplain={() => change({ metric: main })}
      {...(className === undefined ? {} : { className })}
    >
      {buckets && !isEmpty ? (
        <>
          <TimeChart
            title={title}
            buckets={buckets}
            lines={lines}
            format={format}
            {...(height === undefined ? {} : { height })}
            {...(usual ? { usual } : {})}
            onBrush={(first, last) => {
              const range = brushed(buckets, first, last, view)
              const isAll = range.from === view.range.from && range.to === view.range.to
              if (isAll) brush?.mark(null)
              else brush?.keep()
              change({ range })
            }}
            onMark={(first, last) => brush?.mark(brushed(buckets, first, last, view))}
            onLeave={() => brush?.mark(null)}
          />
          {lines.length > 1 && <Legend lines={lines} />}
          {usual && <UnusualList usual={usual} grain={buckets.grain} />}
        </>
      ) : (
        result && (
          <Empty>
            Nothing to show for {state.filters.length > 0 ? 'this period and these filters' : 'this period'}.
          </Empty>
        )
      )}
    </Panel>
  )
}

export function linesOf(result: CommerceResult, metrics: readonly DrawnMetric[]): TimeLine[] {
  const main = metrics[0]
  const drawn = metrics.flatMap(({ metric, look, colour, label }): TimeLine[] => {
    const series = seriesOf(result, metric)
    return series
      ? [{ name: metric, label: label ?? series.label, unit: series.unit, values: series.values, look, colour }]
      : []
  })
  const before =
    main && metrics.filter(({ look }) => look === 'bar').length < 2 ? seriesOf(result, main.metric) : undefined
  if (!before || before.previous.length === 0) return drawn
  const thin = {
    name: 'previous',
    label: `${main?.label ?? before.label}, before`,
    unit: before.unit,
    look: 'thin',
    colour: 'var(--ink-faint)',
  } as const
  return [...drawn, { ...thin, values: before.previous }]
}

function tableOf({ days, grain, partial }: Buckets, lines: readonly TimeLine[]): TwinTable {
  return {
    columns: [
      { label: grain === 'day' ? 'Day' : `${grain === 'week' ? 'Week' : 'Month'} from` },
      ...lines.map(({ label, unit }) => ({ label, unit })),
      { label: 'Complete' },
    ],
    rows: days.map((day, i) => [
      day,
      ...lines.map(({ values }) => values[i] ?? null),
      partial[i] ? 'not complete' : 'yes',
    ]),
  }
}

/** The days of the marked buckets, within the range that is shown. */
function brushed({ days, grain }: Buckets, first: number, last: number, { range }: ShopView) {
  const begin = days[first] ?? range.from
  const end = days[last] ?? range.from
  const after = grain === 'month' ? addMonths(end, 1) : addDays(end, grain === 'week' ? 7 : 1)
  return { from: begin < range.from ? range.from : begin, to: after > range.to ? range.to : after }
}

function Legend({ lines }: { lines: readonly TimeLine[] }): ReactNode {
  return (
    <ul className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-soft">
      {lines.map(({ name, label, colour, look }) => (
        <li key={name} className="flex items-center gap-1.5">
          <span
            className={look === 'bar' ? 'size-2.5 rounded-xs' : look === 'thin' ? 'h-px w-3.5' : 'h-0.5 w-3.5'}
            style={{ background: colour }}
          />
          {label}
        </li>
      ))}
    </ul>
  )
}

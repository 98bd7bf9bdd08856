'use client'

import type { CommerceMetric, CommerceResult } from '@zerosec/contract'
import type { ReactNode } from 'react'
import { problemOf } from '../api/problem.ts'
import { CopyButton } from '../controls/copy-button.tsx'
import { Notice } from '../controls/notice.tsx'
import { ChangeSection } from './change-section.tsx'
import { Delta } from './delta.tsx'
import { DialogSection } from './dialog-section.tsx'
import { RowsSection } from './rows-section.tsx'
import { bucketsOf } from './series.ts'
import { ShopDialog } from './shop-dialog.tsx'
import {
  comparisonWords,
  detailWords,
  dimensionLabel,
  filterReason,
  filterWords,
  metricOf,
  type ShopView,
} from './shop-view.ts'
import { SnapshotFacts } from './snapshot-facts.tsx'
import { TimeChart } from './time-chart.tsx'
import { linesOf } from './time-panel.tsx'
import { isOfPersons, useMetricDetails } from './use-metric-details.ts'

/** What is behind a number. */
export function MetricDialog({ view }: { view: ShopView }) {
  const { state, change } = view
  const metric = state.metric === null ? undefined : metricOf(view, state.metric)
  const { detail } = state
  const shown = detail?.range ? { ...view, range: detail.range } : view
  return (
    <ShopDialog
      isOpen={metric !== undefined}
      onClose={() => change({ metric: null, detail: null })}
      title={`${metric?.label ?? ''}${detail ? `: ${detailWords(view, detail)}` : ''}`}
      about={metric?.words ?? ''}
    >
      {metric && <Details view={shown} metric={metric} />}
    </ShopDialog>
  )
}

function Details({ view, metric }: { view: ShopView; metric: CommerceMetric }) {
  const { value, rows, change, status } = useMetricDetails(view, metric)
  const reason = view.state.detail ? undefined : filterReason(view, metric.name)
  if (reason !== undefined) return <Aside level="note">{reason}</Aside>
  if (value.error) return <Aside level="serious">{problemOf(value.error).message}</Aside>
  const result = value.data
  return (
    <>
      {result ? (
        <Headline view={view} metric={metric} result={result} />
      ) : (
        <p className="h-64 pt-5 text-sm text-ink-faint">Asking…</p>
      )}
      {change && (
        <ChangeSection
          view={view}
          change={change.data}
          problem={change.error ? problemOf(change.error).message : undefined}
        />
      )}
      <Definition metric={metric} />
      {result && <Counted view={view} result={result} />}
      <RowsSection view={view} rows={rows.data} problem={rows.error ? problemOf(rows.error).message : undefined} />
      {result && (
        <DialogSection title="SQL" action={<CopyButton text={result.sql} label="Copy" />}>
          <details>
            <summary className="text-sm text-ink-soft hover:text-ink">What the values are read with</summary>
            <pre
              className="mt-2 max-h-72 overflow-auto rounded-md bg-sunken p-3 font-mono text-xs leading-5"
              tabIndex={0}
            >
              {result.sql}
            </pre>
          </details>
        </DialogSection>
      )}
      {result && <SnapshotFacts view={view} result={result} status={status.data} />}
    </>
  )
}

function Headline({ view, metric, result }: { view: ShopView; metric: CommerceMetric; result: CommerceResult }) {
  const { format, state } = view
  const value = result.values[metric.name]
  const lines = linesOf(result, [
    { metric: metric.name, look: metric.is_additive ? 'bar' : 'line', colour: 'var(--accent)' },
  ])
  return (
    <section className="pt-4">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="text-3xl font-medium tracking-tight" data-value>
          {format.exact(value, metric.unit)}
        </span>
        <Delta delta={result.deltas[metric.name]} unit={metric.unit} riseIs={metric.rise_is} format={format} />
        {result.previous_period && (
          <span className="text-sm text-ink-faint">
            {comparisonWords(state)}: {format.exact(result.previous_values[metric.name], metric.unit)} (
            {format.range(result.previous_period.from, result.previous_period.counted_to)})
          </span>
        )}
      </p>
      <p className="mt-0.5 text-sm text-ink-soft">
        {format.range(result.period.from, result.period.counted_to)}
        {result.is_to_date && ', the period is not over: the other one is cut at as many days'}
      </p>
      <div className="mt-3">
        <TimeChart
          title={`${metric.label} over time`}
          buckets={bucketsOf(result)}
          lines={lines}
          format={format}
          height={170}
        />
      </div>
    </section>
  )
}

function Definition({ metric }: { metric: CommerceMetric }) {
  return (
    <DialogSection title="Definition">
      <p className="rounded-md bg-sunken px-3 py-2 font-mono text-xs leading-5">{metric.formula}</p>
      <p className="mt-2 text-sm">
        <span className="text-ink-faint">Left out: </span>
        {metric.exclusions}
      </p>
      {metric.traps.length > 0 && (
        <ul className="mt-2 list-disc space-y-1 pl-5 text-sm text-ink-soft">
          {metric.traps.map((trap) => (
            <li key={trap}>{trap}</li>
          ))}
        </ul>
      )}
    </DialogSection>
  )
}

/** What was filtered, what did not count, and what one has to know of the period. */
function Counted({ view, result }: { view: ShopView; result: CommerceResult }) {
  const { state } = view
  const { detail } = state
  const heeded = detail && isOfPersons(detail) ? [] : state.filters.filter((one) => one.dimension !== detail?.dimension)
  const words = [
    ...(detail ? [`${dimensionLabel(view, detail.dimension)}: ${detailWords(view, detail)}`] : []),
    ...heeded.map((filter) => `${dimensionLabel(view, filter.dimension)}: ${filterWords(view, filter)}`),
  ]
  return (
    <DialogSection title="What counts">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1 text-sm">
        <dt className="text-ink-faint">Filters</dt>
        <dd>
          {words.length === 0 ? 'none' : words.join('; ')}
          {detail && isOfPersons(detail) && state.filters.length > 0 && '; those of the page do not count here'}
        </dd>
        <dt className="text-ink-faint">Did not count</dt>
        <dd>{result.excluded.length === 0 ? 'nothing in this period' : excludedWords(view, result)}</dd>
      </dl>
      {result.notes.length > 0 && (
        <ul className="mt-2 list-disc space-y-1 pl-5 text-sm text-ink-soft">
          {result.notes.map(({ code, text }) => (
            <li key={`${code} ${text}`}>{text}</li>
          ))}
        </ul>
      )}
    </DialogSection>
  )
}

function Aside({ level, children }: { level: 'note' | 'serious'; children: ReactNode }) {
  return (
    <div className="pt-5">
      <Notice level={level}>{children}</Notice>
    </div>
  )
}

/** "302 orders: 224 canceled, 30 created; 3 refunds: …" */
function excludedWords({ format }: ShopView, { excluded }: CommerceResult): string {
  const facts = [...new Set(excluded.map(({ of }) => of))]
  const count = (rows: number) => format.exact(rows, 'count')
  return facts
    .map((fact) => {
      const reasons = excluded.filter(({ of }) => of === fact)
      const all = reasons.reduce((sum, { rows }) => sum + rows, 0)
      return `${count(all)} ${fact}: ${reasons.map(({ reason, rows }) => `${count(rows)} ${reason}`).join(', ')}`
    })
    .join('; ')
}

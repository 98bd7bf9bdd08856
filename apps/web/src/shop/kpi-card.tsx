'use client'

import type { CommerceResult } from '@zerosec/contract'
import { Tooltip } from 'radix-ui'
import { memo, type ReactNode } from 'react'
import type { BrushedValue } from './brushed/brushed-numbers.ts'
import { useBrushed } from './brushed/use-brush-store.ts'
import { Waiting } from './brushed/waiting.tsx'
import { Delta } from './delta.tsx'
import { bucketsOf, seriesOf } from './series.ts'
import type { Unit } from './shop-format.ts'
import { comparisonWords, filterReason, metricOf, type ShopView } from './shop-view.ts'
import { Sparkline } from './sparkline.tsx'

interface KpiCardProps {
  readonly view: ShopView
  readonly metric: string
  /** Shorter than the catalogue's. */
  readonly label: string
  readonly result: CommerceResult | undefined
}

/** One number with its change and shape; it opens what is behind it. */
export function KpiCard({ view, metric, label, result }: KpiCardProps) {
  const { format, state, change } = view
  const brushed = useBrushed()
  const known = metricOf(view, metric)
  if (!known) return null
  const isTold = filterReason(view, metric) === undefined
  const marked = isTold ? brushed?.numbers.metric(metric, known.unit) : undefined
  const shown: BrushedValue = marked ?? {
    value: result?.values[metric] ?? null,
    previous: result?.previous_values[metric] ?? null,
    delta: result?.deltas[metric] ?? null,
  }
  const { value, delta } = shown
  const card = (
    <button
      type="button"
      data-kpi={metric}
      aria-haspopup="dialog"
      onClick={() => change({ metric })}
      className="group flex h-full w-full min-w-0 flex-col bg-surface px-4 pt-3 pb-3.5 text-left shadow-[0_0_0_1px_var(--line)] transition-colors -outline-offset-2 hover:bg-accent-soft"
    >
      <span className="truncate text-xs font-medium text-ink-faint">{label}</span>
      <span className="mt-0.5 text-xl leading-tight font-medium tracking-tight" data-value>
        {value === undefined ? <Waiting /> : format.value(value, known.unit)}
      </span>
      <span className="mt-0.5 flex min-h-5 items-baseline gap-1.5 text-xs text-ink-faint">
        <Delta delta={delta} unit={known.unit} riseIs={known.rise_is} format={format} />
        {result && state.comparison !== 'off' && typeof value === 'number' && (
          <span className="truncate">{beforeWords(view, shown, known.unit)}</span>
        )}
      </span>
      <span className="mt-auto block w-full pt-1.5">
        <Shape result={result} metric={metric} />
      </span>
    </button>
  )
  return value === null && !marked ? <WithReason reason={nullReason(view, metric, result)}>{card}</WithReason> : card
}

/** Of the whole range: it is not drawn again while a part of it is marked. */
const Shape = memo(function Shape({ result, metric }: { result: CommerceResult | undefined; metric: string }) {
  const series = result && seriesOf(result, metric)
  return <Sparkline values={series?.values ?? []} partial={result ? bucketsOf(result).partial : []} />
})

/** Longer ones would not fit beside the change. */
const SHORT_FROM = 100_000

function beforeWords({ format }: ShopView, { delta, previous: before }: BrushedValue, unit: Unit): string {
  if (delta === null) return 'no earlier value'
  return `from ${typeof before === 'number' && Math.abs(before) >= SHORT_FROM ? format.short(before, unit) : format.value(before, unit)}`
}

/** Why there is no value: a filter, no data, or nothing to divide by. */
function nullReason(view: ShopView, metric: string, result: CommerceResult | undefined): string {
  const byFilter = filterReason(view, metric)
  if (byFilter) return byFilter
  const note = result?.notes.find(({ code, text }) => code === 'no_source' && text.startsWith(metric))
  if (note) return `Nothing was loaded that it could be told from.`
  return `Nothing to tell it from in this period${comparisonWords(view.state) && view.state.filters.length > 0 ? ' and these filters' : ''}.`
}

function WithReason({ reason, children }: { reason: string; children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={200}>
      <Tooltip.Root>
        <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            sideOffset={4}
            className="z-50 max-w-64 rounded-md border border-line-strong bg-surface px-3 py-2 text-xs shadow-[0_4px_16px_var(--shadow)]"
          >
            {reason}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  )
}

'use client'

import type { CommerceResult } from '@zerosec/contract'
import { PanelFigure } from './brushed/panel-figure.tsx'
import { useBrushedInView } from './brushed/use-brush-store.ts'
import { Waiting } from './brushed/waiting.tsx'
import { Empty, Panel } from './panel.tsx'
import { type Sentiment, SentimentBar, sentimentsOf } from './sentiment-bar.tsx'
import { columnOf } from './series.ts'
import type { ShopFormat } from './shop-format.ts'
import { filterReason, metricOf, type ShopView } from './shop-view.ts'
import type { TwinTable } from './twin-table.ts'

const SCORES = [5, 4, 3, 2, 1]

/** How many orders were given each score by their latest review, and what the texts of these feel like. */
export function ScoresPanel({
  view,
  result,
  sentiments,
  overTime,
}: {
  view: ShopView
  result: CommerceResult | undefined
  sentiments: CommerceResult | undefined
  overTime: CommerceResult | undefined
}) {
  const { format, change } = view
  const reason = filterReason(view, 'review_score')
  const counts = countsOf(result)
  const [frame, brushed] = useBrushedInView<HTMLUListElement>()
  const marked = brushed?.numbers.counts('scores', 'reviewed_orders')
  const isWaiting = brushed !== null && marked === undefined
  if (brushed) counts.clear()
  for (const [score, count] of marked ?? []) counts.set(Number(score), count)
  const known = metricOf(view, 'review_score')
  const feelings = brushed ? undefined : sentimentsOf(sentiments)
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return (
    <Panel
      title="Reviews"
      about="Orders by score, of the latest review each"
      figure={known && overTime && <PanelFigure view={view} metric={known} result={overTime} hasDelta={false} />}
      table={isWaiting ? undefined : twinOf(counts, feelings)}
      fileName="reviews-by-score"
      format={format}
      problem={reason}
      onExplain={() => change({ metric: 'review_score' })}
    >
      {result && all === 0 && !isWaiting ? (
        <Empty>No order of this period was reviewed.</Empty>
      ) : (
        <ul ref={frame} className="flex flex-1 flex-col justify-center gap-2 text-sm">
          {SCORES.map((score) => (
            <ScoreBar
              key={score}
              score={score}
              count={isWaiting ? undefined : (counts.get(score) ?? 0)}
              all={all}
              format={format}
            />
          ))}
        </ul>
      )}
      {feelings && <SentimentBar counts={feelings} format={format} />}
    </Panel>
  )
}

function twinOf(counts: ReadonlyMap<number, number>, feelings: ReadonlyMap<Sentiment, number> | undefined): TwinTable {
  return {
    columns: [{ label: 'Score' }, { label: 'Orders', unit: 'count' }],
    rows: [
      ...SCORES.map((score) => [String(score), counts.get(score) ?? 0]),
      ...[...(feelings ?? [])].map(([name, count]) => [`text: ${name}`, count]),
    ],
  }
}

/** Orders by score. */
function countsOf(result: CommerceResult | undefined): Map<number, number> {
  const scores = result?.columns.find(({ role }) => role === 'dimension')?.values ?? []
  const orders = result ? (columnOf(result.columns, 'metric', 'reviewed_orders')?.values ?? []) : []
  return new Map(scores.map((score, row) => [Number(score), Number(orders[row] ?? 0)]))
}

interface ScoreBarProps {
  readonly score: number
  /** Undefined: it waits. */
  readonly count: number | undefined
  readonly all: number
  readonly format: ShopFormat
}

function ScoreBar({ score, count, all, format }: ScoreBarProps) {
  const share = count === undefined || all === 0 ? 0 : count / all
  return (
    <li className="grid grid-cols-[4.5rem_minmax(0,1fr)_5.5rem] items-center gap-3">
      <span>
        {score} {score === 1 ? 'star' : 'stars'}
      </span>
      <span className="h-3 rounded-xs bg-sunken">
        <span
          className={`block h-3 rounded-xs ${score <= 2 ? 'bg-serious/70' : 'bg-accent/70'}`}
          style={{ width: `${100 * share}%` }}
        />
      </span>
      <span className="text-right">
        {count === undefined ? (
          <Waiting />
        ) : (
          <>
            {format.exact(count, 'count')}{' '}
            <span className="text-xs text-ink-faint">{format.short(share, 'ratio')}</span>
          </>
        )}
      </span>
    </li>
  )
}

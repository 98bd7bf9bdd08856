import type { CommerceResult } from '@zerosec/contract'
import { columnOf } from './series.ts'
import type { ShopFormat } from './shop-format.ts'

export const SENTIMENTS = ['positive', 'neutral', 'negative'] as const
export type Sentiment = (typeof SENTIMENTS)[number]

const COLOURS: Readonly<Record<Sentiment, string>> = {
  positive: 'bg-accent/70',
  neutral: 'bg-ink-faint/40',
  negative: 'bg-serious/70',
}

/** Orders by what the text of their latest review feels like; undefined where no text was judged. */
export function sentimentsOf(result: CommerceResult | undefined): ReadonlyMap<Sentiment, number> | undefined {
  const names = result?.columns.find(({ role }) => role === 'dimension')?.values ?? []
  const orders = result ? (columnOf(result.columns, 'metric', 'reviewed_orders')?.values ?? []) : []
  const counts = new Map(SENTIMENTS.map((name) => [name, Number(orders[names.indexOf(name)] ?? 0)]))
  return [...counts.values()].some((count) => count > 0) ? counts : undefined
}

/** The shares of the three, as one bar with its words below. */
export function SentimentBar({ counts, format }: { counts: ReadonlyMap<Sentiment, number>; format: ShopFormat }) {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const share = (name: Sentiment) => (counts.get(name) ?? 0) / all
  return (
    <div className="mt-4 text-xs text-ink-soft" data-sentiments>
      <p className="mb-1.5">
        What their texts feel like, of {format.exact(all, 'count')} in English, read by the model of sentiment
      </p>
      <div className="flex h-3 gap-px overflow-hidden rounded-xs" aria-hidden="true">
        {SENTIMENTS.map((name) => (
          <span key={name} className={COLOURS[name]} style={{ width: `${100 * share(name)}%` }} />
        ))}
      </div>
      <ul className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1">
        {SENTIMENTS.map((name) => (
          <li key={name} className="flex items-center gap-1.5">
            <span className={`size-2 rounded-xs ${COLOURS[name]}`} aria-hidden="true" />
            {name} {format.short(share(name), 'ratio')}
          </li>
        ))}
      </ul>
    </div>
  )
}

import { formatNumber } from '../numbers/format.ts'
import { scoreWords } from './score-words.ts'

/** Every score of a model, by its name. */
export function ScoreList({ scores, unit }: { scores: Readonly<Record<string, number>>; unit?: string | undefined }) {
  const entries = Object.entries(scores)
  if (entries.length === 0) return <p className="text-sm text-ink-faint">Its file tells of no scores.</p>
  return (
    <div>
      <h3 className="text-base">How good it was on rows that it never saw</h3>
      <dl className="mt-2 grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-surface max-sm:[&>:last-child:nth-child(odd)]:col-span-2 sm:grid-cols-[repeat(auto-fit,minmax(9rem,1fr))]">
        {entries.map(([key, value]) => {
          const { label, hasUnit } = scoreWords(key)
          return (
            <div key={key} data-score={key} className="px-4 py-3 shadow-[0_0_0_1px_var(--line)]">
              <dt className="text-sm text-ink-soft">{label}</dt>
              <dd className="text-lg font-medium tracking-tight">
                {formatNumber(value)}
                {hasUnit && unit !== undefined && (
                  <span className="ml-1.5 text-sm font-normal text-ink-faint">{unit}</span>
                )}
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}

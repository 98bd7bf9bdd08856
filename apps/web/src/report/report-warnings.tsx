import type { Report } from '@zerosec/report'
import { Notice } from '../controls/notice.tsx'

const ORDER = ['serious', 'caution', 'note'] as const
const MOST_ROWS = 10

type Warning = Report['warnings'][number]

function rowsOf({ rows, count }: Warning): string | null {
  if (!rows || rows.length === 0) return null
  const shown = rows.slice(0, MOST_ROWS).join(', ')
  const more = (count ?? rows.length) > MOST_ROWS ? ' …' : ''
  return `${rows.length === 1 ? 'row' : 'rows'} ${shown}${more}`
}

/** What the report says about itself, the gravest first. */
export function ReportWarnings({ warnings }: { warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null
  const ordered = ORDER.flatMap((level) => warnings.filter((warning) => warning.level === level))
  return (
    <section id="warnings" aria-labelledby="warnings-title">
      <h2 id="warnings-title" className="text-xl">
        Before you trust it
      </h2>
      <ul className="mt-4 space-y-2">
        {ordered.map((warning, index) => (
          <li key={index} data-level={warning.level}>
            <Notice level={warning.level}>
              <span className="text-ink">{warning.message}</span>
              {rowsOf(warning) && <span className="block text-xs text-ink-faint">{rowsOf(warning)}</span>}
            </Notice>
          </li>
        ))}
      </ul>
    </section>
  )
}

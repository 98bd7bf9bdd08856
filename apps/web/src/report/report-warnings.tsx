import type { Report } from '@zerosec/report'
import { Icon } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'
import { plural } from '../numbers/format.ts'

const MOST_ROWS = 10

type Warning = Report['warnings'][number]

function rowsOf({ rows, count }: Warning): string | null {
  if (!rows || rows.length === 0) return null
  const shown = rows.slice(0, MOST_ROWS).join(', ')
  const more = (count ?? rows.length) > MOST_ROWS ? ' …' : ''
  return `${rows.length === 1 ? 'row' : 'rows'} ${shown}${more}`
}

function Grave({ warning }: { warning: Warning }) {
  const rows = rowsOf(warning)
  return (
    <Notice level={warning.level}>
      <span className="text-ink">{warning.message}</span>
      {rows && <span className="block text-xs text-ink-faint">{rows}</span>}
    </Notice>
  )
}

/** What was left out, repaired or read in its own way: told, but not in the way of the result. */
function Notes({ notes }: { notes: readonly Warning[] }) {
  if (notes.length === 0) return null
  return (
    <details className="group mt-3 rounded-md border border-line">
      <summary className="flex list-none items-center gap-3 px-4 py-2.5 text-sm [&::-webkit-details-marker]:hidden">
        <Icon name="note" className="text-ink-faint" />
        <span className="flex-1">{plural(notes.length, 'note')} on the table and the model</span>
        <Icon name="chevron" className="text-ink-faint transition-transform group-open:rotate-90" />
      </summary>
      <ul className="divide-y divide-line border-t border-line pr-4 pl-11 text-sm">
        {notes.map((note, index) => (
          <li key={index} className="py-2" data-level="note">
            {note.message}
            {rowsOf(note) && <span className="ml-2 text-xs text-ink-faint">{rowsOf(note)}</span>}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** What the report says about itself, the gravest first. */
export function ReportWarnings({ warnings }: { warnings: readonly Warning[] }) {
  if (warnings.length === 0) return null
  const grave = (['serious', 'caution'] as const).flatMap((level) => warnings.filter((each) => each.level === level))
  return (
    <section id="warnings" aria-labelledby="warnings-title">
      <h2 id="warnings-title" className="text-xl">
        Before you trust it
      </h2>
      <ul className="mt-4 space-y-2 empty:hidden">
        {grave.map((warning, index) => (
          <li key={index} data-level={warning.level}>
            <Grave warning={warning} />
          </li>
        ))}
      </ul>
      <Notes notes={warnings.filter(({ level }) => level === 'note')} />
    </section>
  )
}

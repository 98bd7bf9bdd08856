import type { TableProfile } from '@zerosec/table'
import { formatInteger } from '../numbers/format.ts'
import { ColumnHeader } from './column-header.tsx'

type Cell = TableProfile['preview'][number][number]

function CellText({ cell }: { cell: Cell }) {
  if (cell === null || cell === '') return <span className="text-ink-faint">missing</span>
  return <span className="block max-w-72 truncate">{String(cell)}</span>
}

/** The columns at a glance above the first rows, in a box that scrolls by itself. */
export function PreviewGrid({ profile }: { profile: TableProfile }) {
  return (
    <section
      aria-label="Columns and first rows"
      // A box that scrolls must be reachable from the keyboard.
      tabIndex={0}
      className="scroll-box max-h-[30rem] rounded-lg border border-line"
    >
      <table className="min-w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            {profile.columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className="sticky top-0 z-10 h-px border-b border-line-strong bg-surface px-4 pt-3 pb-2 align-bottom"
              >
                <ColumnHeader column={column} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {profile.preview.map((row, index) => (
            <tr key={index} className="group">
              {row.map((cell, column) => (
                <td
                  key={profile.columns[column]?.name}
                  className={`border-b border-line px-4 py-1.5 group-last:border-b-0 group-hover:bg-sunken/60 ${
                    profile.columns[column]?.kind === 'number' ? 'text-right font-mono text-[0.8125rem]' : ''
                  }`}
                >
                  <CellText cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {profile.rows > profile.preview.length && (
        <p className="sticky left-0 border-t border-line px-4 py-2 text-xs text-ink-faint">
          The first {profile.preview.length} of {formatInteger(profile.rows)} rows
        </p>
      )}
    </section>
  )
}

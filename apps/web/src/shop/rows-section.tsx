import type { CommerceRows } from '@zerosec/contract'
import { DialogSection } from './dialog-section.tsx'
import { NO_VALUE } from './shop-format.ts'
import type { ShopView } from './shop-view.ts'

/** The first of the rows that a number was computed from. Columns without any value in them are left out. */
export function RowsSection({
  view,
  rows,
  problem,
}: {
  view: ShopView
  rows: CommerceRows | undefined
  problem: string | undefined
}) {
  if (problem !== undefined)
    return (
      <DialogSection title="Rows">
        <p className="text-sm text-ink-soft">{problem}</p>
      </DialogSection>
    )
  if (!rows)
    return (
      <DialogSection title="Rows">
        <p className="h-40 text-sm text-ink-faint">Asking…</p>
      </DialogSection>
    )
  const count = view.format.exact(rows.all_rows, 'count')
  return (
    <DialogSection
      title="Rows"
      action={
        <span className="text-xs text-ink-faint">
          {rows.all_rows > rows.rows ? `the first ${rows.rows} of ${count}` : count} in {rows.table}
        </span>
      }
    >
      {rows.rows === 0 ? (
        <p className="text-sm text-ink-soft">No row counts in this period and these filters.</p>
      ) : (
        <RowsTable rows={rows.rows} columns={rows.columns} />
      )}
    </DialogSection>
  )
}

interface RowsTableProps {
  readonly rows: number
  readonly columns: CommerceRows['columns']
}

export function RowsTable({ rows, columns: all }: RowsTableProps) {
  const columns = all.filter(({ values }) => values.some((value) => value !== null))
  return (
    <div
      className="scroll-box relative max-h-64 rounded-md border border-line"
      tabIndex={0}
      role="region"
      aria-label="Rows behind the number"
    >
      <table className="text-xs">
        <thead>
          <tr>
            {columns.map(({ name, words }) => (
              <th
                key={name}
                title={words}
                scope="col"
                className="sticky top-0 border-b border-line-strong bg-surface px-2 py-1 text-left font-medium whitespace-nowrap text-ink-faint"
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            <tr key={row} className="border-b border-line last:border-0">
              {columns.map(({ name, values }) => (
                <td key={name} className="max-w-48 truncate px-2 py-1 whitespace-nowrap">
                  {values[row] === null ? NO_VALUE : String(values[row])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

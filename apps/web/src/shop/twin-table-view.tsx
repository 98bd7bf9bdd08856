import { NO_VALUE, type ShopFormat } from './shop-format.ts'
import type { TwinTable } from './twin-table.ts'

export function TwinTableView({ table, format, title }: { table: TwinTable; format: ShopFormat; title: string }) {
  const { columns, rows } = table
  return (
    <div className="scroll-box relative -mx-1 max-h-80" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
      <table className="w-full text-xs">
        <thead>
          <tr>
            {columns.map(({ label, unit }) => (
              <th
                key={label}
                scope="col"
                className={`sticky top-0 border-b border-line-strong bg-surface px-2 py-1 font-medium whitespace-nowrap text-ink-faint ${unit ? 'text-right' : 'text-left'}`}
              >
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            // rows have no name of their own and never change places
            <tr key={row} className="border-b border-line last:border-0">
              {cells.map((cell, column) => {
                const unit = columns[column]?.unit
                return (
                  <td
                    key={columns[column]?.label}
                    className={`px-2 py-1 whitespace-nowrap ${unit ? 'text-right' : 'max-w-56 truncate'}`}
                  >
                    {typeof cell === 'number' && unit
                      ? format.exact(cell, unit)
                      : cell === null
                        ? NO_VALUE
                        : String(cell)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

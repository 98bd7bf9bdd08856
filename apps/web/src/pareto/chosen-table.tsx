'use client'

import { Button } from '../controls/button.tsx'
import { CopyButton } from '../controls/copy-button.tsx'
import { Icon } from '../controls/icon.tsx'
import { asCsv, asTabSeparated } from '../model/predicted-table.ts'
import { formatInteger, formatNumber, plural } from '../numbers/format.ts'
import { saveText } from '../report/save-text.ts'
import type { Exploration } from './exploration.ts'

/** More rows are in the file, not on the page. */
const SHOWN = 50

/** The rows within every brush: listed, and taken along. */
export function ChosenTable({ exploration, fileName }: { exploration: Exploration; fileName: string }) {
  const { table, chosen } = exploration
  const places = table.rows.flatMap((_, row) => (chosen[row] === 1 ? [row] : []))
  const rows = places.map((row) => table.rows[row]!)
  const headings = table.columns.map(({ name, unit }) => (unit === undefined ? name : `${name} [${unit}]`))
  return (
    <div className="mt-4">
      <div className="flex flex-wrap items-center gap-x-3">
        <p role="status" className="mr-auto text-sm text-ink-soft" data-testid="chosen-count">
          {rows.length === table.rows.length
            ? `All ${plural(rows.length, 'row')}`
            : `${plural(rows.length, 'row')} of ${formatInteger(table.rows.length)}`}
          {rows.length > SHOWN && `, the first ${SHOWN} shown`}
        </p>
        <CopyButton text={asTabSeparated({ headings, rows })} label="Copy for Excel" />
        <Button
          look="quiet"
          className="min-h-8 px-2.5 py-1"
          onClick={() => saveText(fileName, 'text/csv', asCsv({ headings, rows }))}
        >
          <Icon name="download" /> CSV
        </Button>
      </div>
      <ChosenRows exploration={exploration} places={places.slice(0, SHOWN)} />
    </div>
  )
}

function ChosenRows({ exploration, places }: { exploration: Exploration; places: readonly number[] }) {
  const { table, pointed, onPoint } = exploration
  return (
    <section
      aria-label="Chosen rows"
      // A box that scrolls must be reachable from the keyboard.
      tabIndex={0}
      className="scroll-box mt-1 max-h-80 rounded-lg border border-line"
    >
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            {table.columns.map(({ name, unit, kind }) => (
              <th
                key={name}
                scope="col"
                className={`sticky top-0 z-10 border-b border-line-strong bg-surface px-3 py-2 align-bottom text-xs font-medium text-ink-soft ${
                  kind === 'number' ? 'text-right' : 'text-left'
                }`}
              >
                {name}
                {unit && <span className="font-normal text-ink-faint"> {unit}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map((row) => (
            <tr
              key={row}
              onPointerEnter={() => onPoint(row)}
              onPointerLeave={() => onPoint(null)}
              className={`[&:not(:last-child)>*]:border-b ${row === pointed ? 'bg-caution-soft' : ''}`}
            >
              {table.columns.map(({ name, kind }, place) => {
                const cell = table.rows[row]![place] ?? null
                return (
                  <td
                    key={name}
                    className={`border-line px-3 py-1.5 whitespace-nowrap ${kind === 'number' ? 'text-right' : 'text-left'}`}
                  >
                    {typeof cell === 'number' ? formatNumber(cell) : cell}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

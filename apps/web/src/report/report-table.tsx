'use client'

import type { TableBlock } from '@zerosec/report'
import { useMemo, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { formatInteger, withUnitsAttached } from '../numbers/format.ts'
import { axesOf, tableOfBlock } from '../pareto/explorer-table.ts'
import { TableExplorer } from '../pareto/table-explorer.tsx'
import { cellText } from './cell-text.ts'
import { type Order, sortedRows } from './sorted-rows.ts'

/** A table longer than `LONG` shows its first rows until asked for all. */
const LONG = 16
const FIRST_ROWS = 12
const SORTABLE_FROM = 4
/** What is less can be seen at a glance. */
const EXPLORABLE = { rows: 8, axes: 3 }

type Column = TableBlock['columns'][number]

function ColumnTitle(props: { column: Column; order: Order['direction'] | null; onSort: (() => void) | null }) {
  const { column, order, onSort } = props
  const text = (
    <>
      {withUnitsAttached(column.label)}
      {column.unit && <span className="font-normal text-ink-faint"> {column.unit}</span>}
    </>
  )
  return (
    <th
      scope="col"
      aria-sort={order ?? undefined}
      className={`border-b border-line-strong px-3 py-2 align-bottom text-xs font-medium break-keep text-ink-soft first:pl-4 last:pr-4 ${
        column.format === 'text' ? 'text-left' : 'text-right'
      }`}
    >
      {onSort ? (
        <button type="button" onClick={onSort} className="hover:text-ink">
          {text}
          <span aria-hidden className={`ml-1 ${order ? 'text-accent' : 'text-transparent'}`}>
            {order === 'descending' ? '↓' : '↑'}
          </span>
        </button>
      ) : (
        text
      )}
    </th>
  )
}

function Rows({ block, rows }: { block: TableBlock; rows: TableBlock['rows'] }) {
  return (
    <tbody>
      {rows.map((row, index) => (
        <tr key={index} className="hover:bg-sunken/60 [&:not(:last-child)>*]:border-b">
          {block.columns.map((column, place) => {
            const text = cellText(row[place] ?? null, column.format)
            const style = 'border-line px-3 py-1.5 first:pl-4 last:pr-4'
            if (column.format !== 'text') {
              return (
                <td key={column.name} className={`${style} text-right whitespace-nowrap`}>
                  {text}
                </td>
              )
            }
            return place === 0 ? (
              <th key={column.name} scope="row" className={`${style} min-w-32 text-left font-medium break-words`}>
                {text}
              </th>
            ) : (
              <td key={column.name} className={`${style} min-w-32`}>
                {text}
              </td>
            )
          })}
        </tr>
      ))}
    </tbody>
  )
}

function Caption(props: { title: string; isExplored: boolean; onExplore: (() => void) | null }) {
  const { title, isExplored, onExplore } = props
  return (
    <figcaption className="mb-2 flex items-end justify-between gap-3 font-medium">
      {title}
      {onExplore && (
        <Button look="quiet" className="min-h-8 px-2.5 py-1" aria-expanded={isExplored} onClick={onExplore}>
          {isExplored ? 'Back to the table' : 'Explore'}
          <span className="sr-only"> “{title}”</span>
        </Button>
      )}
    </figcaption>
  )
}

/** A table of the report: sortable, digits aligned, long ones shortened until asked for. */
export function ReportTable({ block }: { block: TableBlock }) {
  const [order, setOrder] = useState<Order | null>(null)
  const [whole, setWhole] = useState(false)
  const sortable = block.rows.length >= SORTABLE_FROM
  const rows = sortedRows(block.rows, order)
  const shortened = rows.length > LONG && !whole
  const [isExplored, setExplored] = useState(false)
  const explorable = useMemo(() => {
    const table = tableOfBlock(block)
    return block.rows.length >= EXPLORABLE.rows && axesOf(table).length >= EXPLORABLE.axes ? table : null
  }, [block])

  const sort = (column: number) =>
    setOrder((before) => {
      if (before?.column !== column) return { column, direction: 'descending' }
      return before.direction === 'descending' ? { column, direction: 'ascending' } : null
    })

  return (
    <figure>
      <Caption title={block.title} isExplored={isExplored} onExplore={explorable && (() => setExplored(!isExplored))} />
      {explorable && isExplored ? (
        <TableExplorer table={explorable} fileName={`${block.id}_chosen.csv`} />
      ) : (
        <>
          <section
            aria-label={block.title}
            // A box that scrolls must be reachable from the keyboard.
            tabIndex={0}
            className="scroll-box rounded-lg border border-line"
          >
            <table className="w-full border-separate border-spacing-0 text-sm">
              <thead>
                <tr>
                  {block.columns.map((column, place) => (
                    <ColumnTitle
                      key={column.name}
                      column={column}
                      order={order?.column === place ? order.direction : null}
                      onSort={sortable ? () => sort(place) : null}
                    />
                  ))}
                </tr>
              </thead>
              <Rows block={block} rows={shortened ? rows.slice(0, FIRST_ROWS) : rows} />
            </table>
          </section>
          {shortened && (
            <Button look="quiet" className="mt-1" onClick={() => setWhole(true)}>
              Show all {formatInteger(rows.length)} rows
            </Button>
          )}
        </>
      )}
      {block.note && <p className="mt-2 text-sm text-ink-soft">{block.note}</p>}
    </figure>
  )
}

'use client'

import { type ClipboardEvent, useId, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { CopyButton } from '../controls/copy-button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Notice } from '../controls/notice.tsx'
import { formatNumber, plural } from '../numbers/format.ts'
import { saveText } from '../report/save-text.ts'
import type { FormInput, Settings } from './form-input.ts'
import type { ModelPort } from './model-port.ts'
import { asCsv, asTabSeparated, type PredictedTable, predictedTable } from './predicted-table.ts'
import { readPastedRows } from './read-pasted-rows.ts'

interface PastedRowsProps {
  readonly ports: readonly Pick<ModelPort, 'facts' | 'predict'>[]
  readonly inputs: readonly FormInput[]
  /** Inputs that are calculated where no column has them. */
  readonly calculated?: ReadonlySet<string>
  readonly onUse: (settings: Settings) => void
}

type PredictedOutcome = Extract<Outcome, { kind: 'predicted' }>
type Outcome =
  | {
      readonly kind: 'predicted'
      readonly table: PredictedTable
      readonly rows: readonly Settings[]
      readonly note: string | null
    }
  | { readonly kind: 'refused'; readonly problem: string }

/** Rows from a spreadsheet in, the same rows with their predictions out. */
export function PastedRows({ ports, inputs, calculated, onUse }: PastedRowsProps) {
  const id = useId()
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const predict = async (text: string) => {
    const { rows, problem, note } = readPastedRows(inputs, text, calculated)
    if (problem !== null) return setOutcome({ kind: 'refused', problem })
    try {
      const predictions = await Promise.all(ports.map((port) => port.predict(rows)))
      const table = predictedTable(
        inputs,
        rows,
        ports.map(({ facts }) => facts),
        predictions,
      )
      setOutcome({ kind: 'predicted', table, rows, note })
    } catch (error) {
      setOutcome({ kind: 'refused', problem: error instanceof Error ? error.message : String(error) })
    }
  }
  const paste = (event: ClipboardEvent) => {
    event.preventDefault()
    // the page takes pasted cells for a new file
    event.stopPropagation()
    void predict(event.clipboardData.getData('text/plain'))
  }
  return (
    <section aria-labelledby={`${id}-title`} className="mt-10" data-testid="pasted-rows">
      <h3 id={`${id}-title`} className="text-base">
        Several rows at once
      </h3>
      <textarea
        aria-labelledby={`${id}-title`}
        placeholder={`Paste rows from Excel here: with their headings, or the columns ${shortList(inputs)} in this order`}
        rows={3}
        value=""
        onChange={(event) => void predict(event.target.value)}
        onPaste={paste}
        className="field mt-2 resize-none border-dashed text-sm"
      />
      {outcome?.kind === 'refused' && (
        <div className="mt-3">
          <Notice level="caution" alert>
            {outcome.problem}
          </Notice>
        </div>
      )}
      {outcome?.kind === 'predicted' && <Predicted {...outcome} onUse={onUse} />}
    </section>
  )
}

function Predicted({ table, rows, note, onUse }: PredictedOutcome & Pick<PastedRowsProps, 'onUse'>) {
  return (
    <div className="mt-3">
      <div className="flex flex-wrap items-center gap-x-3">
        <p role="status" className="mr-auto text-sm text-ink-soft">
          {plural(rows.length, 'row')} predicted. {note}
        </p>
        <CopyButton text={asTabSeparated(table)} label="Copy for Excel" />
        <Button
          look="quiet"
          className="min-h-8 px-2.5 py-1"
          onClick={() => saveText('predictions.csv', 'text/csv', asCsv(table))}
        >
          <Icon name="download" /> CSV
        </Button>
      </div>
      <PredictedRows table={table} rows={rows} onUse={onUse} />
    </div>
  )
}

function PredictedRows({
  table,
  rows,
  onUse,
}: Omit<PredictedOutcome, 'kind' | 'note'> & Pick<PastedRowsProps, 'onUse'>) {
  return (
    <section
      aria-label="Predicted rows"
      // A box that scrolls must be reachable from the keyboard.
      tabIndex={0}
      className="scroll-box mt-1 max-h-96 rounded-lg border border-line"
    >
      <table className="w-full border-separate border-spacing-0 text-sm">
        <Headings table={table} />
        <tbody>
          {table.rows.map((cells, i) => (
            <tr key={i} className="hover:bg-sunken/60 [&:not(:last-child)>*]:border-b">
              <th scope="row" className="border-line px-2 py-0.5 text-left">
                <Button
                  look="quiet"
                  className="min-h-7 px-2 py-0.5"
                  onClick={() => onUse(rows[i]!)}
                  aria-label={`Put row ${i + 1} into the form`}
                >
                  {i + 1}
                </Button>
              </th>
              {cells.map((cell, place) => (
                <td
                  key={place}
                  className={`border-line px-3 py-1.5 text-right whitespace-nowrap ${place < table.inputColumns ? 'text-ink-soft' : ''}`}
                >
                  {typeof cell === 'number' ? formatNumber(cell) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Headings({ table }: { table: PredictedTable }) {
  return (
    <thead>
      <tr>
        <th
          scope="col"
          className="sticky top-0 z-10 border-b border-line-strong bg-surface px-3 py-2 text-left text-xs font-medium text-ink-soft"
        >
          row
        </th>
        {table.headings.map((heading, place) => (
          <th
            key={heading}
            scope="col"
            className={`sticky top-0 z-10 border-b border-line-strong bg-surface px-3 py-2 text-right align-bottom text-xs font-medium ${
              place < table.inputColumns ? 'text-ink-soft' : 'text-ink'
            }`}
          >
            {heading}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function shortList(inputs: readonly FormInput[]): string {
  const names = inputs.map(({ name }) => name)
  return names.length > 6 ? `${names.slice(0, 5).join(', ')} …` : names.join(', ')
}

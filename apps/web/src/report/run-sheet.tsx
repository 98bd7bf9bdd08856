'use client'

import type { Artifact } from '@zerosec/contract'
import type { RunSheetBlock } from '@zerosec/report'
import { Icon } from '../controls/icon.tsx'
import { plural } from '../numbers/format.ts'
import { DownloadButton } from './download-button.tsx'
import { type RunSheetRow, runSheetColumns, runSheetRows } from './run-sheet-rows.ts'

/** The files that stand beside a report. */
export interface ReportFiles {
  readonly jobId: string
  readonly artifacts: readonly Artifact[]
}

/** The experiment to make: its runs in the order of making, results still blank, and the workbook to fill in. */
export function RunSheet({ block, files }: { block: RunSheetBlock; files: ReportFiles }) {
  const workbook = files.artifacts.find(({ file_name }) => file_name === 'run_sheet.xlsx')
  const blank = block.runs.filter(({ results }) => results.every((result) => result === null)).length
  return (
    <figure data-testid="run-sheet">
      <figcaption className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <span className="font-medium">{block.title}</span>
        {workbook && (
          <DownloadButton jobId={files.jobId} artifact={workbook}>
            <Icon name="download" /> Run sheet to fill in
          </DownloadButton>
        )}
      </figcaption>
      <section
        aria-label={block.title}
        // A box that scrolls must be reachable from the keyboard.
        tabIndex={0}
        className="scroll-box max-h-[46rem] rounded-lg border border-line"
      >
        <table className="w-full border-separate border-spacing-0 text-sm">
          <thead>
            <tr>
              {runSheetColumns(block).map(({ label, unit, isText }) => (
                <th
                  key={label}
                  scope="col"
                  className={`sticky top-0 z-10 border-b border-line-strong bg-surface px-3 py-2 align-bottom text-xs font-medium text-ink-soft first:pl-4 last:pr-4 ${
                    isText ? 'text-left' : 'text-right'
                  }`}
                >
                  {label}
                  {unit && <span className="font-normal text-ink-faint"> {unit}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runSheetRows(block).map((row) => (
              <Row key={row.number} row={row} />
            ))}
          </tbody>
        </table>
      </section>
      {block.constraints.length > 0 && (
        <p className="mt-2 text-sm text-ink-soft">Every run keeps to {block.constraints.join(' and ')}.</p>
      )}
      <p className="mt-2 text-sm text-ink-soft">
        {blank > 0
          ? `${plural(blank, 'run')} to make. Type the results into the workbook and drop it on the start page: the runs are recognised.`
          : 'Every run has its result.'}
      </p>
    </figure>
  )
}

function Row({ row }: { row: RunSheetRow }) {
  return (
    <tr data-role={row.role} className="hover:bg-sunken/60 [&:not(:last-child)>*]:border-b">
      <th scope="row" className="border-line px-3 py-1.5 pl-4 text-right font-medium text-ink-soft">
        {row.number}
      </th>
      {row.cells.map(({ text, isText, isBlank }, index) => (
        <td
          key={index}
          className={`border-line px-3 py-1.5 whitespace-nowrap last:pr-4 ${isText ? 'text-left' : 'text-right'} ${
            row.role === 'existing' ? 'text-ink-soft' : ''
          }`}
        >
          {isBlank ? (
            <span className="inline-block h-4 w-14 rounded-sm border border-dashed border-line-strong align-middle">
              <span className="sr-only">still to be measured</span>
            </span>
          ) : (
            text
          )}
        </td>
      ))}
    </tr>
  )
}

'use client'

import type { DesignRequest } from '@zerosec/analyses/plan'
import type { Factor } from '@zerosec/engine'
import { Icon } from '../controls/icon.tsx'
import type { RunMark } from './planned-runs.ts'
import { runRows } from './run-rows.ts'

interface RunTableProps {
  readonly factors: readonly Factor[]
  readonly columns: DesignRequest['columns']
  readonly runs: Float64Array
  readonly marks?: readonly RunMark[]
  /** Left out while the design is still sought, or where its runs can't be replaced. */
  readonly onReplace?: ((index: number) => void) | undefined
}

const MARK_WORDS: Readonly<Record<RunMark, string | null>> = { found: null, added: 'added', replaced: 'replaced' }

/** The runs of a design, a row each, in natural units. */
export function RunTable({ factors, columns, runs, marks, onReplace }: RunTableProps) {
  return (
    <section
      aria-label="Runs"
      // A box that scrolls must be reachable from the keyboard.
      tabIndex={0}
      className="scroll-box max-h-[46rem] rounded-lg border border-line"
    >
      <table className="w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <Heading>Run</Heading>
            {columns.map(({ name, unit }) => (
              <Heading key={name} unit={unit}>
                {name}
              </Heading>
            ))}
            <th className="sticky top-0 border-b border-line-strong bg-surface" aria-label="Changes" />
          </tr>
        </thead>
        <tbody>
          {runRows(factors, columns, runs).map(({ number, settings }, index) => (
            <tr key={number} className="hover:bg-sunken/60 [&:not(:last-child)>*]:border-b">
              <th scope="row" className="border-line px-3 py-1 pl-4 text-left font-medium text-ink-soft">
                {number}
              </th>
              {settings.map((setting, j) => (
                <td key={columns[j]!.name} className="border-line px-3 py-1 text-right whitespace-nowrap">
                  {setting}
                </td>
              ))}
              <td className="h-9 w-px border-line py-0.5 pr-2 pl-3 text-right whitespace-nowrap">
                <Mark mark={marks?.[index] ?? 'found'} />
                {onReplace && (
                  <button
                    type="button"
                    onClick={() => onReplace(index)}
                    aria-label={`Replace run ${number}: it can't be made`}
                    title="This run can't be made: find another one"
                    className="inline-grid size-8 place-items-center rounded-md align-middle text-ink-faint transition-colors hover:bg-sunken hover:text-ink"
                  >
                    <Icon name="swap" />
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Heading({ children, unit }: { children: string; unit?: string | undefined }) {
  return (
    <th
      scope="col"
      className="sticky top-0 z-10 border-b border-line-strong bg-surface px-3 py-2 text-right align-bottom text-xs font-medium text-ink-soft first:pl-4 first:text-left"
    >
      {children}
      {unit && <span className="font-normal text-ink-faint"> {unit}</span>}
    </th>
  )
}

function Mark({ mark }: { mark: RunMark }) {
  const word = MARK_WORDS[mark]
  return word && <span className="mr-1 rounded-full bg-accent-soft px-2 py-0.5 text-xs text-accent-strong">{word}</span>
}

'use client'

import { type ReactNode, useId, useRef, useState } from 'react'
import { Icon } from '../controls/icon.tsx'
import { saveBlob, saveText } from '../report/save-text.ts'
import { DownloadMenu } from './export/download-menu.tsx'
import { useOffered } from './export/exports.ts'
import { pictureOf } from './export/picture.ts'
import { type Sheet, workbookOf, XLSX_TYPE } from './export/workbook.ts'
import type { ShopFormat } from './shop-format.ts'
import { csvOf, type TwinTable } from './twin-table.ts'
import { TwinTableView } from './twin-table-view.tsx'

interface PanelProps {
  readonly title: string
  /** What it shows, its unit, and what it leaves out. */
  readonly about?: ReactNode
  /** Beside the title: the number that the chart adds up to. */
  readonly figure?: ReactNode
  readonly table: TwinTable | undefined
  readonly fileName: string
  readonly format: ShopFormat
  readonly problem?: string | undefined
  /** Opens what is behind the numbers. */
  readonly onExplain?: (() => void) | undefined
  readonly className?: string
  readonly children: ReactNode
}

/** Out of sight it is neither laid out nor painted: a move of the brush is a frame's work however long the page is. */
const WHEN_SEEN = '[content-visibility:auto] [contain-intrinsic-block-size:auto_20rem]'

/** A chart with its title, and the same as a table and as CSV. */
export function Panel(props: PanelProps) {
  const { title, about, figure, table, fileName, format, problem, onExplain, className = '', children } = props
  const [asTable, setAsTable] = useState(false)
  const id = useId()
  const panel = useRef<HTMLElement>(null)
  const exports = useOffered(fileName, title, table)
  const facts = exports?.facts ?? []
  return (
    <section
      ref={panel}
      aria-labelledby={id}
      data-panel={fileName}
      className={`flex min-w-0 flex-col bg-surface p-4 shadow-[0_0_0_1px_var(--line)] ${WHEN_SEEN} ${className}`}
    >
      <header className="mb-3 flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <PanelTitle id={id} title={title} onExplain={onExplain} />
          {about && <p className="text-xs text-ink-faint">{about}</p>}
        </div>
        {figure}
        <div data-no-picture className="-mt-1 -mr-1.5 flex shrink-0">
          <PanelButton
            label={asTable ? 'Show as a chart' : 'Show as a table'}
            icon={asTable ? 'undo' : 'table'}
            onClick={() => setAsTable(!asTable)}
            isPressed={asTable}
            isDisabled={!table}
          />
          <DownloadMenu
            label={`Download ${title}`}
            isDisabled={!table}
            className={BUTTON}
            downloads={[
              { label: 'PNG', save: () => savePicture(panel.current, fileName, facts) },
              { label: 'CSV', save: () => table && saveText(`${fileName}.csv`, 'text/csv', csvOf(table)) },
              { label: 'Excel', save: () => table && saveWorkbook(fileName, { title, facts, table }) },
            ]}
          >
            <Icon name="download" />
          </DownloadMenu>
        </div>
      </header>
      <div className="flex min-h-0 flex-1 flex-col">
        {problem === undefined ? (
          asTable && table ? (
            <TwinTableView table={table} format={format} title={title} />
          ) : (
            children
          )
        ) : (
          <Empty>{problem}</Empty>
        )}
      </div>
    </section>
  )
}

function PanelTitle({ id, title, onExplain }: Pick<PanelProps, 'title' | 'onExplain'> & { id: string }) {
  return (
    <h3 id={id} className="text-sm font-semibold tracking-normal">
      {onExplain ? (
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={onExplain}
          className="text-left underline-offset-4 hover:text-accent hover:underline"
        >
          {title}
        </button>
      ) : (
        title
      )}
    </h3>
  )
}

const BUTTON = 'rounded-md p-1.5 text-ink-faint transition-colors hover:bg-sunken hover:text-ink disabled:opacity-40'

async function savePicture(panel: HTMLElement | null, fileName: string, facts: readonly string[]): Promise<void> {
  if (panel) saveBlob(`${fileName}.png`, await pictureOf(panel, facts))
}

function saveWorkbook(fileName: string, sheet: Sheet): void {
  saveBlob(`${fileName}.xlsx`, new Blob([workbookOf([sheet])], { type: XLSX_TYPE }))
}

function PanelButton(props: {
  label: string
  icon: 'table' | 'undo'
  onClick: () => void
  isPressed?: boolean
  isDisabled: boolean
}) {
  return (
    <button
      type="button"
      title={props.label}
      aria-label={props.label}
      aria-pressed={props.isPressed}
      disabled={props.isDisabled}
      onClick={props.onClick}
      className={BUTTON}
    >
      <Icon name={props.icon} />
    </button>
  )
}

/** Where a chart would be, why there is none. */
export function Empty({ children }: { children: ReactNode }) {
  return (
    <p className="flex min-h-32 flex-1 items-center justify-center px-4 text-center text-sm text-ink-faint">
      {children}
    </p>
  )
}

'use client'

import { ArrivalHeading } from '../controls/arrival-heading.tsx'
import { Button } from '../controls/button.tsx'
import { useCloseTable } from '../workbench/use-close-table.ts'
import type { OpenTable } from '../workbench/workbench.tsx'
import { FindingsList } from './findings-list.tsx'
import { PreviewGrid } from './preview-grid.tsx'
import { SheetSelect } from './sheet-select.tsx'
import { TableFacts } from './table-facts.tsx'

/** The table as it was read. */
export function TableView({ table }: { table: OpenTable }) {
  const close = useCloseTable()
  return (
    <section aria-labelledby="table" className="appear space-y-6 pt-8 sm:pt-10">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <p className="label">The table as read</p>
          <ArrivalHeading id="table" className="mt-1 text-2xl break-words">
            {table.profile.name}
          </ArrivalHeading>
        </div>
        <Button onClick={close}>Use another file</Button>
      </div>
      <TableFacts profile={table.profile} />
      <SheetSelect />
      <PreviewGrid profile={table.profile} />
      <FindingsList findings={table.profile.findings} />
    </section>
  )
}

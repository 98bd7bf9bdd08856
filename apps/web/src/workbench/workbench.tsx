'use client'

import type { UploadedFile } from '@zerosec/client'
import type { TableProfile } from '@zerosec/table'
import { createContext, type ReactNode, use, useMemo, useState } from 'react'

/** The table that the user is working with, and what was asked of it last. */
export interface OpenTable {
  readonly file: UploadedFile
  /** The id that came with the upload starts one job; after that each job gets a new one. */
  readonly submitted: boolean
  /** Of a workbook, where the user chose one. */
  readonly sheet?: string
  readonly profile: TableProfile
  /** Where the table was reopened: what the address asked for. */
  readonly reopenedFrom?: string
  readonly request?: { readonly jobType: string; readonly parameters: Readonly<Record<string, unknown>> }
}

interface Workbench {
  readonly table: OpenTable | null
  readonly setTable: (table: OpenTable | null) => void
}

const WorkbenchContext = createContext<Workbench | null>(null)

/** Keeps the open table while the user moves between pages, so that "back" finds it as it was. */
export function WorkbenchProvider({ children }: { children: ReactNode }) {
  const [table, setTable] = useState<OpenTable | null>(null)
  const workbench = useMemo(() => ({ table, setTable }), [table])
  return <WorkbenchContext value={workbench}>{children}</WorkbenchContext>
}

export function useWorkbench(): Workbench {
  const workbench = use(WorkbenchContext)
  if (!workbench) throw new Error('useWorkbench needs a WorkbenchProvider above it')
  return workbench
}

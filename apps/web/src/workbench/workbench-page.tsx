'use client'

import { useSearchParams } from 'next/navigation'
import { AnalysisSection } from '../analysis-form/analysis-section.tsx'
import { problemOf } from '../api/problem.ts'
import { Notice } from '../controls/notice.tsx'
import { ProgressBar } from '../controls/progress-bar.tsx'
import { TableView } from '../table/table-view.tsx'
import type { Sample } from '../upload/samples.ts'
import { UploadPage } from '../upload/upload-page.tsx'
import { usePageDrop } from '../upload/use-page-drop.ts'
import { useUpload } from '../upload/use-upload.ts'
import { useReopenedTable } from './use-reopened-table.ts'
import { useWorkbench } from './workbench.tsx'

/** From a file to a job: the upload, then the table as read and the form. `?from=` reopens the table of a job, `&analysis=` for another analysis, `&project=` as a project wants it. */
export function WorkbenchPage({ samples }: { samples: readonly Sample[] }) {
  const { table } = useWorkbench()
  const address = useSearchParams()
  const { waiting, error } = useReopenedTable({
    jobId: address.get('from'),
    analysis: address.get('analysis'),
    projectId: address.get('project'),
  })
  const { state, upload, stop } = useUpload()
  const held = usePageDrop(upload)
  if (waiting) {
    return (
      <div className="mx-auto max-w-md pt-32">
        <p role="status" className="mb-3 text-sm text-ink-soft">
          Reading the table of the earlier job
        </p>
        <ProgressBar fraction={null} label="Reading" />
      </div>
    )
  }
  if (table && state.step === 'idle') {
    return (
      <>
        <TableView table={table} />
        <AnalysisSection table={table} />
      </>
    )
  }
  return (
    <>
      {error && (
        <div className="pt-8">
          <Notice level="serious" alert title="The table of that job can't be opened">
            {problemOf(error).message}
          </Notice>
        </div>
      )}
      <UploadPage samples={samples} state={state} held={held} onFile={upload} onStop={stop} />
    </>
  )
}

import { Suspense } from 'react'
import { sampleCatalogue } from '../upload/sample-catalogue.ts'
import { UploadPage } from '../upload/upload-page.tsx'
import { WorkbenchPage } from '../workbench/workbench-page.tsx'

export default function Home() {
  const samples = sampleCatalogue()
  // The query string is known in the browser only; until then the start is what the export holds.
  return (
    <Suspense fallback={<UploadPage samples={samples} />}>
      <WorkbenchPage samples={samples} />
    </Suspense>
  )
}

import type { Metadata } from 'next'
import { Suspense } from 'react'
import { JobPage } from '../../job/job-page.tsx'

export const metadata: Metadata = { title: 'Job' }

export default function Page() {
  return (
    <Suspense>
      <JobPage />
    </Suspense>
  )
}

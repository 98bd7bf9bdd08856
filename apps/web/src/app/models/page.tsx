import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ModelsPage } from '../../models/models-page.tsx'

export const metadata: Metadata = { title: 'Models' }

export default function Page() {
  return (
    <Suspense>
      <ModelsPage />
    </Suspense>
  )
}

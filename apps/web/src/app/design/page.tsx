import type { Metadata } from 'next'
import { DesignPage } from '../../design/design-page.tsx'

export const metadata: Metadata = { title: 'Plan experiments' }

export default function Page() {
  return <DesignPage />
}

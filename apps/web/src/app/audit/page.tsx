import type { Metadata } from 'next'
import { AuditPage } from '../../access/audit-page.tsx'

export const metadata: Metadata = { title: 'Who did what' }

export default function Page() {
  return <AuditPage />
}

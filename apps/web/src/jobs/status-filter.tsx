import type { JobStatus } from '@zerosec/contract'
import Link from 'next/link'

const CHOICES: readonly { readonly status: JobStatus | null; readonly label: string }[] = [
  { status: null, label: 'All' },
  { status: 'completed', label: 'Completed' },
  { status: 'running', label: 'Running' },
  { status: 'queued', label: 'Queued' },
  { status: 'failed', label: 'Failed' },
  { status: 'cancelled', label: 'Cancelled' },
]

export function readStatus(text: string | null): JobStatus | null {
  return CHOICES.find(({ status }) => status === text)?.status ?? null
}

export function StatusFilter({ chosen }: { chosen: JobStatus | null }) {
  return (
    <nav aria-label="Status" className="flex gap-1 overflow-x-auto pb-1">
      {CHOICES.map(({ status, label }) => (
        <Link
          key={label}
          href={status ? `/jobs/?status=${status}` : '/jobs/'}
          aria-current={status === chosen ? 'true' : undefined}
          className={`rounded-full px-3 py-1 text-sm whitespace-nowrap transition-colors -outline-offset-2 ${
            status === chosen ? 'bg-ink text-paper' : 'text-ink-soft hover:bg-sunken hover:text-ink'
          }`}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}

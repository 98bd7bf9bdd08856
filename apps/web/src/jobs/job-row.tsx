import type { JobSummary } from '@zerosec/contract'
import Link from 'next/link'
import { formatDuration, formatTimeAgo } from '../numbers/time.ts'
import { StatusChip } from './status-chip.tsx'

function outcome(job: JobSummary): string {
  if (job.status === 'completed') return job.headline ?? ''
  if (job.status === 'failed') return job.error_message ?? ''
  if (job.status === 'cancelled') return ''
  return [job.status_message, `${job.progress_percent} %`].filter(Boolean).join(', ')
}

/** A job in the list: the whole row leads to it. */
export function JobRow({ job, title, now }: { job: JobSummary; title: string; now: Date }) {
  const created = new Date(job.created_at)
  const took = job.completed_at ? Date.parse(job.completed_at) - created.getTime() : null
  return (
    <li className="relative grid gap-x-6 gap-y-1 px-4 py-3.5 transition-colors hover:bg-sunken sm:grid-cols-[7rem_minmax(0,1fr)_8rem]">
      <span className="sm:pt-0.5">
        <StatusChip status={job.status} />
      </span>
      <span className="min-w-0">
        <Link href={`/job/?id=${job.job_id}`} className="font-medium break-words after:absolute after:inset-0">
          {job.file_name}
        </Link>
        <span className="ml-2 text-sm text-ink-faint">{title}</span>
        <span className={`line-clamp-2 text-sm ${job.status === 'failed' ? 'text-serious' : 'text-ink-soft'}`}>
          {outcome(job)}
        </span>
      </span>
      <span className="text-sm text-ink-faint sm:text-right">
        <time dateTime={job.created_at} title={created.toLocaleString()}>
          {formatTimeAgo(created, now)}
        </time>
        {took !== null && <span className="ml-2 font-mono sm:ml-0 sm:block">{formatDuration(took)}</span>}
      </span>
    </li>
  )
}

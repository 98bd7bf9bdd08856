import type { JobStatus } from '@zerosec/contract'

const LOOKS: Record<JobStatus, { word: string; dot: string }> = {
  queued: { word: 'queued', dot: 'border border-ink-faint' },
  running: { word: 'running', dot: 'bg-accent animate-pulse' },
  uploading_outputs: { word: 'storing', dot: 'bg-accent animate-pulse' },
  completed: { word: 'completed', dot: 'bg-accent' },
  failed: { word: 'failed', dot: 'bg-serious' },
  cancelled: { word: 'cancelled', dot: 'bg-line-strong' },
}

export function StatusChip({ status }: { status: JobStatus }) {
  const { word, dot } = LOOKS[status]
  return (
    <span className="inline-flex items-center gap-2 text-sm whitespace-nowrap text-ink-soft">
      <span aria-hidden className={`size-2 rounded-full ${dot}`} />
      {word}
    </span>
  )
}

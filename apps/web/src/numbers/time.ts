/** A duration as our name writes it: 0.42sec, 12.80sec, then 2:05min. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000
  if (seconds < 60) return `${seconds.toFixed(2)}sec`
  const minutes = Math.floor(seconds / 60)
  return `${minutes}:${String(Math.floor(seconds % 60)).padStart(2, '0')}min`
}

const STEPS = [
  { below: 60, size: 1, unit: 'second' },
  { below: 3600, size: 60, unit: 'minute' },
  { below: 86_400, size: 3600, unit: 'hour' },
  { below: 30 * 86_400, size: 86_400, unit: 'day' },
] as const

/** "3 minutes ago"; a date once it is more than a month. */
export function formatTimeAgo(then: Date, now: Date): string {
  const seconds = (now.getTime() - then.getTime()) / 1000
  if (seconds < 5) return 'just now'
  const step = STEPS.find(({ below }) => seconds < below)
  if (!step) return then.toISOString().slice(0, 10)
  const count = Math.floor(seconds / step.size)
  return `${count} ${step.unit}${count === 1 ? '' : 's'} ago`
}

import type { DriftColumn } from '@zerosec/contract'

const [WIDTH, HEIGHT] = [96, 24]
const MOST_BINS = 16

/** A column before, in grey, and now: what the words beside it say, as a picture. */
export function DriftBars({ bins }: { bins: DriftColumn['bins'] }) {
  if (!bins || bins.length < 2) return null
  const shown = bins.slice(0, MOST_BINS)
  const largest = Math.max(...shown.flatMap(({ before, now }) => [before, now]))
  if (!(largest > 0)) return null
  const step = WIDTH / shown.length
  const bars = (side: 'before' | 'now', at: number, width: number) =>
    shown
      .map((bin, k) => {
        const height = (HEIGHT * bin[side]) / largest
        return height === 0 ? '' : `M${(k + at) * step} ${HEIGHT}v${-height}h${width * step}v${height}z`
      })
      .join('')
  return (
    <svg aria-hidden viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="inline-block h-6 w-24" data-testid="drift-bars">
      <path d={bars('before', 0.06, 0.88)} className="fill-line-strong" />
      <path d={bars('now', 0.3, 0.4)} className="fill-accent" />
      <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} className="stroke-line-strong" strokeWidth="1" />
    </svg>
  )
}

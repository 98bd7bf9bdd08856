import type { Buckets } from '../series.ts'
import { MARGIN, type Plot } from '../time-plot.ts'
import { useBrushed } from './use-brush-store.ts'

/** What is marked in one chart is seen in all of them. */
export function BrushedBand({ plot, buckets }: { plot: Plot; buckets: Buckets }) {
  const brushed = useBrushed()
  if (!brushed) return null
  const { from, to } = brushed.range
  const first = buckets.days.findLastIndex((day) => day <= from)
  const last = buckets.days.findLastIndex((day) => day < to)
  if (last < 0) return null
  const begin = Math.max(0, first)
  return (
    <rect
      data-brushed
      x={plot.left + begin * plot.step}
      y={MARGIN.top}
      width={(last - begin + 1) * plot.step}
      height={plot.height - MARGIN.top - MARGIN.bottom}
      className="fill-accent opacity-15"
    />
  )
}

'use client'

import { useMemo } from 'react'
import type { Usual } from './anomaly-request.ts'
import { BrushedBand } from './brushed/brushed-band.tsx'
import { TimeAxes } from './time-axes.tsx'
import { TimeMarks } from './time-marks.tsx'
import { MARGIN, plotOf, type TimeData } from './time-plot.ts'
import { TimeTip } from './time-tip.tsx'
import { useBrush } from './use-brush.ts'
import { useWidth } from './use-width.ts'
import { UnusualDots, UsualBand } from './usual-band.tsx'

interface TimeChartProps extends TimeData {
  readonly title: string
  readonly height?: number
  /** Called with the first and last place that were marked. */
  readonly onBrush?: (first: number, last: number) => void
  /** Called with what is marked so far. */
  readonly onMark?: (first: number, last: number) => void
  /** What was expected of the first line. */
  readonly usual?: Usual
  /** Called when nothing is marked any more. */
  readonly onLeave?: () => void
}

/**
 * Values over time. The pointer shows a place, and marks a range where it is dragged; on the keyboard arrows walk the places, with Shift they
 * mark, Enter takes what is marked.
 */
export function TimeChart(props: TimeChartProps) {
  const { title, buckets, lines, format, height = 220, usual, onBrush, onMark, onLeave } = props
  const [frame, width] = useWidth()
  const count = buckets.days.length
  const plot = useMemo(() => plotOf(lines, count, width, height), [lines, count, width, height])
  const brush = useBrush({ count, placeOf: (x) => Math.floor((x - plot.left) / plot.step), onBrush, onMark, onLeave })
  const { place, marked } = brush
  const text = place === null ? title : placeText(place, { buckets, lines, format })
  return (
    <div ref={frame} className="relative" data-chart={title}>
      <div
        role="slider"
        tabIndex={0}
        aria-label={title}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, count - 1)}
        aria-valuenow={place ?? Math.max(0, count - 1)}
        aria-valuetext={text}
        className={`touch-pan-y select-none ${onBrush ? 'cursor-crosshair' : ''}`}
        style={{ height }}
        {...brush.handlers}
      >
        {width > 0 && count > 0 && (
          <svg aria-hidden width={width} height={height} className="block overflow-visible">
            <TimeAxes plot={plot} buckets={buckets} unit={lines[0]?.unit ?? 'number'} format={format} />
            {onBrush && <BrushedBand plot={plot} buckets={buckets} />}
            {usual && <UsualBand plot={plot} usual={usual} />}
            <TimeMarks
              plot={plot}
              lines={lines}
              partial={buckets.partial}
              place={place}
              bottom={height - MARGIN.bottom}
            />
            {usual && <UnusualDots plot={plot} usual={usual} />}
          </svg>
        )}
      </div>
      {place !== null && width > 0 && (
        <TimeTip
          place={place}
          plot={plot}
          buckets={buckets}
          lines={lines}
          format={format}
          isMarking={marked !== null}
        />
      )}
    </div>
  )
}

/** What a screen reader says of a place. */
function placeText(place: number, { buckets, lines, format }: TimeData) {
  const when = format.bucket(buckets.days[place] ?? '', buckets.grain)
  const values = lines.map(({ label, values, unit }) => `${label} ${format.exact(values[place], unit)}`)
  return `${when}${buckets.partial[place] ? ', not complete' : ''}: ${values.join(', ')}`
}

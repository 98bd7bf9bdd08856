import { memo } from 'react'
import type { Buckets } from './series.ts'
import type { ShopFormat, Unit } from './shop-format.ts'
import { MARGIN, type Plot } from './time-plot.ts'
import { labelledPlaces } from './time-scale.ts'

interface TimeAxesProps {
  readonly plot: Plot
  readonly buckets: Buckets
  readonly unit: Unit
  readonly format: ShopFormat
}

const LABEL_WIDTH = 72

/** Hairlines, their values, the days below, and a shade on what is not complete. */
export const TimeAxes = memo(function TimeAxes({ plot, buckets, unit, format }: TimeAxesProps) {
  const bottom = plot.height - MARGIN.bottom
  return (
    <g className="text-[11px]">
      {buckets.days.map(
        (day, i) =>
          buckets.partial[i] && (
            <rect
              key={day}
              x={plot.left + i * plot.step}
              y={MARGIN.top}
              width={plot.step}
              height={bottom - MARGIN.top}
              className="fill-sunken"
            />
          ),
      )}
      {plot.ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={plot.left}
            x2={plot.width - MARGIN.right}
            y1={Math.round(plot.y(tick)) + 0.5}
            y2={Math.round(plot.y(tick)) + 0.5}
            className={tick === 0 ? 'stroke-line-strong' : 'stroke-line'}
          />
          <text x={plot.left - 8} y={plot.y(tick)} dy="0.35em" textAnchor="end" className="fill-ink-faint">
            {format.short(tick, unit)}
          </text>
        </g>
      ))}
      {labelledPlaces(buckets.days.length, plot.step, LABEL_WIDTH).map((i) => (
        <text key={i} x={plot.x(i)} y={plot.height - 6} textAnchor={anchorOf(plot, i)} className="fill-ink-faint">
          {format.tick(buckets.days[i] ?? '', buckets.grain)}
        </text>
      ))}
    </g>
  )
})

/** A label at the edge stays within the picture. */
function anchorOf(plot: Plot, place: number): 'middle' | 'end' {
  return plot.x(place) + LABEL_WIDTH / 2 > plot.width + 8 ? 'end' : 'middle'
}

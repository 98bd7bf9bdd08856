'use client'

import { BesidePlace } from './beside-place.tsx'
import type { ShopFormat, Unit } from './shop-format.ts'
import { MARGIN, type Plot, plotOf } from './time-plot.ts'
import { useBrush } from './use-brush.ts'
import { useWidth } from './use-width.ts'

interface CurveChartProps {
  readonly title: string
  /** At 0, 1, 2 … */
  readonly values: readonly number[]
  readonly unit: Unit
  readonly format: ShopFormat
  /** How a place is called. */
  readonly place: (at: number) => string
  readonly label: string
  readonly height?: number
}

const TICK_DAYS = 30
const LABEL_WIDTH = 44

/** A curve over days since something. The pointer and the arrows show a place. */
export function CurveChart({ title, values, unit, format, place: called, label, height = 220 }: CurveChartProps) {
  const [frame, width] = useWidth()
  const count = values.length
  const plot = plotOf(
    [{ name: label, label, unit, values, look: 'area', colour: 'var(--accent)' }],
    count,
    width,
    height,
  )
  const { place, handlers } = useBrush({
    count,
    placeOf: (x) => Math.floor((x - plot.left) / plot.step),
    onBrush: undefined,
    onMark: undefined,
    onLeave: undefined,
  })
  const shown = place === null ? undefined : values[place]
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
        aria-valuetext={`${called(place ?? count - 1)}: ${label} ${format.exact(values[place ?? count - 1], unit)}`}
        className="touch-pan-y select-none"
        style={{ height }}
        {...handlers}
      >
        {width > 0 && count > 0 && <Curve plot={plot} values={values} unit={unit} format={format} place={place} />}
      </div>
      {place !== null && width > 0 && (
        <BesidePlace place={place} plot={plot}>
          <p className="font-medium">{called(place)}</p>
          <p className="mt-1 text-ink-soft">
            {label} <span className="pl-2 font-medium text-ink">{format.exact(shown, unit)}</span>
          </p>
        </BesidePlace>
      )}
    </div>
  )
}

interface CurveProps extends Pick<CurveChartProps, 'values' | 'unit' | 'format'> {
  readonly plot: Plot
  readonly place: number | null
}

function Curve({ plot, values, unit, format, place }: CurveProps) {
  const { width, height } = plot
  const bottom = height - MARGIN.bottom
  const every = TICK_DAYS * Math.max(1, Math.ceil(LABEL_WIDTH / Math.max(1, TICK_DAYS * plot.step)))
  const ticks = Array.from({ length: Math.ceil(values.length / every) }, (_, i) => i * every)
  const path = values
    .map((value, i) => `${i === 0 ? 'M' : 'L'}${plot.x(i).toFixed(1)} ${plot.y(value).toFixed(1)}`)
    .join('')
  const shown = place === null ? undefined : values[place]
  return (
    <svg aria-hidden width={width} height={height} className="block overflow-visible text-[11px]">
      {plot.ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={plot.left}
            x2={width - MARGIN.right}
            y1={Math.round(plot.y(tick)) + 0.5}
            y2={Math.round(plot.y(tick)) + 0.5}
            className={tick === 0 ? 'stroke-line-strong' : 'stroke-line'}
          />
          <text x={plot.left - 8} y={plot.y(tick)} dy="0.35em" textAnchor="end" className="fill-ink-faint">
            {format.short(tick, unit)}
          </text>
        </g>
      ))}
      {ticks.map((at) => (
        <text key={at} x={plot.x(at)} y={height - 6} textAnchor="middle" className="fill-ink-faint">
          {at} d
        </text>
      ))}
      <path d={`${path}V${bottom}H${plot.x(0).toFixed(1)}Z`} fill="var(--accent)" opacity="0.1" />
      <path d={path} fill="none" stroke="var(--accent)" strokeWidth="2" strokeLinejoin="round" />
      {place !== null && shown !== undefined && (
        <>
          <line
            x1={plot.x(place)}
            x2={plot.x(place)}
            y1={8}
            y2={bottom}
            className="stroke-line-strong"
            strokeDasharray="3 3"
          />
          <circle
            cx={plot.x(place)}
            cy={plot.y(shown)}
            r="3.5"
            fill="var(--accent)"
            className="stroke-surface"
            strokeWidth="1.5"
          />
        </>
      )}
    </svg>
  )
}

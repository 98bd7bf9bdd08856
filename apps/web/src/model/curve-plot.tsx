'use client'

import type { Prediction } from '@zerosec/model'
import { type PointerEvent, useMemo, useState } from 'react'
import { formatShort } from '../numbers/format.ts'
import { type AxisRange, ticksOf } from './axis-range.ts'
import { areaPath, CLASS_STROKES, linePaths } from './curve-paths.ts'
import type { NumberFormInput, Settings } from './form-input.ts'
import type { Curve } from './model-messages.ts'
import { PlotFrame } from './plot-frame.tsx'

interface CurvePlotProps {
  readonly input: NumberFormInput
  readonly cell: Settings[string]
  readonly curve: Curve | null
  readonly range: AxisRange | null
  readonly prediction: Prediction | null
  readonly height: string
  readonly onPick: (value: number) => void
}

/** A response over one factor: curve, interval band, the setting. For the pointer only: keyboards have the slider below. */
export function CurvePlot({ input, cell, curve, range, prediction, height, onPick }: CurvePlotProps) {
  const { min, max, step } = input.slider
  const [pointed, setPointed] = useState<number | null>(null)
  const places = useMemo(() => (curve?.cells ?? []).map(Number), [curve])
  const across = (value: number) => (100 * (value - min)) / (max - min)
  const down = (value: number) => (range === null ? 50 : 100 * (1 - (value - range.low) / (range.high - range.low)))

  const valueAt = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    const share = Math.min(1, Math.max(0, (clientX - left) / width))
    return Number((Math.round((min + share * (max - min)) / step) * step).toPrecision(12))
  }
  const move = (event: PointerEvent<HTMLElement>) => {
    const value = valueAt(event)
    setPointed(value)
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onPick(value)
  }
  const here = typeof cell === 'number' && cell >= min && cell <= max ? cell : null
  const predicted = prediction?.kind === 'number' ? prediction.value : null
  return (
    <PlotFrame range={range} height={height} isDim={curve === null}>
      <div
        className="absolute inset-0 cursor-ew-resize touch-pan-y"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          onPick(valueAt(event))
        }}
        onPointerMove={move}
        onPointerLeave={() => setPointed(null)}
      >
        <span className="absolute inset-y-0 left-0 bg-sunken" style={{ width: `${across(input.low)}%` }} />
        <span className="absolute inset-y-0 right-0 bg-sunken" style={{ left: `${across(input.high)}%` }} />
        <Drawing
          curve={curve}
          range={range}
          places={places.map(across)}
          at={here === null ? null : across(here)}
          predicted={predicted}
          down={down}
        />
        {here !== null && predicted !== null && range && (
          <span
            className="absolute size-2.5 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-surface bg-accent-strong"
            style={{ left: `${across(here)}%`, top: `${down(predicted)}%` }}
          />
        )}
        {pointed !== null && curve && (
          <Readout places={places} curve={curve} pointed={pointed} isRight={across(pointed) > 50} />
        )}
      </div>
    </PlotFrame>
  )
}

interface DrawingProps extends Pick<CurvePlotProps, 'curve' | 'range'> {
  /** Across the picture, in hundredths. */
  readonly places: readonly number[]
  readonly at: number | null
  readonly predicted: number | null
  readonly down: (value: number) => number
}

function Drawing({ curve, range, places, at, predicted, down }: DrawingProps) {
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full overflow-hidden">
      {range &&
        ticksOf(range).map((tick) => (
          <path key={tick} d={`M0 ${down(tick)}H100`} className="stroke-line" vectorEffect="non-scaling-stroke" />
        ))}
      {curve && range && <CurveMarks curve={curve} places={places} down={down} />}
      {at !== null && (
        <path d={`M${at} 0V100`} className="stroke-ink-faint" strokeDasharray="3 3" vectorEffect="non-scaling-stroke" />
      )}
      {predicted !== null && (
        <path
          d={`M0 ${down(predicted)}H100`}
          className="stroke-ink-faint"
          strokeDasharray="3 3"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  )
}

function CurveMarks({
  curve,
  places,
  down,
}: {
  curve: Curve
  places: readonly number[]
  down: (value: number) => number
}) {
  const { lines, band, isInside } = curve
  return (
    <>
      {band && <path d={areaPath(places, band, down)} className="fill-accent" fillOpacity="0.16" />}
      {lines.map(({ name, values }, k) => {
        const { sure, unsure } = linePaths(places, values, isInside, down)
        const stroke = lines.length === 1 ? 'stroke-accent' : CLASS_STROKES[k % CLASS_STROKES.length]
        return (
          <g key={name} fill="none" className={stroke} strokeWidth="2">
            <path d={sure} vectorEffect="non-scaling-stroke" />
            <path d={unsure} vectorEffect="non-scaling-stroke" strokeDasharray="2 3" />
          </g>
        )
      })}
    </>
  )
}

/** What the curve is where the pointer is. */
function Readout({
  places,
  curve,
  pointed,
  isRight,
}: {
  places: readonly number[]
  curve: Curve
  pointed: number
  isRight: boolean
}) {
  const nearest = places.reduce(
    (best, place, i) => (Math.abs(place - pointed) < Math.abs(places[best]! - pointed) ? i : best),
    0,
  )
  const value = curve.lines[0]?.values[nearest]
  if (value === undefined || Number.isNaN(value) || curve.lines.length > 1) return null
  const interval = curve.band
    ? ` (${formatShort(curve.band.low[nearest]!)} to ${formatShort(curve.band.high[nearest]!)})`
    : ''
  return (
    <span
      className={`pointer-events-none absolute top-0.5 rounded bg-surface/90 px-1 text-[0.6875rem] whitespace-nowrap text-ink-soft ${
        isRight ? 'left-0.5' : 'right-0.5'
      }`}
    >
      {formatShort(places[nearest]!)}: {formatShort(value)}
      {interval}
    </span>
  )
}

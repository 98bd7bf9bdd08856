import type { Buckets } from './series.ts'
import type { ShopFormat, Unit } from './shop-format.ts'
import { niceTicks } from './time-scale.ts'

export interface TimeLine {
  readonly name: string
  readonly label: string
  readonly unit: Unit
  readonly values: readonly (number | null)[]
  /** bar: stacked on the bars before it; area: a line with its area; thin: a line in the background. */
  readonly look: 'bar' | 'area' | 'line' | 'thin'
  /** A colour's token. */
  readonly colour: string
}

/** What is drawn, and how it is written. */
export interface TimeData {
  readonly buckets: Buckets
  readonly lines: readonly TimeLine[]
  readonly format: ShopFormat
}

/** Where things are drawn, in pixels. */
export interface Plot {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly step: number
  x(place: number): number
  y(value: number): number
  readonly ticks: readonly number[]
}

export const MARGIN = { left: 52, right: 8, top: 8, bottom: 24 }

export function plotOf(lines: readonly TimeLine[], count: number, width: number, height: number): Plot {
  const bars = lines.filter(({ look }) => look === 'bar')
  const stacks = Array.from({ length: bars.length === 0 ? 0 : count }, (_, i) =>
    bars.reduce((sum, { values }) => sum + (values[i] ?? 0), 0),
  )
  const others = lines.filter(({ look }) => look !== 'bar').flatMap(({ values }) => values.filter((v) => v !== null))
  const all = [...stacks, ...others]
  const isScore = lines[0]?.unit === 'score'
  const [low, high] = isScore ? [1, 5] : [Math.min(0, ...all), Math.max(0, ...all)]
  const ticks = isScore ? [1, 2, 3, 4, 5] : niceTicks(low, high === low ? low + 1 : high, 5)
  const [bottom, top] = [ticks[0] ?? 0, ticks.at(-1) ?? 1]
  const step = Math.max(0, width - MARGIN.left - MARGIN.right) / Math.max(1, count)
  const inner = height - MARGIN.top - MARGIN.bottom
  return {
    width,
    height,
    left: MARGIN.left,
    step,
    ticks,
    x: (place) => MARGIN.left + (place + 0.5) * step,
    y: (value) => MARGIN.top + inner * (1 - (value - bottom) / (top - bottom || 1)),
  }
}

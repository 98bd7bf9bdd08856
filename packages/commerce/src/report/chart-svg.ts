import type { CommerceAnomalies, CommerceAnomalySeries } from '@zerosec/contract'
import { THEME_COLORS } from '@zerosec/report'
import { escaped } from '../wording/escaped.ts'

const WIDTH = 440
const HEIGHT = 180
const MARGIN = { left: 46, right: 18, top: 10, bottom: 24 }
const LABEL_PX = 56
/** The band is drawn as far as so many times the largest value: beyond it the bars would be too small to read. */
const TALLEST_BAND = 1.5
const colors = THEME_COLORS.light

const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'short', year: '2-digit', timeZone: 'UTC' })

/**
 * Bars over time with the band that was expected, as SVG that stands within a page: its own few lines and not the figures of analyses, as
 * Vega's layout would hold the service for most of a second. The last bar is the report's own; unusual ones have a ring above them.
 */
export function chartSvg(
  series: CommerceAnomalySeries,
  { buckets, grain }: Pick<CommerceAnomalies, 'buckets' | 'grain'>,
): string {
  const { values, low, high, label, anomalies } = series
  const scale = scaleOf(values, high)
  const { x, y, step, ticks } = scale
  const bars = values.map((value, i) => {
    if (value === null) return ''
    const [top, bottom] = [y(Math.max(0, value)), y(Math.min(0, value))]
    const width = Math.max(1, Math.min(28, step * 0.66))
    const isLast = i === values.length - 1
    return `<rect x="${px(x(i) - width / 2)}" y="${px(top)}" width="${px(width)}" height="${px(Math.max(0.5, bottom - top))}" fill="${isLast ? colors.accent : '#9cc4df'}"/>`
  })
  const rings = anomalies.map(({ bucket, value }) => {
    const i = buckets.indexOf(bucket)
    return i === -1
      ? ''
      : `<circle cx="${px(x(i))}" cy="${px(y(value))}" r="5" fill="#fff" stroke="#b84a00" stroke-width="2"/>`
  })
  const lines = ticks.map(
    (tick) =>
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${px(y(tick))}" y2="${px(y(tick))}" stroke="${tick === 0 ? colors.line : colors.grid}"/>` +
      `<text x="${MARGIN.left - 8}" y="${px(y(tick) + 4)}" text-anchor="end">${SHORT.format(tick)}</text>`,
  )
  const every = Math.max(1, Math.ceil(LABEL_PX / Math.max(step, 0.01)))
  const labels = buckets.map((bucket, i) =>
    (buckets.length - 1 - i) % every === 0
      ? `<text x="${px(x(i))}" y="${HEIGHT - 6}" text-anchor="middle">${(grain === 'month' ? MONTH : DAY).format(new Date(bucket))}</text>`
      : '',
  )
  return `<svg role="img" aria-label="${escaped(`${label} over time`)}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-size="11" fill="${colors.muted}">${lines.join('')}<path d="${bandPath(low, high, scale)}" fill="${colors.ink}" opacity="0.09"/>${bars.join('')}${rings.join('')}${labels.join('')}</svg>`
}

interface Scale {
  readonly step: number
  readonly ticks: readonly number[]
  readonly x: (place: number) => number
  readonly y: (value: number) => number
}

function scaleOf(values: readonly (number | null)[], high: readonly (number | null)[]): Scale {
  const known = values.filter((value) => value !== null)
  const largest = Math.max(0, ...known)
  const tops = high.filter((value) => value !== null).map((value) => Math.min(value, largest * TALLEST_BAND))
  const ticks = ticksOf(Math.min(0, ...known), Math.max(largest, ...tops))
  const [bottom = 0, top = 1] = [ticks[0], ticks.at(-1)]
  const step = (WIDTH - MARGIN.left - MARGIN.right) / Math.max(1, values.length)
  const inner = HEIGHT - MARGIN.top - MARGIN.bottom
  return {
    step,
    ticks,
    x: (place) => MARGIN.left + (place + 0.5) * step,
    y: (value) => MARGIN.top + inner * (1 - (Math.min(top, Math.max(bottom, value)) - bottom) / (top - bottom || 1)),
  }
}

/** Round numbers from a little below the values to a little above them. */
function ticksOf(low: number, high: number): number[] {
  const rough = (high - low || 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const size = power * ([1, 2, 2.5, 5, 10].find((each) => each * power >= rough) ?? 10)
  const first = Math.floor(low / size + 1e-9)
  const last = Math.max(first + 1, Math.ceil(high / size - 1e-9))
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * size)
}

function bandPath(low: readonly (number | null)[], high: readonly (number | null)[], { x, y, step }: Scale): string {
  return low
    .map((bottom, i) => {
      const top = high[i] ?? null
      if (bottom === null || top === null) return ''
      const [left, right] = [px(x(i) - step / 2), px(x(i) + step / 2)]
      return `M${left} ${px(y(top))}H${right}V${px(y(bottom))}H${left}Z`
    })
    .join('')
}

function px(value: number): string {
  return value.toFixed(1)
}

export interface AxisRange {
  readonly low: number
  readonly high: number
}

/** The range with room for the values: round ends a little beyond them. The same object where they fit. */
export function extended(range: AxisRange | null, values: readonly number[]): AxisRange | null {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) return range
  if (range && low >= range.low && high <= range.high) return range
  const from = Math.min(low, range?.low ?? low)
  const to = Math.max(high, range?.high ?? high)
  const step = tickStep(to - from || Math.abs(to) || 1)
  return { low: round(Math.floor(from / step) * step), high: round(Math.ceil(to / step) * step) }
}

/** Two to five round numbers within the range. */
export function ticksOf({ low, high }: AxisRange): number[] {
  const step = tickStep(high - low) * 2
  const first = Math.ceil(low / step - 1e-9)
  const count = Math.floor(high / step + 1e-9) - first + 1
  return Array.from({ length: Math.max(0, count) }, (_, i) => round((first + i) * step))
}

/** A step of 1, 2 or 5 times a power of ten, of which the span holds four to ten. */
function tickStep(span: number): number {
  const power = 10 ** Math.floor(Math.log10(span / 4))
  const factor = [5, 2, 1].find((candidate) => candidate * power <= span / 4) ?? 1
  return factor * power
}

function round(value: number): number {
  return Number(value.toPrecision(12))
}

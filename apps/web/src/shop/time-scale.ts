/** Round steps from a little below the values to a little above them, at most about `count` of them. */
export function niceTicks(low: number, high: number, count: number): number[] {
  const span = high - low || Math.abs(high) || 1
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * (STEPS.find((each) => each * power >= rough) ?? 10)
  const first = Math.floor(low / step + 1e-9)
  const last = Math.ceil(high / step - 1e-9)
  return Array.from({ length: Math.max(2, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}
const STEPS = [1, 2, 2.5, 5, 10]

/** Which of the places get a label, so that labels of this width do not meet; the last one always has its place. */
export function labelledPlaces(places: number, widthAPlace: number, labelWidth: number): number[] {
  const every = Math.max(1, Math.ceil(labelWidth / Math.max(widthAPlace, 0.01)))
  return Array.from({ length: places }, (_, i) => i).filter((i) => (places - 1 - i) % every === 0)
}

export interface Segment {
  readonly from: number
  readonly to: number
  readonly isPartial: boolean
}

/** Lines between neighbours that both have a value; one that touches a bucket that is not complete is told apart. */
export function lineSegments(values: readonly (number | null)[], partial: readonly boolean[]): Segment[] {
  const segments: Segment[] = []
  for (let i = 1; i < values.length; i++) {
    if (values[i] === null || values[i - 1] === null) continue
    segments.push({ from: i - 1, to: i, isPartial: partial[i] === true || partial[i - 1] === true })
  }
  return segments
}

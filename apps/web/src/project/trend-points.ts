/** A figure of each round; null where there is none. */
export interface TrendPoint {
  readonly round: number
  readonly value: number | null
  /** Drawn as a line beside it. */
  readonly soFar?: number | null
}

export interface TrendShape {
  readonly dots: readonly { readonly round: number; readonly x: number; readonly y: number }[]
  /** Of the values so far; of the values themselves where there are none. */
  readonly line: string
}

/** Rounds evenly along x, values along y with room above and below; `width` × `height` with y downwards. */
export function trendShape(points: readonly TrendPoint[], width: number, height: number, margin: number): TrendShape {
  const known = points.flatMap(({ value, soFar }) => [value, soFar ?? null]).filter((value) => value !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const x = (place: number) =>
    points.length < 2 ? width / 2 : margin + (place / (points.length - 1)) * (width - 2 * margin)
  const y = (value: number) =>
    low === high ? height / 2 : height - margin - ((value - low) / (high - low)) * (height - 2 * margin)
  const dots = points.flatMap(({ round, value }, place) =>
    value === null ? [] : [{ round, x: x(place), y: y(value) }],
  )
  const hasSoFar = points.some(({ soFar }) => soFar !== undefined)
  const line = points
    .map(({ value, soFar }, place) => ({ place, value: hasSoFar ? (soFar ?? null) : value }))
    .flatMap(({ place, value }) => (value === null ? [] : [`${x(place).toFixed(1)},${y(value).toFixed(1)}`]))
    .join(' ')
  return { dots, line }
}

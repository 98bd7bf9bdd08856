const LARGEST = 3.4028234663852886e38
const bits = new DataView(new ArrayBuffer(4))

/**
 * The float32 number T for which a float32 value is below T exactly where it is at most `threshold`: the next above the largest float32
 * that is not above it.
 *
 * A value v that is no float32 itself is rounded to one before it is compared. It then falls on its own side of the threshold if no more
 * than rounding separates them, which holds for thresholds midway between two training values that lie two float32 steps apart or more
 * (a relative 2.4e-7), and for all values that are float32 numbers.
 */
export function exclusiveThreshold(threshold: number): number {
  if (threshold < -LARGEST) return -LARGEST
  const below = floor32(threshold)
  return below >= LARGEST ? LARGEST : next32(below)
}

/** The shortest decimal that reads back as the same float32: nine digits at most. */
export function float32Text(value: number): string {
  const single = Math.max(-LARGEST, Math.min(Math.fround(value), LARGEST))
  for (let digits = 5; digits < 8; digits++) {
    const text = single.toExponential(digits)
    if (Math.fround(Number(text)) === single) return text
  }
  return single.toExponential(8)
}

/** The largest float32 that is not above a value. */
function floor32(value: number): number {
  if (value >= LARGEST) return LARGEST
  const nearest = Math.fround(value)
  return nearest > value ? -next32(-nearest) : nearest
}

function next32(value: number): number {
  if (value === 0) return 2 ** -149
  bits.setFloat32(0, value)
  bits.setInt32(0, bits.getInt32(0) + (value > 0 ? 1 : -1))
  return bits.getFloat32(0)
}

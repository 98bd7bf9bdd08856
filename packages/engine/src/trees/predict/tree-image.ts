/** A number's codes: its rank among the thresholds. */
export interface NumberCode {
  readonly feature: number
  /** The column of codes that are 0 where the value is missing; in the next one they are the largest. */
  readonly column: number
  readonly thresholdsAt: number
  /** Thresholds in the image: a power of two above `known`. */
  readonly width: number
  readonly known: number
}

export interface LevelCode {
  readonly feature: number
  readonly column: number
  /** levels + 1: the code of each level, and last that of a missing one. */
  readonly codes: Uint16Array
}

/** Trees as the kernels read them, and how values become the codes that they compare. */
export interface TreeImage {
  /** masks: trees of at most 64 leaves, by sets of leaves. descent: trees of any size, node by node. */
  readonly kind: 'masks' | 'descent'
  /** What stands at the start of the kernels' memory. */
  readonly bytes: Uint8Array
  readonly treesAt: number
  readonly trees: number
  readonly columns: number
  readonly numbers: readonly NumberCode[]
  readonly levels: readonly LevelCode[]
  /** Of descent: from a node to its value, and from half its place to the place of its set. */
  readonly toValues: number
  readonly toSets: number
  readonly hasSets: boolean
}

/** Two columns of codes for each feature that is asked for thresholds, from column 0 on. The thresholds are to be put at `thresholdsAt`. */
export function numberCodes(thresholds: readonly Float64Array[], thresholdsAt: number): NumberCode[] {
  const codes: NumberCode[] = []
  let at = thresholdsAt
  for (const [feature, { length }] of thresholds.entries()) {
    if (length === 0) continue
    const width = 2 ** Math.ceil(Math.log2(length + 1))
    codes.push({ feature, column: 2 * codes.length, thresholdsAt: at, width, known: length })
    at += 8 * width
  }
  return codes
}

export function thresholdBytes(codes: readonly NumberCode[]): number {
  return codes.reduce((sum, { width }) => sum + 8 * width, 0)
}

export function putThresholds(
  bytes: Uint8Array,
  codes: readonly NumberCode[],
  thresholds: readonly Float64Array[],
): void {
  for (const { feature, thresholdsAt, width } of codes) {
    const place = new Float64Array(bytes.buffer, thresholdsAt, width)
    place.fill(Number.POSITIVE_INFINITY)
    place.set(thresholds[feature]!)
  }
}

/** Strokes of the classes, in their order. */
export const CLASS_STROKES = [
  'stroke-class-1',
  'stroke-class-2',
  'stroke-class-3',
  'stroke-class-4',
  'stroke-class-5',
  'stroke-class-6',
]

/** The line where the model has data near by, and the rest of it: `M` and `L` of a path. A gap where there is no value. */
export function linePaths(
  places: readonly number[],
  values: Float64Array,
  isInside: readonly boolean[],
  down: (value: number) => number,
): { readonly sure: string; readonly unsure: string } {
  const parts = { sure: '', unsure: '' }
  let drawn: keyof typeof parts | null = null
  for (let i = 0; i + 1 < places.length; i++) {
    if (Number.isNaN(values[i]!) || Number.isNaN(values[i + 1]!)) {
      drawn = null
      continue
    }
    const part = isInside[i] && isInside[i + 1] ? 'sure' : 'unsure'
    if (part !== drawn) parts[part] += `M${written(places[i]!)} ${written(down(values[i]!))}`
    parts[part] += `L${written(places[i + 1]!)} ${written(down(values[i + 1]!))}`
    drawn = part
  }
  return parts
}

/** The outline of a band: along its lower end, and back along its upper one. Places without it are passed over. */
export function areaPath(
  places: readonly number[],
  { low, high }: { readonly low: Float64Array; readonly high: Float64Array },
  down: (value: number) => number,
): string {
  const known = places.flatMap((place, i) => (Number.isNaN(low[i]!) ? [] : [{ place, i }]))
  const lower = known.map(({ place, i }) => `${written(place)} ${written(down(low[i]!))}`)
  const upper = known.toReversed().map(({ place, i }) => `${written(place)} ${written(down(high[i]!))}`)
  return known.length < 2 ? '' : `M${[...lower, ...upper].join('L')}Z`
}

function written(value: number): string {
  return value.toFixed(2)
}

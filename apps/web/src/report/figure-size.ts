type Spec = Readonly<Record<string, unknown>>

const COMPOSITIONS = ['hconcat', 'vconcat', 'concat', 'facet', 'repeat', 'spec']
const NARROW = 520
/** What a small plot of a composition needs with its axes; pixels. */
const CELL_WIDTH = 250

/** Several plots in one figure: it has a width of its own, where a single plot takes the width of its frame. */
export function isComposed(spec: Spec): boolean {
  return COMPOSITIONS.some((part) => part in spec)
}

export function isNarrow(width: number): boolean {
  return width < NARROW
}

/** The spec for a frame of `width` pixels: a plot fills it, small plots wrap to as many columns as fit. */
export function fitted(spec: Spec, width: number): Spec {
  if (!isComposed(spec)) return { ...spec, width: 'container' }
  if (typeof spec.columns !== 'number') return spec
  return { ...spec, columns: Math.min(spec.columns, Math.max(1, Math.floor(width / CELL_WIDTH))) }
}

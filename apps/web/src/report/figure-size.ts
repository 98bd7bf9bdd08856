type Spec = Readonly<Record<string, unknown>>

const COMPOSITIONS = ['hconcat', 'vconcat', 'concat', 'facet', 'repeat', 'spec']
const NARROW = 520
/** The least that a small plot of a composition takes with its axes, and what of that is not the plot itself; pixels. */
const CELL_WIDTH = 240
const AXES_WIDTH = 66
const FRAME_PADDING = 30

/** Several plots in one figure: it has a width of its own, where a single plot takes the width of its frame. */
export function isComposed(spec: Spec): boolean {
  return COMPOSITIONS.some((part) => part in spec)
}

export function isNarrow(width: number): boolean {
  return width < NARROW
}

/** The spec for a frame of `width` pixels: a plot fills it, small plots wrap to as many columns as fit and fill those. */
export function fitted(spec: Spec, width: number): Spec {
  if (!isComposed(spec)) return { ...spec, width: 'container' }
  const { columns, concat } = spec
  if (typeof columns !== 'number' || !Array.isArray(concat)) return spec
  const fitting = Math.min(columns, Math.max(1, Math.floor(width / CELL_WIDTH)))
  const plotWidth = Math.floor((width - FRAME_PADDING) / fitting) - AXES_WIDTH
  const resized = concat.map((plot: Spec) => (typeof plot['width'] === 'number' ? { ...plot, width: plotWidth } : plot))
  return { ...spec, columns: fitting, concat: resized }
}

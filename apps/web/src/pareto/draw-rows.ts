import { THEME_COLORS, type ThemeName } from '@zerosec/report'

/** Inks of a picture: those of the figures. */
export interface Inks {
  readonly chosen: string
  readonly other: string
  readonly pointed: string
  readonly surface: string
}

export function inksOf(theme: ThemeName): Inks {
  const { accent, line, category, background } = THEME_COLORS[theme]
  return { chosen: accent, other: line, pointed: category[1]!, surface: background }
}

/** A canvas made ready: cleared, and in CSS pixels whatever the screen's resolution. Null where it has no size yet. */
export function clearedCanvas(canvas: HTMLCanvasElement) {
  const { clientWidth: width, clientHeight: height } = canvas
  const context = canvas.getContext('2d')
  if (!context || width === 0 || height === 0) return null
  const ratio = window.devicePixelRatio || 1
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  context.scale(ratio, ratio)
  return { context, width, height }
}

/** Rows that are not chosen first, then the chosen ones, then the one that is pointed at. */
export function inDrawingOrder(
  chosen: Uint8Array,
  pointed: number | null,
  draw: (row: number, ink: keyof Inks) => void,
): void {
  for (let i = 0; i < chosen.length; i++) if (chosen[i] === 0) draw(i, 'other')
  for (let i = 0; i < chosen.length; i++) if (chosen[i] === 1) draw(i, 'chosen')
  if (pointed !== null) draw(pointed, 'pointed')
}

/** The fewer rows, the stronger each line is drawn. */
export function lineOpacity(rows: number): number {
  return Math.min(0.85, Math.max(0.12, 12 / Math.sqrt(Math.max(1, rows)) / 1.6))
}

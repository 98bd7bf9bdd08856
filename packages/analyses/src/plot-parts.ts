import type { FigureBlock } from '@zerosec/report'

/** Parts of Vega-Lite specifications that the figures share. */
export type Spec = Readonly<Record<string, unknown>>

/** A column as axes and sentences name it. */
export interface Named {
  readonly name: string
  readonly unit?: string
}

export const SIZE = { width: 480, height: 320 }
/** More points than this hide each other and make the page slow. */
const MAX_POINTS = 5_000
const TREND_GROUPS = 20

/** The name with its unit, unless the name has it already: `圧縮強度（MPa）`. */
export function axisTitle({ name, unit }: Named): string {
  const isNamed = unit === undefined || (/[)\]）］]$/.test(name.trim()) && name.includes(unit))
  return isNamed ? name : `${name} [${unit}]`
}

/** A figure of points; the caption says so where not all are drawn. */
export function pointFigure(
  { id, title, caption }: { id: string; title: string; caption: string },
  { drawn, all }: { drawn: number; all: number },
  layer: readonly Spec[],
): FigureBlock {
  const sampling = drawn < all ? ` ${drawn} of ${all} rows are drawn, evenly spaced.` : ''
  return { kind: 'figure', id, title, caption: `${caption}${sampling}`, spec: { ...SIZE, layer } }
}

/** Every k-th item, so that at most 5,000 remain; the last one stays. */
export function sampled<Item>(items: readonly Item[]): readonly Item[] {
  if (items.length <= MAX_POINTS) return items
  const step = (items.length - 1) / (MAX_POINTS - 1)
  return Array.from({ length: MAX_POINTS }, (_, k) => items[Math.round(k * step)]!)
}

/** An axis of numbers that need not start at zero. */
export function quantity(field: string, title: string, domain?: readonly [number, number]): Spec {
  return { field, type: 'quantitative', title, scale: domain ? { domain, nice: false } : { zero: false } }
}

export function tip(field: string, title: string): Spec {
  return { field, title, type: 'quantitative', format: '.4~g' }
}

export function rowTip(): Spec {
  return { field: 'row', title: 'row', type: 'quantitative', format: 'd' }
}

export function observations(values: readonly object[], x: Spec, y: Spec, tips: readonly Spec[] = []): Spec {
  const named = [x, y].map((axis) => tip(String(axis['field']), String(axis['title'])))
  return {
    data: { values },
    mark: pointMark(values.length),
    encoding: { x, y, tooltip: [rowTip(), ...named, ...tips] },
  }
}

/** A line to compare with, through the given points. */
export function referenceLine(points: readonly { x: number; y: number }[], line = 0): Spec {
  return {
    data: { values: points.map((point, order) => ({ ...point, order, line })) },
    mark: { type: 'line', style: 'reference' },
    encoding: {
      x: { field: 'x', type: 'quantitative', scale: { zero: false } },
      y: { field: 'y', type: 'quantitative', scale: { zero: false } },
      order: { field: 'order', type: 'quantitative' },
    },
  }
}

export function zeroLine(): Spec {
  return {
    data: { values: [{ zero: 0 }] },
    mark: { type: 'rule', style: 'reference' },
    encoding: { y: { field: 'zero', type: 'quantitative' } },
  }
}

/** Many points are drawn smaller and lighter, so that a line among them and their density can be seen. */
export function pointMark(count: number): Spec {
  return { type: 'point', style: 'observation', ...(count > 400 ? { size: 20, opacity: 0.4 } : {}) }
}

/** The mean of neighbouring points, in groups of equal size along x. */
export function trendLine(points: readonly { x: number; y: number }[]): Spec {
  const sorted = [...points].sort((a, b) => a.x - b.x)
  const groups = Math.max(2, Math.min(TREND_GROUPS, Math.floor(sorted.length / 10)))
  const values = Array.from({ length: groups }, (_, g) => {
    const group = sorted.slice(Math.floor((g * sorted.length) / groups), Math.floor(((g + 1) * sorted.length) / groups))
    const mean = (of: (point: { x: number; y: number }) => number) =>
      group.reduce((sum, point) => sum + of(point), 0) / group.length
    return { x: mean((point) => point.x), y: mean((point) => point.y) }
  })
  return {
    data: { values: sorted.length < 2 * groups ? [] : values },
    mark: { type: 'line', style: 'fit', interpolate: 'monotone' },
    encoding: {
      x: { field: 'x', type: 'quantitative', scale: { zero: false } },
      y: { field: 'y', type: 'quantitative', scale: { zero: false } },
    },
  }
}

export function extent(values: readonly number[]): [number, number] {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

/** A number as sentences and labels show it: four significant digits, no exponent where it can be avoided. */
export function shortNumber(value: number): string {
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 1e6 || size < 1e-4) return value.toExponential(2)
  return String(Number(value.toPrecision(size >= 1000 ? 5 : 3)))
}

import type { Config } from 'vega-lite'

export type ThemeName = 'light' | 'dark'

/** The inks of a theme. `category` is told apart with any kind of colour vision (light: Okabe & Ito 2008 without their yellow). */
export interface ThemeColors {
  readonly background: string
  readonly ink: string
  readonly muted: string
  readonly line: string
  readonly grid: string
  readonly accent: string
  readonly category: readonly string[]
  readonly ramp: readonly string[]
  readonly diverging: readonly string[]
}

export const THEME_COLORS: Readonly<Record<ThemeName, ThemeColors>> = {
  light: {
    background: '#ffffff',
    ink: '#1b2733',
    muted: '#596673',
    line: '#8c98a4',
    grid: '#e9edf1',
    accent: '#0067a8',
    category: ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#6b7680'],
    ramp: ['#e6f0f7', '#8dbbd9', '#2f7fb3', '#0b3d66'],
    diverging: ['#0b5c99', '#8fbbdc', '#f4f4f2', '#f0b48a', '#b84a00'],
  },
  dark: {
    background: '#14191f',
    ink: '#e8edf2',
    muted: '#a3afbb',
    line: '#6b7884',
    grid: '#29313a',
    accent: '#5ab4f0',
    category: ['#4c9be8', '#ff9950', '#8fe3bd', '#d670b0', '#f5dc6b', '#2f7f73', '#9c5b1f'],
    ramp: ['#16324a', '#1f6296', '#56a8dc', '#d6ecfb'],
    diverging: ['#5ab4f0', '#2d6f9f', '#2b3138', '#a8622c', '#f2a25c'],
  },
}

/** Noto Sans JP is what the headless renderings draw and measure with; a browser without it takes its own sans-serif. */
export const FIGURE_FONT = 'Noto Sans JP, sans-serif'

/**
 * The look of every figure, as a Vega-Lite config: the page passes it to the view, PNG and SVG are rendered with it.
 *
 * A spec stays free of theme by naming its marks' roles in `mark.style`: `observation` (measured points), `fit` (a fitted
 * line), `estimate` (a point with an interval), `interval` (the interval's bar or band), `reference` (a line to compare
 * with: identity, zero, a limit), `annotation` (text in the plot).
 */
export function figureTheme(name: ThemeName = 'light'): Config {
  const colors = THEME_COLORS[name]
  return {
    background: colors.background,
    font: FIGURE_FONT,
    padding: { left: 12, top: 12, right: 16, bottom: 10 },
    view: { continuousWidth: 420, continuousHeight: 280, discreteHeight: { step: 24 }, stroke: null },
    ...guides(colors),
    ...marks(colors),
    range: {
      category: [...colors.category],
      ramp: [...colors.ramp],
      heatmap: [...colors.ramp],
      diverging: [...colors.diverging],
    },
  }
}

function guides(colors: ThemeColors): Config {
  return {
    axis: {
      labelColor: colors.muted,
      labelFontSize: 11,
      labelLimit: 260,
      labelPadding: 5,
      titleColor: colors.ink,
      titleFontSize: 12,
      titleFontWeight: 400,
      titlePadding: 9,
      gridColor: colors.grid,
      gridWidth: 1,
      domainColor: colors.line,
      domainWidth: 1,
      tickColor: colors.line,
      tickSize: 4,
    },
    axisQuantitative: { tickCount: 6, labelFlush: false },
    axisDiscrete: { grid: false, ticks: false },
    legend: {
      labelColor: colors.ink,
      labelFontSize: 11,
      labelLimit: 220,
      titleColor: colors.muted,
      titleFontSize: 11,
      titleFontWeight: 400,
      titleLimit: 220,
      symbolSize: 56,
      symbolStrokeWidth: 1.5,
      offset: 14,
    },
    title: {
      anchor: 'start',
      frame: 'bounds',
      color: colors.ink,
      fontSize: 14,
      fontWeight: 600,
      lineHeight: 19,
      offset: 14,
      subtitleColor: colors.muted,
      subtitleFontSize: 11,
      subtitleFontWeight: 400,
      subtitlePadding: 4,
    },
    header: {
      labelColor: colors.ink,
      labelFontSize: 11,
      titleColor: colors.muted,
      titleFontSize: 11,
      titleFontWeight: 400,
    },
    facet: { spacing: 24 },
    concat: { spacing: 28 },
  }
}

function marks(colors: ThemeColors): Config {
  return {
    // a reader hears the axes and the legend, not a thousand points
    mark: { color: colors.accent, aria: false },
    point: { filled: true, size: 36, opacity: 0.65 },
    circle: { size: 36, opacity: 0.65 },
    line: { strokeWidth: 2 },
    area: { opacity: 0.16 },
    bar: { color: colors.accent },
    rule: { color: colors.muted, strokeWidth: 1 },
    tick: { thickness: 1.5 },
    text: { color: colors.ink, fontSize: 11 },
    rect: { stroke: colors.background },
    boxplot: { size: 18 },
    style: {
      observation: { color: colors.accent, opacity: 0.6 },
      fit: { color: colors.accent, strokeWidth: 2 },
      estimate: { color: colors.accent, opacity: 1, size: 56 },
      interval: { color: colors.accent, strokeWidth: 2 },
      reference: { color: colors.muted, strokeWidth: 1.25, strokeDash: [5, 4] },
      annotation: { color: colors.muted, fontSize: 11 },
    },
  }
}

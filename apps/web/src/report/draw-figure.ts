import { figureTheme, refusingLoader, type ThemeName } from '@zerosec/report'
import embed, { type EmbedOptions, type Result } from 'vega-embed'
import { expressionInterpreter } from 'vega-interpreter'
import { fitted, isNarrow } from './figure-size.ts'

/** Vega warns of a bar chart whose height follows its bars, which is what is wanted. */
const ERRORS_ONLY = 1

type Spec = Readonly<Record<string, unknown>>

const PAGE_FONT = "'IBM Plex Sans Variable', 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans JP Variable', sans-serif"

/**
 * Draws a figure into `element`. Expressions are interpreted, not compiled to functions, so that the page's policy need
 * not allow eval; nothing is loaded from anywhere.
 */
export async function drawFigure(element: HTMLElement, title: string, spec: Spec, theme: ThemeName): Promise<Result> {
  await document.fonts.ready
  const width = element.clientWidth
  const base = figureTheme(theme)
  const options: EmbedOptions = {
    mode: 'vega-lite',
    ast: true,
    expr: expressionInterpreter,
    loader: refusingLoader(),
    renderer: 'svg',
    actions: false,
    logLevel: ERRORS_ONLY,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true, theme: 'zerosec' },
    config: { ...base, font: PAGE_FONT, legend: { ...base.legend, ...(isNarrow(width) ? { orient: 'top' } : {}) } },
  }
  return embed(element, { ...fitted(spec, width), description: title }, options)
}

import { figureTheme, refusingLoader, type ThemeName } from '@zerosec/report'
import embed, { type EmbedOptions, type Result } from 'vega-embed'
import { expressionInterpreter } from 'vega-interpreter'

type Spec = Readonly<Record<string, unknown>>

const PAGE_FONT = "'IBM Plex Sans Variable', 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans JP Variable', sans-serif"
/** Compositions have widths of their own; a single plot can take the width of the page. */
const COMPOSED = ['hconcat', 'vconcat', 'concat', 'facet', 'repeat', 'spec']

/**
 * Draws a figure into `element`. Expressions are interpreted, not compiled to functions, so that the page's policy need
 * not allow eval; nothing is loaded from anywhere.
 */
export async function drawFigure(element: HTMLElement, title: string, spec: Spec, theme: ThemeName): Promise<Result> {
  await document.fonts.ready
  const options: EmbedOptions = {
    mode: 'vega-lite',
    ast: true,
    expr: expressionInterpreter,
    loader: refusingLoader(),
    renderer: 'svg',
    actions: false,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true, theme: 'zerosec' },
    config: { ...figureTheme(theme), font: PAGE_FONT },
  }
  return embed(element, { ...responsive(spec), description: title }, options)
}

function responsive(spec: Spec): Spec {
  if (COMPOSED.some((part) => part in spec)) return spec
  return { ...spec, width: 'container' }
}

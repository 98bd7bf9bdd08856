import type { LoggerInterface } from 'vega'
import type { TopLevelSpec } from 'vega-lite'
import type { FigureBlock } from '../document.ts'
import { refusingLoader } from './refusing-loader.ts'
import { textWidth } from './text.ts'
import { figureTheme, type ThemeName } from './theme.ts'
import { withoutTooltips } from './without-tooltips.ts'
import { wrapTitle } from './wrap-title.ts'

/**
 * A figure as an SVG document with the theme applied; the figure's title is drawn unless its spec has one.
 *
 * Texts stay texts (they can be edited and searched); the layout is made with the widths of Noto Sans JP.
 *
 * @throws RangeError if the spec is not one that Vega-Lite can draw, or asks for data or pictures by address
 */
export async function renderSvg(figure: FigureBlock, theme: ThemeName = 'light'): Promise<string> {
  const [vega, vegaLite] = await Promise.all([loadVega(), import('vega-lite')])
  const loader = refusingLoader()
  try {
    const spec = { title: wrapTitle(figure), ...withoutTooltips(figure.spec) } as unknown as TopLevelSpec
    const compiled = vegaLite.compile(spec, { config: figureTheme(theme), logger: silent }).spec
    const view = new vega.View(vega.parse(compiled), { renderer: 'none', loader, logger: silent })
    const svg = await view.toSVG()
    view.finalize()
    if (loader.refused.length === 0) return withOwnIds(svg)
  } catch (cause) {
    throw new RangeError(
      `figure ${figure.id} can't be drawn: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    )
  }
  throw new RangeError(`figure ${figure.id} must hold its data inline; it asks for ${loader.refused.join(', ')}`)
}

/** Vega counts the ids of gradients and clips through the whole process; in a figure of its own they count from 0. */
function withOwnIds(svg: string): string {
  const ids = new Map<string, string>()
  return svg.replace(/(id="|url\(#)(gradient_|clip)\d+/g, (whole, before: string, kind: string) => {
    const id = whole.slice(before.length)
    if (!ids.has(id)) ids.set(id, `${kind}${ids.size}`)
    return before + ids.get(id)
  })
}

type Vega = typeof import('vega')

let vega: Promise<Vega> | undefined

/** Without a canvas Vega takes every character for 0.8 em wide; Japanese is 1 em, digits are 0.55 em. */
function loadVega(): Promise<Vega> {
  vega ??= import('vega').then((module) => {
    const { textMetrics } = module as unknown as { textMetrics: { width: (item: TextItem, text: TextValue) => number } }
    textMetrics.width = (item, text) => {
      const width =
        text === null || text === undefined ? 0 : textWidth(String(text).trim(), item.fontSize ?? 11, item.fontWeight)
      return item.limit && item.limit > 0 ? Math.min(width, item.limit) : width
    }
    return module
  })
  return vega
}

/** A label's text: what the data hold. */
type TextValue = string | number | boolean | null | undefined

interface TextItem {
  readonly fontSize?: number
  readonly fontWeight?: string | number
  /** Longest width; Vega cuts the text to it when it draws. */
  readonly limit?: number
}

const silent: LoggerInterface = {
  level: () => silent,
  error: (...problem: unknown[]) => {
    throw problem[0] instanceof Error ? problem[0] : new Error(problem.join(' '))
  },
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
}

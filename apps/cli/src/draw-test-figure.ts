import type { FigureBlock } from '@zerosec/report'
import { renderPng, renderSvg } from '@zerosec/report/render'

const FIGURE: FigureBlock = {
  kind: 'figure',
  id: 'doctor',
  title: '診断',
  spec: {
    data: { values: [{ 温度: 1, 収率: 2 }] },
    mark: 'point',
    encoding: { x: { field: '温度', type: 'quantitative' }, y: { field: '収率', type: 'quantitative' } },
  },
}

/** Draws a small figure with Japanese labels through every part that drawing needs; the size of its PNG in bytes. */
export async function drawTestFigure(): Promise<number> {
  const { bytes } = await renderPng(await renderSvg(FIGURE))
  return bytes.length
}

import type { FigureBlock } from '@zerosec/report'
import { axisTitle, type Named, quantity, rowTip, SIZE, tip } from '../plot-parts.ts'

export interface ComparedRow {
  readonly row: number
  readonly values: readonly number[]
  /** No other row is at least as good in every response and better in one. */
  readonly isFront: boolean
}

/** Measured rows over two responses; those that no other row beats carry their number. */
export function tradeOffFigure(
  rows: readonly ComparedRow[],
  responses: readonly (Named & { readonly direction: 'maximise' | 'minimise' })[],
  [a, b]: readonly [number, number],
): FigureBlock {
  const values = rows.map(({ row, values, isFront }) => ({ row, a: values[a]!, b: values[b]!, isFront }))
  const [first, second] = [responses[a]!, responses[b]!]
  const wish = (response: (typeof responses)[number]) =>
    `${response.name} ${response.direction === 'maximise' ? 'large' : 'small'}`
  const position = {
    x: quantity('a', axisTitle(first)),
    y: quantity('b', axisTitle(second)),
  }
  return {
    kind: 'figure',
    id: `trade_off_${a + 1}_${b + 1}`,
    title: `${first.name} against ${second.name}`,
    caption: `Wanted: ${wish(first)}, ${wish(second)}. Labelled rows are beaten by no other row in all responses.`,
    spec: {
      ...SIZE,
      layer: [
        {
          data: { values },
          mark: { type: 'point', style: 'observation' },
          encoding: {
            ...position,
            color: { field: 'isFront', type: 'nominal', legend: null, scale: { domain: [false, true] } },
            tooltip: [rowTip(), tip('a', first.name), tip('b', second.name)],
          },
        },
        {
          data: { values: values.filter(({ isFront }) => isFront).slice(0, 40) },
          mark: { type: 'text', style: 'annotation', dx: 6, align: 'left' },
          encoding: {
            x: { field: 'a', type: 'quantitative' },
            y: { field: 'b', type: 'quantitative' },
            text: { field: 'row', format: 'd' },
          },
        },
      ],
    },
  }
}

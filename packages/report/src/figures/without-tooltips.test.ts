import { expect, it } from 'vitest'
import { renderSvg } from './render-svg.ts'
import { withoutTooltips } from './without-tooltips.ts'

const tooltip = [{ field: 'tooltip', type: 'quantitative' }]
const data = { values: [{ tooltip: 1, y: 2 }] }
const encoding = { x: { field: 'tooltip', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } }
const spec = { data, layer: [{ mark: { type: 'point', tooltip: true }, encoding: { ...encoding, tooltip } }] }

it('tooltips go at every depth; a field of that name and the data stay', () => {
  expect(withoutTooltips(spec)).toEqual({ data, layer: [{ mark: { type: 'point' }, encoding }] })
})

it('the picture does not change', async () => {
  const figure = { kind: 'figure', id: 'a', title: 'A' } as const
  expect(await renderSvg({ ...figure, spec })).toBe(await renderSvg({ ...figure, spec: withoutTooltips(spec) }))
})

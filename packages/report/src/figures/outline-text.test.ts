import { describe, expect, it } from 'vitest'
import { outlineText } from './outline-text.ts'
import { textWidth } from './text.ts'

const text = (attributes: string, content: string): string =>
  outlineText(`<svg><text ${attributes}>${content}</text></svg>`)
const offset = (svg: string): number[] =>
  [...svg.matchAll(/translate\(([-\d.]+),([-\d.]+)\) scale/g)].flatMap(([, x, y]) => [+x!, +y!])

describe('outlineText', () => {
  it('leaves no text behind and keeps position, colour and opacity', () => {
    const svg = text(
      'transform="translate(5,6)" font-size="12px" font-family="Noto Sans JP" fill="#123" opacity="0.5"',
      '水 &amp; &lt;砂&gt;',
    )
    expect(svg).not.toContain('<text')
    expect(svg).toContain('<g transform="translate(5,6)" fill="#123" opacity="0.5">')
    expect(svg.match(/<path /g)).toHaveLength(5)
  })

  it.each([
    ['start', 0],
    ['middle', -0.5],
    ['end', -1],
  ])('anchors at the %s of the text', (anchor, share) => {
    const svg = text(`text-anchor="${anchor}" font-size="10px"`, '強度 [MPa]')
    expect(offset(svg)[0]).toBeCloseTo(share * textWidth('強度 [MPa]', 10), 10)
  })

  it('sets each line below the last', () => {
    const lines = '<tspan>水</tspan><tspan x="0" dy="15">砂</tspan><tspan x="0" dy="15">砂</tspan>'
    expect(offset(text('font-size="12px"', lines))).toEqual([0, 0, 0, 15, 0, 30])
  })

  it('keeps the width of a stroke around the letters', () => {
    const svg = text('font-size="10px" stroke="white" stroke-width="2"', '水')
    const [, stroke] = /stroke-width="([\d.]+)"/.exec(svg)!
    const [, scale] = /scale\(([\d.]+),/.exec(svg)!
    expect(Number(stroke) * Number(scale)).toBeCloseTo(2, 10)
  })
})

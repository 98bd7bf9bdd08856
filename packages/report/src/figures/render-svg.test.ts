import { describe, expect, it } from 'vitest'
import { sampleReport } from '../../test/sample-report.ts'
import type { FigureBlock } from '../document.ts'
import { renderSvg } from './render-svg.ts'
import { textWidth } from './text.ts'

const figure = (spec: FigureBlock['spec'], title = '図'): FigureBlock => ({
  kind: 'figure',
  id: 'a_figure',
  title,
  spec,
})
const bar = (data: object): FigureBlock['spec'] => ({
  data,
  mark: 'bar',
  encoding: { x: { field: 'a', type: 'quantitative' } },
})
const figures = sampleReport().sections.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'figure'))
const widthOf = (svg: string): number => Number(/width="(\d+)"/.exec(svg)![1])

describe('renderSvg', () => {
  it.each(figures.map((block) => [block.id, block] as const))(
    'draws %s with its title, the same each time',
    async (_, block) => {
      const svg = await renderSvg(block)
      expect(svg).toContain(`>${block.title}</text>`)
      expect(svg).toContain('font-family="Noto Sans JP, sans-serif"')
      expect(await renderSvg(block)).toBe(svg)
    },
  )

  it('draws a legend of a colour ramp the same each time', async () => {
    const ramp = figure({
      data: { values: [{ a: 1 }, { a: 2 }] },
      mark: 'rect',
      encoding: { x: { field: 'a' }, color: { field: 'a', type: 'quantitative' } },
    })
    const svg = await renderSvg(ramp)
    expect(svg).toContain('url(#gradient_0)')
    expect(await renderSvg(ramp)).toBe(svg)
  })

  it('leaves room for Japanese legends by the true width of their texts', async () => {
    const label = '高炉セメントB種（スラグ置換率四十五）'
    const legend = (text: string): FigureBlock =>
      figure({
        width: 100,
        data: { values: [{ a: 1, g: text }] },
        mark: 'point',
        encoding: { x: { field: 'a', type: 'quantitative' }, color: { field: 'g', title: null } },
      })
    const [long, short] = await Promise.all([renderSvg(legend(label)), renderSvg(legend('A'))])
    expect(long).toContain(`>${label}</text>`)
    expect(widthOf(long) - widthOf(short)).toBeCloseTo(textWidth(label, 11) - textWidth('A', 11), -0.5)
  })

  it('cuts a legend that is far too long, and reserves no more than what it shows', async () => {
    const svg = await renderSvg(
      figure({
        width: 100,
        data: { values: [{ a: 1, g: '水'.repeat(200) }] },
        mark: 'point',
        encoding: { color: { field: 'g', title: null } },
      }),
    )
    expect(svg).toContain('水…</text>')
    expect(widthOf(svg)).toBeLessThan(450)
  })

  it('breaks a long title between words, no line wider than its picture', async () => {
    const title = 'セメント種類ごとの実測値と予測値、および残差の分布を一枚に並べて示した図 (residuals by group)'
    const svg = await renderSvg({ ...figures[0]!, title })
    const lines = [...svg.matchAll(/<tspan[^>]*>([^<]*)<\/tspan>/g)].map(([, line]) => line!)
    expect(lines.join('').replaceAll(' ', '')).toBe(title.replaceAll(' ', ''))
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) {
      expect(textWidth(line, 14, 600)).toBeLessThan(widthOf(svg))
      expect(line).not.toMatch(/^[、。）]/)
    }
  })

  it.each([
    ['a file', bar({ url: 'file:///etc/passwd', format: { type: 'csv' } })],
    ['a path', bar({ url: '/etc/passwd', format: { type: 'csv' } })],
    ['a web address', bar({ url: 'http://127.0.0.1:9/data.json' })],
    [
      'a lookup',
      {
        ...bar({ values: [{ a: 1 }] }),
        transform: [{ lookup: 'a', from: { data: { url: 'file:///etc/hostname' }, key: 'a', fields: ['b'] } }],
      },
    ],
    [
      'a picture',
      {
        data: { values: [{ a: 1 }] },
        mark: { type: 'image', url: 'file:///etc/passwd' },
        encoding: { x: { field: 'a', type: 'quantitative' } },
      },
    ],
    ['a link', { ...bar({ values: [{ a: 1 }] }), mark: { type: 'bar', href: 'http://127.0.0.1:9/' } }],
  ])('refuses a spec that asks for %s, by the name of the figure', async (_, spec) => {
    await expect(renderSvg(figure(spec))).rejects.toThrow(
      /figure a_figure must hold its data inline; it asks for .*(etc|127)/,
    )
  })

  it('refuses a spec that is none', async () => {
    await expect(renderSvg(figure({ mark: 'nonsense', encoding: {} }))).rejects.toThrow(RangeError)
    await expect(renderSvg(figure({ nothing: true }))).rejects.toThrow(/figure a_figure can't be drawn/)
  })

  it('draws the dark theme on request', async () => {
    expect(await renderSvg(figures[0]!, 'dark')).toContain('fill="#14191f"')
  })
})

import { describe, expect, it } from 'vitest'
import { darkPixels, readPng } from '../../test/read-png.ts'
import type { FigureBlock } from '../document.ts'
import { encodePng } from './png.ts'
import { renderPng } from './render-png.ts'
import { renderSvg } from './render-svg.ts'

function scatter(axisTitle: string | null): FigureBlock {
  const quantitative = { type: 'quantitative', title: axisTitle, axis: { labels: false } }
  return {
    kind: 'figure',
    id: 'scatter',
    title: ' ',
    spec: {
      width: 200,
      height: 120,
      data: { values: [1, 2, 3].map((x) => ({ x, y: x })) },
      mark: 'point',
      encoding: { x: { field: 'x', ...quantitative }, y: { field: 'y', ...quantitative } },
    },
  }
}

describe('renderPng', () => {
  it('draws at twice the size of the SVG and says so in its resolution', async () => {
    const svg = await renderSvg(scatter('圧縮強度 [MPa]'))
    const picture = await renderPng(svg)
    const image = readPng(picture.bytes)
    const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number)
    expect([picture.width, picture.height]).toEqual([width, height])
    expect([image.width, image.height]).toEqual([2 * width!, 2 * height!])
    expect(image.resolution).toBe(Math.round((2 * 96) / 0.0254))
  })

  it('draws Japanese axis titles as ink, not as nothing', async () => {
    const [titled, bare] = await Promise.all(
      ['圧縮強度 [MPa]', null].map(async (title) => readPng((await renderPng(await renderSvg(scatter(title)))).bytes)),
    )
    expect(darkPixels(titled!) - darkPixels(bare!)).toBeGreaterThan(1000)
  })

  it('keeps every character inside the picture: nothing touches its edge', async () => {
    const figure = scatter('高性能AE減水剤の添加量 [kg/m³] とても長い軸の名前がはみ出さないこと')
    const { rgba, width, height } = readPng((await renderPng(await renderSvg(figure))).bytes)
    const isWhite = (x: number, y: number): boolean => rgba[(y * width + x) * 4] === 255
    for (let x = 0; x < width; x++) expect(isWhite(x, 0) && isWhite(x, height - 1)).toBe(true)
    for (let y = 0; y < height; y++) expect(isWhite(0, y) && isWhite(width - 1, y)).toBe(true)
  })

  it('is opaque white where nothing is drawn', async () => {
    const { rgba } = readPng((await renderPng(await renderSvg(scatter(null)))).bytes)
    expect([...rgba.subarray(0, 4)]).toEqual([255, 255, 255, 255])
  })
})

describe('encodePng', () => {
  it('keeps every pixel', async () => {
    const rgba = Uint8Array.from({ length: 5 * 3 * 4 }, (_, i) => (i * 37) % 256)
    const image = readPng(await encodePng(rgba, 5, 3, 1))
    expect(image).toMatchObject({ width: 5, height: 3, rgba })
  })

  it('refuses pixels that do not fill the picture', async () => {
    await expect(encodePng(new Uint8Array(4), 2, 2, 1)).rejects.toThrow(RangeError)
  })
})

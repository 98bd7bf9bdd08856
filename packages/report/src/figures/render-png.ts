import { outlineText } from './outline-text.ts'
import { encodePng } from './png.ts'

export interface Picture {
  readonly bytes: Uint8Array
  /** In CSS pixels: the PNG has `scale` times as many. */
  readonly width: number
  readonly height: number
}

/**
 * An SVG of `renderSvg` as a PNG file. Rasterising and compressing run on libuv's threads, several pictures at a time.
 *
 * Measured on 2 cores: 1,000 points at scale 2 in 55 ms, of which 10 ms hold the event loop.
 */
export async function renderPng(svg: string, scale = 2): Promise<Picture> {
  const { renderAsync } = await import('@resvg/resvg-js')
  const image = await renderAsync(outlineText(svg), {
    font: { loadSystemFonts: false },
    fitTo: { mode: 'zoom', value: scale },
    background: 'white',
  })
  const bytes = await encodePng(image.pixels, image.width, image.height, scale)
  return { bytes, width: image.width / scale, height: image.height / scale }
}

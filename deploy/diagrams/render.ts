import { renderAsync } from '@resvg/resvg-js'
import { outlineText } from '../../packages/report/src/figures/outline-text.ts'
import { drawPicture } from './draw.ts'
import { layOut } from './layout.ts'
import type { Picture } from './model.ts'

const PIXELS = 2

/** The files of a picture by their paths from the root. The same model gives the same bytes; nothing comes from the network. */
export async function renderPicture(picture: Picture): Promise<ReadonlyMap<string, Uint8Array>> {
  const svg = drawPicture(picture, await layOut(picture))
  const image = await renderAsync(outlineText(svg), {
    font: { loadSystemFonts: false },
    fitTo: { mode: 'zoom', value: PIXELS },
  })
  return new Map<string, Uint8Array>([
    [`docs/pictures/${picture.name}.svg`, new TextEncoder().encode(svg)],
    [`docs/pictures/${picture.name}.png`, image.asPng()],
  ])
}

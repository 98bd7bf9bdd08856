import { inflateSync } from 'node:zlib'

export interface PixelImage {
  readonly width: number
  readonly height: number
  /** Pixels for each metre. */
  readonly resolution: number
  /** Red, green, blue and alpha of each pixel. */
  readonly rgba: Uint8Array
}

/** Decodes the PNG files that we write: 8-bit RGBA, row filter none. */
export function readPng(bytes: Uint8Array): PixelImage {
  const file = Buffer.from(bytes)
  if (file.subarray(0, 8).toString('latin1') !== '\x89PNG\r\n\x1a\n') throw new Error('no PNG signature')
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at)
    chunks.set(file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const [width, height] = [chunks.get('IHDR')!.readUInt32BE(0), chunks.get('IHDR')!.readUInt32BE(4)]
  const rows = inflateSync(chunks.get('IDAT')!)
  const rgba = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const start = y * (width * 4 + 1)
    if (rows[start] !== 0) throw new Error(`row ${y} has filter ${rows[start]}`)
    rgba.set(rows.subarray(start + 1, start + 1 + width * 4), y * width * 4)
  }
  return { width, height, resolution: chunks.get('pHYs')!.readUInt32BE(0), rgba }
}

/** How many pixels of a rectangle are darker than mid-grey. */
export function darkPixels(image: PixelImage, left = 0, top = 0, right = image.width, bottom = image.height): number {
  let count = 0
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * image.width + x) * 4
      if (image.rgba[at]! + image.rgba[at + 1]! + image.rgba[at + 2]! < 3 * 128) count++
    }
  }
  return count
}

import { promisify } from 'node:util'
import { crc32, deflate } from 'node:zlib'

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
const PIXELS_PER_METRE = 96 / 0.0254

/**
 * A picture as a PNG file with its resolution in it, so that a document places it at its intended size.
 *
 * Row filter "none" suits charts (flat colour), and zlib runs off the main thread, which spares the event loop the 25 ms a picture
 * of the rasteriser's own encoder. Level 3 takes half the time of level 4 and makes files a fifth larger.
 *
 * @param rgba  height × width × 4
 * @param scale pixels for each CSS pixel
 */
export async function encodePng(rgba: Uint8Array, width: number, height: number, scale: number): Promise<Uint8Array> {
  if (rgba.length !== width * height * 4)
    throw new RangeError(`expected ${width}×${height}×4 bytes, got ${rgba.length}`)
  const data = await promisify(deflate)(scanlines(rgba, width, height), { level: 3 })

  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, width)
  header.setUint32(4, height)
  header.setUint8(8, 8) // bits a channel
  header.setUint8(9, 6) // RGB and alpha

  const resolution = new DataView(new ArrayBuffer(9))
  resolution.setUint32(0, Math.round(PIXELS_PER_METRE * scale))
  resolution.setUint32(4, Math.round(PIXELS_PER_METRE * scale))
  resolution.setUint8(8, 1) // per metre

  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('pHYs', new Uint8Array(resolution.buffer)),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array(0)),
  ])
}

/** Each row led by its filter's number, 0. */
function scanlines(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const stride = width * 4
  const rows = new Uint8Array(height * (stride + 1))
  for (let y = 0; y < height; y++) rows.set(rgba.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1)
  return rows
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(data.length + 12)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(type, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8)
  return bytes
}

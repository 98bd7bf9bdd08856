import { crc32 as zlibCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32 } from './crc32.ts'

describe('crc32', () => {
  it('gives the check value of the standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  })

  it('agrees with zlib', () => {
    const parts = fc.tuple(fc.uint8Array({ maxLength: 200 }), fc.nat({ max: 9 }), fc.nat())
    fc.assert(
      fc.property(parts, ([all, start, before]) => {
        const bytes = all.subarray(Math.min(start, all.length))
        return crc32(bytes, before) === zlibCrc32(bytes, before)
      }),
    )
  })

  it('goes on from the checksum of the bytes before', () => {
    const bytes = new TextEncoder().encode('123456789')
    expect(crc32(bytes.subarray(4), crc32(bytes.subarray(0, 4)))).toBe(0xcbf43926)
  })
})

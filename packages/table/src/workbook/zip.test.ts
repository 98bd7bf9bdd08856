import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { readZipDirectory, type UnpackBudget, unpack, type ZipEntry } from './zip.ts'

const TEXT = 'all work and no play '.repeat(50_000)

async function unpacked(bytes: Uint8Array, entry: ZipEntry, budget: UnpackBudget): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of unpack(bytes, entry, budget)) text += decoder.decode(piece, { stream: true })
  return text
}

describe('unpack', () => {
  it.each([
    ['deflated', 6],
    ['stored', 0],
  ] as const)('gives back what was %s', async (_, level) => {
    const bytes = zipSync({ 'a/b.txt': strToU8(TEXT), 'c.txt': strToU8('水') }, { level })
    const entries = readZipDirectory(bytes)
    const budget = { left: 1e9, limit: 1e9 }
    expect([...entries.keys()]).toEqual(['a/b.txt', 'c.txt'])
    expect(await unpacked(bytes, entries.get('a/b.txt')!, budget)).toBe(TEXT)
    expect(await unpacked(bytes, entries.get('c.txt')!, budget)).toBe('水')
    expect(budget.left).toBe(1e9 - TEXT.length - 3)
  })

  it('stops a part that unpacks to more than it claims when the budget is spent', async () => {
    const bytes = zipSync({ 'bomb.xml': strToU8(TEXT) })
    const entry = { ...readZipDirectory(bytes).get('bomb.xml')!, size: 10 }
    const budget = { left: 100_000, limit: 100_000 }
    let seen = 0
    const read = async () => {
      for await (const piece of unpack(bytes, entry, budget)) seen += piece.length
    }
    await expect(read()).rejects.toThrow(expect.objectContaining({ code: 'file_expands_too_far' }))
    expect(seen).toBeLessThanOrEqual(100_000)
  })

  it('spends one budget on all parts', async () => {
    const bytes = zipSync({ 'a.txt': strToU8(TEXT), 'b.txt': strToU8(TEXT) })
    const entries = readZipDirectory(bytes)
    const budget = { left: 1.5 * TEXT.length, limit: 1.5 * TEXT.length }
    await unpacked(bytes, entries.get('a.txt')!, budget)
    await expect(unpacked(bytes, entries.get('b.txt')!, budget)).rejects.toThrow(
      expect.objectContaining({ code: 'file_expands_too_far' }),
    )
  })

  it('notices a changed byte that still unpacks, by the checksum', async () => {
    const bytes = zipSync({ 'a.txt': strToU8('measured: 1') }, { level: 0 })
    bytes[bytes.indexOf(0x6d)]! ^= 1
    const entry = readZipDirectory(bytes).get('a.txt')!
    await expect(unpacked(bytes, entry, { left: 1e6, limit: 1e6 })).rejects.toThrow(
      expect.objectContaining({ code: 'file_corrupt' }),
    )
  })

  it('reads sizes from the zip64 field where the short ones are full', () => {
    const bytes = zipSync({ 'a.txt': [strToU8('abc'), { level: 0, extra: { 1: zip64(3, 3, 0) } }] })
    const view = new DataView(bytes.buffer)
    let at = 0
    while (view.getUint32(at, true) !== 0x02014b50) at++
    for (const field of [20, 24, 42]) view.setUint32(at + field, 0xffffffff, true)
    expect(readZipDirectory(bytes).get('a.txt')).toMatchObject({ size: 3, packedSize: 3, offset: 0 })
  })
})

function zip64(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 8))
  for (const [index, value] of values.entries()) view.setBigUint64(index * 8, BigInt(value), true)
  return new Uint8Array(view.buffer)
}

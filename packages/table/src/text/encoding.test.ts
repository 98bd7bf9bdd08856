import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decodeText } from './encoding.ts'

const JAPANESE = '試験№,ｾﾒﾝﾄ①,㈱混和剤,水～量,材齢Ⅱ,強度㍊\n1,2,3,4,5,6\n'
const WESTERN = 'Température [°C],Größe,µ\n1,2,3\n'

function bytesOf(text: string, encoding: string, addBOM = false): Uint8Array {
  return new Uint8Array(iconv.encode(text, encoding, { addBOM }))
}

function read(bytes: Uint8Array, encoding?: string) {
  const decoded = decodeText(bytes, encoding)
  return { ...decoded, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(decoded.bytes) }
}

describe('decodeText', () => {
  it.each([
    ['utf-8', 'utf8', false, JAPANESE],
    ['utf-8', 'utf8', true, JAPANESE],
    ['utf-16le', 'utf-16le', true, JAPANESE],
    ['utf-16be', 'utf-16be', true, JAPANESE],
    ['utf-16le', 'utf-16le', false, JAPANESE],
    ['utf-16be', 'utf-16be', false, JAPANESE],
    ['shift_jis', 'cp932', false, JAPANESE],
    ['shift_jis', 'cp932', false, 'a,水\n1,2\n'],
    ['euc-jp', 'euc-jp', false, '試料,温度,強さ\nあ,1,2\n'],
    ['windows-1252', 'cp1252', false, WESTERN],
    ['windows-1252', 'cp1252', false, 'Temp [°C],x\n1,2\n'],
    ['windows-1252', 'cp1252', false, 'Temperatura,Concentração (µg)\n1,2\n'],
    ['utf-8', 'ascii', false, 'a,b\n1,2\n'],
  ])('finds %s (written as %s, byte order mark: %s) and keeps every letter', (encoding, writtenAs, mark, text) => {
    const decoded = read(bytesOf(text, writtenAs, mark))
    expect(decoded.text).toBe(text)
    expect(decoded.encoding).toBe(encoding)
    expect(decoded.guessed).toBe(encoding === 'windows-1252')
  })

  it('reads code page 932 as Windows wrote it, on every character of two bytes that it has', () => {
    const pairs: number[] = []
    for (let lead = 0x81; lead <= 0xfc; lead++) {
      if (lead >= 0xa0 && lead < 0xe0) continue
      for (let trail = 0x40; trail <= 0xfc; trail++) {
        const isAssigned = !iconv.decode(Buffer.from([lead, trail]), 'cp932').includes('\ufffd')
        if (isAssigned && lead < 0xf0) pairs.push(lead, trail)
      }
    }
    const bytes = Uint8Array.from([...pairs, 0x0a])
    expect(pairs.length).toBeGreaterThan(14_000)
    expect(read(bytes, 'shift_jis').text).toBe(iconv.decode(Buffer.from(bytes), 'cp932'))
  })

  it('reads seven-bit Japanese with escape sequences', () => {
    const bytes = Uint8Array.of(0x1b, 0x24, 0x42, 0x3f, 0x65, 0x1b, 0x28, 0x42, 0x0a) // 水 in ISO-2022-JP
    expect(read(bytes)).toMatchObject({ text: '水\n', encoding: 'iso-2022-jp' })
  })

  it('closes the last line, so that the readers need no bounds', () => {
    expect(read(bytesOf('a\n1', 'utf8')).text).toBe('a\n1\n')
    expect(read(bytesOf('a\r1\r', 'utf8')).text).toBe('a\r1\r')
  })

  it('notices invalid UTF-8 far into a file', () => {
    const bytes = new Uint8Array(3 << 20).fill(0x61)
    bytes[bytes.length - 2] = 0xff
    expect(decodeText(bytes).encoding).not.toBe('utf-8')
  })

  it.each([
    ['zeros', Uint8Array.from({ length: 400 }, (_, at) => (at % 3 === 0 ? 0 : 65))],
    ['Cyrillic of another code page', bytesOf('температура,давление\n1,2\n', 'win1251')],
    ['UTF-16 cut in the middle of a letter', bytesOf('水,x\n', 'utf-16le', true).subarray(0, 7)],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeText(bytes)).toThrow(expect.objectContaining({ code: 'encoding_unknown' }))
  })

  it('obeys the caller, and refuses what does not fit', () => {
    expect(read(bytesOf('µ\n', 'cp1252'), 'windows-1252')).toMatchObject({ text: 'µ\n', guessed: false })
    expect(() => decodeText(bytesOf('Größe\n', 'cp1252'), 'utf-8')).toThrow(
      expect.objectContaining({ code: 'encoding_unknown' }),
    )
    expect(() => decodeText(bytesOf('a\n', 'utf8'), 'klingon')).toThrow(
      expect.objectContaining({ code: 'option_invalid' }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { signUrl, type UrlTerms, verifyUrl } from './signed-url.ts'

const SECRET = Buffer.alloc(32, 1)
const NOW = Date.UTC(2026, 0, 1)
const PUT: UrlTerms = {
  method: 'PUT',
  bucket: 'zerosec-inputs',
  key: 'inputs/1/測定 100%+β&?#.csv',
  maxBytes: 1000,
  fileName: undefined,
  contentType: 'text/csv; charset=shift_jis',
  bytes: 900,
  expires: NOW / 1000 + 60,
}
const GET: UrlTerms = {
  ...PUT,
  method: 'GET',
  maxBytes: 0,
  fileName: '報告 "1".xlsx',
  contentType: undefined,
  bytes: undefined,
}

function verify(method: 'GET' | 'PUT', url: string, now = NOW): unknown {
  const [path = '', query = ''] = url.split('?')
  return verifyUrl(SECRET, method, path, Object.fromEntries(new URLSearchParams(query)), now)
}

describe('a signed URL', () => {
  it.each([PUT, GET])('carries the terms of a $method', ({ method, expires, ...terms }) => {
    expect(verify(method, signUrl(SECRET, { method, expires, ...terms }))).toEqual(terms)
  })

  it.each<[string, (url: string) => string]>([
    ['another bucket', (url) => url.replace('zerosec-inputs', 'zerosec-outputs')],
    ['another key', (url) => url.replace('inputs/1/', 'inputs/2/')],
    ['a key that leads outside', (url) => url.replace('inputs/1/', 'inputs/1/..%2F..%2F')],
    ['a key that can not be decoded', (url) => url.replace('inputs/1/', 'inputs/%ff/')],
    ['another path', (url) => url.replace('/files/', '/other/')],
    ['a larger size', (url) => url.replace('max_bytes=1000', 'max_bytes=10000')],
    ['no size', (url) => url.replace('max_bytes=1000', '')],
    ['another size', (url) => url.replace('&bytes=900', '&bytes=1000')],
    ['no exact size', (url) => url.replace('&bytes=900', '')],
    ['another type', (url) => url.replace('text%2Fcsv', 'text%2Fhtml')],
    ['no type', (url) => url.replace(/content_type=[^&]*&/, '')],
    ['a later end', (url) => url.replace(/expires=\d+/, `expires=${PUT.expires + 1}`)],
    ['a file name', (url) => `${url}&file_name=x.csv`],
    [
      'another signature',
      (url) => url.replace(/signature=./, (text) => (text.endsWith('A') ? 'signature=B' : 'signature=A')),
    ],
    ['a cut signature', (url) => url.slice(0, -10)],
    ['no signature', (url) => url.replace(/&signature=.*/, '')],
  ])('is refused with %s', (_, tamper) => {
    const url = signUrl(SECRET, PUT)
    expect(tamper(url)).not.toBe(url)
    expect(() => verify('PUT', tamper(url))).toThrow(expect.objectContaining({ code: 'url_signature_invalid' }))
  })

  it('is refused for another method and under another secret', () => {
    const refused = expect.objectContaining({ code: 'url_signature_invalid' })
    expect(() => verify('GET', signUrl(SECRET, PUT))).toThrow(refused)
    expect(() => verify('PUT', signUrl(SECRET, GET))).toThrow(refused)
    expect(() => verify('PUT', signUrl(Buffer.alloc(32, 2), PUT))).toThrow(refused)
  })

  it('works until it expires, and says when it did', () => {
    const url = signUrl(SECRET, PUT)
    expect(() => verify('PUT', url, NOW + 59_999)).not.toThrow()
    expect(() => verify('PUT', url, NOW + 60_000)).toThrow(
      expect.objectContaining({ code: 'url_expired', details: { expired: '2026-01-01T00:01:00.000Z' } }),
    )
  })
})

import { createHash } from 'node:crypto'
import { assert, property, uint8Array } from 'fast-check'
import { expect, it } from 'vitest'
import { PlainSha256, sha256 } from './sha256.ts'

const reference = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function inPieces(bytes: Uint8Array, piece: number): string {
  const hash = new PlainSha256()
  for (let at = 0; at < bytes.length; at += piece) hash.update(bytes.subarray(at, at + piece))
  return hash.digest()
}

it('gives the digest of FIPS 180-4’s own examples', () => {
  const encode = (text: string) => new TextEncoder().encode(text)
  expect(inPieces(encode('abc'), 3)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(inPieces(encode('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'), 56)).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  )
  expect(inPieces(encode(''), 1)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})

it('agrees with OpenSSL at every length around a block, in pieces of every size', () => {
  for (let length = 0; length <= 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) % 256)
    for (const piece of [1, 3, 63, 64, 65, 200])
      expect([length, piece, inPieces(bytes, piece)]).toEqual([length, piece, reference(bytes)])
  }
})

it('agrees with OpenSSL on anything', () => {
  assert(property(uint8Array({ maxLength: 1000 }), (bytes) => inPieces(bytes, 97) === reference(bytes)))
})

it('is OpenSSL’s own in Node', () => {
  const hash = sha256()
  hash.update(new Uint8Array([1]))
  hash.update(new Uint8Array([2, 3]))
  expect(hash).not.toBeInstanceOf(PlainSha256)
  expect(hash.digest()).toBe(reference(new Uint8Array([1, 2, 3])))
})

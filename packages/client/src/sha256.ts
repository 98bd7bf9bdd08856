/** SHA-256 of bytes that come piece by piece, which Web Crypto can't do. */
export interface Sha256 {
  update(bytes: Uint8Array): void
  /** Lower-case hexadecimal; the last call. */
  digest(): string
}

/** In Node that of OpenSSL, else our own. */
export function sha256(): Sha256 {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto')
  if (!crypto) return new PlainSha256()
  const hash = crypto.createHash('sha256')
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') }
}

const BLOCK = 64
/** Where the length in bits begins in the last block. */
const LENGTH_AT = 56

/** FIPS 180-4, section 6.2. */
export class PlainSha256 implements Sha256 {
  readonly #state = Uint32Array.from(INITIAL)
  readonly #schedule = new Uint32Array(BLOCK)
  readonly #block = new Uint8Array(BLOCK)
  #filled = 0
  #bytes = 0

  update(bytes: Uint8Array): void {
    this.#bytes += bytes.length
    let at = 0
    if (this.#filled > 0) {
      at = Math.min(BLOCK - this.#filled, bytes.length)
      this.#block.set(bytes.subarray(0, at), this.#filled)
      this.#filled += at
      if (this.#filled < BLOCK) return
      this.#compress(this.#block, 0)
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.#compress(bytes, at)
    this.#block.set(bytes.subarray(at))
    this.#filled = bytes.length - at
  }

  digest(): string {
    const bits = this.#bytes * 8
    const padding = new Uint8Array((this.#filled < LENGTH_AT ? LENGTH_AT : LENGTH_AT + BLOCK) - this.#filled + 8)
    padding[0] = 0x80
    const view = new DataView(padding.buffer)
    view.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32))
    view.setUint32(padding.length - 4, bits >>> 0)
    this.update(padding)
    return Array.from(this.#state, (word) => word.toString(16).padStart(8, '0')).join('')
  }

  #compress(bytes: Uint8Array, at: number): void {
    const w = this.#schedule
    for (let i = 0; i < 16; i++) {
      const j = at + 4 * i
      w[i] = (bytes[j]! << 24) | (bytes[j + 1]! << 16) | (bytes[j + 2]! << 8) | bytes[j + 3]!
    }
    for (let i = 16; i < BLOCK; i++) {
      const [x, y] = [w[i - 15]!, w[i - 2]!]
      const s0 = rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3)
      const s1 = rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10)
      w[i] = w[i - 16]! + s0 + w[i - 7]! + s1
    }
    const state = this.#state
    let [a, b, c, d, e, f, g, h] = state as unknown as Eight
    for (let i = 0; i < BLOCK; i++) {
      const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i]! + w[i]!) | 0
      const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    const after = [a, b, c, d, e, f, g, h]
    for (let i = 0; i < 8; i++) state[i] = state[i]! + after[i]!
  }
}

type Eight = [number, number, number, number, number, number, number, number]

function rotated(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by))
}

/** The first 32 bits of the fractional parts of the roots of the first primes: square roots for the state, cube roots for the rounds. */
const PRIMES = Array.from({ length: 312 }, (_, i) => i).filter((n) => n > 1 && !divisible(n))
const INITIAL = PRIMES.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)))
const ROUND = Uint32Array.from(PRIMES.slice(0, BLOCK), (prime) => fractionBits(Math.cbrt(prime)))

function divisible(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return true
  return false
}

function fractionBits(root: number): number {
  return Math.floor((root % 1) * 2 ** 32)
}

import { normalQuantile } from '../distributions/normal.ts'
import { philox } from './philox.ts'

/**
 * A seeded source of random numbers. The same seed and calls give the same numbers on every machine.
 *
 * `stream(n)` gives an independent generator that depends on this one's seed and on n alone, not on what was drawn
 * before: work that is split over folds, trials or threads gives each its own stream and stays reproducible in any order.
 */
export interface Generator {
  /** An integer, uniform over 0 … 2³² − 1. */
  uint32(): number
  /** Uniform on [0, 1), a multiple of 2⁻⁵³. */
  uniform(): number
  /** Uniform over 0 … bound − 1 without bias. @throws RangeError unless bound is an integer of 1 … 2³² */
  integer(bound: number): number
  /** Standard normal: the quantile of one uniform, so draws are monotone in it and reach out to ±8.2. */
  normal(): number
  /** Puts the entries into a uniformly random order, in place. */
  shuffle(values: { [index: number]: unknown; readonly length: number }): void
  /** 0 … n − 1 in a uniformly random order. */
  permutation(n: number): Uint32Array
  stream(n: number): Generator
}

/** @param seed  a safe integer. @throws RangeError if it is not */
export function seededGenerator(seed: number): Generator {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`a seed is an integer up to 2^53, got ${seed}`)
  return new PhiloxGenerator(seed | 0, Math.floor(seed / 2 ** 32) | 0)
}

// the last word of the counter: 0 for the numbers that are drawn, 1 for the keys of streams
const STREAM_KEYS = 1

class PhiloxGenerator implements Generator {
  readonly #key0: number
  readonly #key1: number
  readonly #counter = new Uint32Array(4)
  readonly #block = new Uint32Array(4)
  #used = 4

  constructor(key0: number, key1: number) {
    this.#key0 = key0
    this.#key1 = key1
  }

  uint32(): number {
    if (this.#used === 4) {
      philox(this.#block, this.#counter, this.#key0, this.#key1)
      this.#counter[0]!++
      if (this.#counter[0] === 0) this.#counter[1]!++
      this.#used = 0
    }
    return this.#block[this.#used++]!
  }

  uniform(): number {
    const high = this.uint32() >>> 5
    return (high * 0x4000000 + (this.uint32() >>> 6)) * 2 ** -53
  }

  integer(bound: number): number {
    if (!Number.isInteger(bound) || bound < 1 || bound > 2 ** 32) {
      throw new RangeError(`a bound is an integer from 1 to 2^32, got ${bound}`)
    }
    // the words below the largest multiple of the bound fall on every remainder equally often
    const limit = 2 ** 32 - (2 ** 32 % bound)
    let word = this.uint32()
    while (word >= limit) word = this.uint32()
    return word % bound
  }

  normal(): number {
    const high = this.uint32() >>> 6
    // the middles of 2⁵² equal cells: never 0 or 1, and symmetric about ½
    return normalQuantile((high * 0x4000000 + (this.uint32() >>> 6) + 0.5) * 2 ** -52)
  }

  shuffle(values: { [index: number]: unknown; readonly length: number }): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.integer(i + 1)
      const value = values[i]
      values[i] = values[j]
      values[j] = value
    }
  }

  permutation(n: number): Uint32Array {
    const order = new Uint32Array(n)
    for (let i = 0; i < n; i++) order[i] = i
    this.shuffle(order)
    return order
  }

  stream(n: number): Generator {
    if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`a stream's number is an integer from 0, got ${n}`)
    const key = new Uint32Array(4)
    philox(key, Uint32Array.of(n % 2 ** 32, Math.floor(n / 2 ** 32), 0, STREAM_KEYS), this.#key0, this.#key1)
    return new PhiloxGenerator(key[0]!, key[1]!)
  }
}

/**
 * The randomness of a node comes from a key of 32 bits, and its children's keys from it, so that a tree is the same in whatever order
 * its nodes are divided. Generator: Tommy Ettinger's mulberry32. The kernels of forests compute the same.
 */
export function mixed(x: number): number {
  let t = Math.imul(x ^ (x >>> 15), x | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return (t ^ (t >>> 14)) >>> 0
}

export function leftKey(key: number): number {
  return mixed(key ^ 0x5bd1e995)
}

export function rightKey(key: number): number {
  return mixed(key ^ 0x1b873593)
}

/** Of a tree's key: what its rows are drawn from, and its root's. */
export function bagKey(key: number): number {
  return mixed(key ^ 0x2545f491)
}

export function rootKey(key: number): number {
  return mixed(key ^ 0x4f6cdd1d)
}

/** Numbers drawn from a key. */
export class KeyedNumbers {
  #state: number

  constructor(key: number) {
    this.#state = key
  }

  uint32(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    return mixed(this.#state)
  }

  /** Uniform over 0 … bound − 1, but for a bias of bound / 2³². */
  below(bound: number): number {
    return Math.floor((this.uint32() * bound) / 2 ** 32)
  }
}

import type { Generator } from '../random/generator.ts'

/** Numbers below `count` in random order, each once before any comes again. */
export function evenDraws(count: number, generator: Generator): () => number {
  let order: Uint32Array = new Uint32Array(0)
  let next = 0
  return () => {
    if (next === order.length) {
      order = generator.permutation(count)
      next = 0
    }
    return order[next++]!
  }
}

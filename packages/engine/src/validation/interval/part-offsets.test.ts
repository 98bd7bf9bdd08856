import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import { conformalInterval, type IntervalShape } from './conformal-interval.ts'
import { partOffsets } from './part-offsets.ts'

const generator = seededGenerator(17)
const N = 83
const numbers = (draw: () => number) => Float64Array.from({ length: N }, draw)
const held = {
  target: numbers(() => generator.normal()),
  predicted: numbers(() => Math.round(generator.normal())),
  scales: { spread: numbers(() => generator.uniform()) },
}
const rows = Int32Array.from({ length: 61 }, (_, i) => i + 7)
const partOf = rows.map((row) => (row * row) % 7)

describe('partOffsets', () => {
  const shapes: IntervalShape[] = (['symmetric', 'two_sided'] as const).flatMap((kind) =>
    (['none', 'size', 'spread'] as const).map((scaledBy) => ({ kind, scaledBy, floor: 0.3 })),
  )
  it.each(shapes)('agrees with an interval made without each part: $kind, $scaledBy', (shape) => {
    for (const level of [0.5, 0.9, 0.999]) {
      const { lower, upper } = partOffsets(held, shape, level, rows, partOf, 7)
      for (const part of new Set(partOf)) {
        const others = rows.filter((_, i) => partOf[i] !== part)
        const plain = conformalInterval(held, shape, [level], others)
        expect([lower[part], upper[part]]).toEqual([plain.lower[0], plain.upper[0]])
      }
    }
  })
})

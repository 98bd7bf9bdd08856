import { describe, expect, it } from 'vitest'
import { designRegion } from '../../design/constrained-region.ts'
import type { Factor } from '../../design/factor.ts'
import { parseConstraints } from '../../design/parse-constraints.ts'
import { seededGenerator } from '../../random/generator.ts'
import { RegionVariation } from './region-variation.ts'

const OPTIONS = { crossoverEta: 15, mutationEta: 20, crossoverRate: 0.9 }
const number = (name: string, low: number, high: number): Factor => ({ kind: 'continuous', name, low, high })
const share = (name: string): Factor => ({ kind: 'mixture', name, low: 0, high: 0.7, group: 'g', total: 1 })
const temp: Factor = { kind: 'discrete', name: 'temp', levels: [20, 50, 90] }
const ligand: Factor = { kind: 'categorical', name: 'ligand', levels: ['A', 'B', 'C'] }

describe('RegionVariation', () => {
  it.each<[string, Factor[], string]>([
    ['free numbers, levels and categories', [number('x', 0, 9), temp, ligand], ''],
    ['a mixture', [share('a'), share('b'), share('c')], 'a + 2*b <= 1'],
    ['an equality of numbers', [number('x', 0, 10), number('y', 0, 10), number('z', 0, 10)], 'x + y + z = 10'],
    ['a curved condition', [number('x', 0, 10), number('y', 0, 10)], 'x * y <= 20'],
    [
      'a condition on a category',
      [number('x', 0, 10), temp, ligand],
      'not (ligand = A and temp > 30); 2*x + temp <= 100',
    ],
    ['a mixture beside numbers', [share('a'), share('b'), share('c'), number('x', 0, 1)], 'a + x <= 1'],
  ])('makes runs of the region that differ from their parents, of %s', (_, factors, text) => {
    const region = designRegion(factors, parseConstraints(text, factors))
    const variation = new RegionVariation(region, OPTIONS)
    const generator = seededGenerator(1)
    const k = factors.length
    const parents = new Float64Array(2 * k)
    const children = new Float64Array(2 * k)
    const moved = new Uint32Array(k)
    for (let round = 0; round < 400; round++) {
      region.sample(generator, parents, 0)
      region.sample(generator, parents, k)
      variation.vary(generator, parents, 0, k, children, 0)
      for (const at of [0, k]) {
        expect(region.contains(children, at)).toBe(true)
        for (let j = 0; j < k; j++) if (children[at + j] !== parents[at + j]) moved[j]!++
      }
    }
    for (const count of moved) expect(count).toBeGreaterThan(80)
  })
})

import { expect, it } from 'vitest'
import { ensembleOf, type PlainTree, randomEnsemble } from '../../../test/random-ensemble.ts'
import { seededGenerator } from '../../random/generator.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import { askedThresholds } from './asked-thresholds.ts'

const leaf: PlainTree = { value: 1, cover: 1 }

function stumps(cuts: readonly (readonly [feature: number, threshold: number])[], features: number): TreeEnsemble {
  return ensembleOf(
    cuts.map(([feature, threshold]) => ({ feature, threshold, left: leaf, right: leaf })),
    Array(features).fill(0),
  )
}

function thresholdsAtRanks(ensemble: TreeEnsemble): (number | undefined)[] {
  const { byFeature, ranks } = askedThresholds(ensemble)!
  return Array.from(ranks, (rank, node) => byFeature[ensemble.feature[node]!]?.[rank])
}

it('are sorted, each once, with zeros of either sign as one, and infinite ones', () => {
  const infinity = Number.POSITIVE_INFINITY
  const values = [3, -0, 0, -infinity, 3, 2.5, infinity, 0]
  const { byFeature, ranks } = askedThresholds(
    stumps(
      values.map((value) => [1, value]),
      2,
    ),
  )!
  expect(byFeature.map((numbers) => [...numbers].map((number) => number + 0))).toEqual([
    [],
    [-infinity, 0, 2.5, 3, infinity],
  ])
  expect([...ranks].filter((_, node) => node % 3 === 0)).toEqual([3, 1, 1, 0, 3, 2, 4, 1])
})

it('are kept apart for features that share them', () => {
  const cuts = Array.from({ length: 900 }, (_, i) => [i % 300, Math.floor(i / 300)] as const)
  const ensemble = stumps(cuts, 300)
  expect(askedThresholds(ensemble)!.byFeature.every((numbers) => numbers.join() === '0,1,2')).toBe(true)
  expect(thresholdsAtRanks(ensemble)).toEqual(
    Array.from(ensemble.feature, (feature, node) => (feature < 0 ? undefined : ensemble.threshold[node])),
  )
})

it('stand at the rank of every node, however many there are, also of trees from the middle', () => {
  const drawn = randomEnsemble(seededGenerator(6), [0, 0, 0], { trees: 90, leaves: 60 })
  const whole = { ...drawn, threshold: drawn.threshold.map((value) => Math.round(value * 200) / 200 + 0) }
  for (const numbers of askedThresholds(whole)!.byFeature) expect(new Set(numbers).size).toBe(numbers.length)
  expect(thresholdsAtRanks(whole)).toEqual(
    Array.from(whole.feature, (feature, node) => (feature < 0 ? undefined : whole.threshold[node])),
  )
  const some = { ...whole, treeStart: whole.treeStart.subarray(10, 12) }
  const [from, to] = [some.treeStart[0]!, some.treeStart[1]!]
  const { byFeature, ranks } = askedThresholds(some)!
  expect(ranks).toHaveLength(to - from)
  for (let node = from; node < to; node++) {
    if (whole.feature[node]! < 0) continue
    expect(byFeature[whole.feature[node]!]![ranks[node - from]!]).toBe(whole.threshold[node])
  }
})

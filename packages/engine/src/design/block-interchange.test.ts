import { expect, it } from 'vitest'
import { secondOrderTerms } from '../linear/terms.ts'
import { seededGenerator } from '../random/generator.ts'
import { BlockInterchange } from './block-interchange.ts'
import { designRegion } from './constrained-region.ts'
import { criterionScore } from './criterion-score.ts'
import { designModel } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import { ExchangeState } from './exchange-state.ts'
import type { Factor } from './factor.ts'
import { randomRuns } from './random-start.ts'
import { searchProblem } from './search-problem.ts'

const FACTORS: readonly Factor[] = [
  { kind: 'block', name: 'day', levels: ['Mon', 'Tue', 'Wed'], sizes: [4, 5, 5] },
  ...['x', 'z'].map((name): Factor => ({ kind: 'continuous', name, low: -1, high: 1 })),
]
const K = FACTORS.length
const PROBLEM: DesignProblem = {
  factors: FACTORS,
  model: designModel(FACTORS, { intercept: true, terms: secondOrderTerms(['x', 'z'], ['x', 'z']) }),
  criterion: { kind: 'D' },
  runs: 14,
  constraints: [],
}
const REGION = designRegion(FACTORS, [])

it('ends where no interchange of two runs improves the design by its definition', () => {
  const { state, interchange } = blockedState(3)
  const before = criterionScore(PROBLEM, REGION, state.runs)
  expect(interchange.improve(1e-9)).toBe(true)
  const after = criterionScore(PROBLEM, REGION, state.runs)
  expect(after).toBeGreaterThan(before)
  expect(state.score).toBeCloseTo(after, 9)
  for (let i = 0; i < 14; i++) {
    for (let j = 0; j < i; j++) {
      expect(criterionScore(PROBLEM, REGION, interchanged(state.runs, i, j))).toBeLessThan(after + 1e-8)
    }
  }
})

it('keeps the blocks and the settings, and changes only which goes with which', () => {
  const { state, interchange } = blockedState(4)
  const before = state.runs.slice()
  interchange.improve(1e-9)
  const blocks = (runs: Float64Array) => [...runs].filter((_, at) => at % K === 0)
  const settings = (runs: Float64Array) =>
    Array.from({ length: 14 }, (_, i) => runs.slice(i * K + 1, i * K + K).join()).toSorted()
  expect(blocks(state.runs)).toEqual(blocks(before))
  expect(settings(state.runs)).toEqual(settings(before))
})

function blockedState(seed: number) {
  const compiled = searchProblem(PROBLEM, REGION)
  const generator = seededGenerator(seed)
  const state = new ExchangeState(compiled)
  while (!state.load(randomRuns(compiled, generator)));
  expect(BlockInterchange.applies(state)).toBe(true)
  return { state, interchange: new BlockInterchange(state) }
}

function interchanged(runs: Float64Array, i: number, j: number): Float64Array {
  const changed = runs.slice()
  changed.set(runs.subarray(i * K + 1, i * K + K), j * K + 1)
  changed.set(runs.subarray(j * K + 1, j * K + K), i * K + 1)
  return changed
}

import { describe, expect, it } from 'vitest'
import { secondOrderTerms } from '../linear/terms.ts'
import { seededGenerator } from '../random/generator.ts'
import { AxisSearch } from './axis-search.ts'
import { designRegion } from './constrained-region.ts'
import { criterionScore } from './criterion-score.ts'
import { designModel } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import { ExchangeState } from './exchange-state.ts'
import type { Factor } from './factor.ts'
import { randomRuns } from './random-start.ts'
import { searchProblem } from './search-problem.ts'

const FACTORS: readonly Factor[] = [
  { kind: 'continuous', name: 'x', low: 0, high: 10 },
  { kind: 'continuous', name: 'z', low: -1, high: 1 },
  { kind: 'categorical', name: 'c', levels: ['A', 'B', 'C'] },
]
const CRITERIA = ['D', 'A', 'I'] as const
const N = 16

describe.each(CRITERIA)('updates for %s', (kind) => {
  const problem: DesignProblem = {
    factors: FACTORS,
    model: designModel(FACTORS, { intercept: true, terms: secondOrderTerms(['x', 'z', 'c'], ['x', 'z']) }),
    criterion: { kind },
    runs: N,
    constraints: [],
    existing: Float64Array.of(0.5, -0.5, 1),
  }
  const region = designRegion(FACTORS, [])
  const compiled = searchProblem(problem, region)

  it('keep the score and the inverse to 1e-9 of a plain computation over a thousand exchanges', () => {
    const { state, generator } = randomState()
    const row = new Float64Array(compiled.p)
    const values = new Float64Array(compiled.model.functionCount)
    for (let exchange = 0; exchange < 1000; exchange++) {
      const i = generator.integer(N)
      const run = [2 * generator.uniform() - 1, 2 * generator.uniform() - 1, generator.integer(3)]
      run.forEach((level, j) => compiled.model.evaluate(j, level, values, 0))
      compiled.model.row(values, 0, row, 0)
      state.select(i)
      if (!(state.ratio(row) > 0.01)) continue
      run.forEach((level, j) => {
        state.runs[i * 3 + j] = level
      })
      state.replace(i, row)
    }
    const plain = criterionScore(problem, region, state.runs)
    expect(Math.abs(state.score - plain)).toBeLessThan(1e-9 * Math.max(1, Math.abs(plain)))
    const fresh = new ExchangeState(compiled)
    fresh.load(state.runs)
    const largest = Math.max(...fresh.inverse.map(Math.abs))
    state.inverse.forEach((value, at) => expect(Math.abs(value - fresh.inverse[at]!)).toBeLessThan(1e-9 * largest))
  })

  it('foretell what a setting gains', () => {
    const { state } = randomState()
    const axis = new AxisSearch(state)
    for (const [i, factor, level] of [
      [0, 0, 0.3],
      [5, 1, -0.7],
      [9, 2, 1],
    ] as const) {
      state.select(i)
      axis.aim(i, factor)
      expect(axis.gainAt(level)).toBeCloseTo(plainGain(state, i, factor, level), 8)
    }
  })

  it('find the best of a fine grid on an interval, or better', () => {
    const { state } = randomState()
    const axis = new AxisSearch(state)
    for (let i = 0; i < N; i++) {
      for (const factor of [0, 1]) {
        state.select(i)
        axis.aim(i, factor)
        const best = axis.bestOnInterval(-1, 1, false)
        const found = axis.gainAt(best)
        expect(axis.foundGain).toBeCloseTo(found, 9)
        for (let step = 0; step <= 200; step++) expect(axis.gainAt(step / 100 - 1)).toBeLessThan(found + 1e-10)
      }
    }
  })

  function randomState() {
    const generator = seededGenerator(1)
    const state = new ExchangeState(compiled)
    while (!state.load(randomRuns(compiled, generator)));
    return { state, generator }
  }

  function plainGain(state: ExchangeState, i: number, factor: number, level: number): number {
    const before = criterionScore(problem, region, state.runs)
    const runs = state.runs.slice()
    runs[i * 3 + factor] = level
    const after = criterionScore(problem, region, runs)
    return kind === 'D' ? Math.exp(after - before) - 1 : (before - after) / before
  }
})

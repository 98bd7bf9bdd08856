import { describe, expect, it } from 'vitest'
import { secondOrderTerms } from '../linear/terms.ts'
import { seededGenerator } from '../random/generator.ts'
import { designRegion } from './constrained-region.ts'
import { criterionScore } from './criterion-score.ts'
import { designModel } from './design-model.ts'
import type { Criterion, DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'
import { PlotDesign, plotProblem } from './plot-design.ts'
import { runChange } from './run-change.ts'

const NAMES = ['x', 'z', 'w']
const FACTORS: Factor[] = NAMES.map((name) => ({ kind: 'continuous', name, low: 0, high: 10 }))
const REGION = designRegion(FACTORS, [])
const QUADRATIC = designModel(FACTORS, { intercept: true, terms: secondOrderTerms(NAMES, NAMES) })
const POTENTIAL = designModel(FACTORS, { intercept: false, terms: secondOrderTerms(NAMES, NAMES) }).columns.slice(6)

const CRITERIA: Criterion[] = [
  { kind: 'D' },
  { kind: 'A' },
  { kind: 'I' },
  { kind: 'bayesian_D', potential: [7, 8, 9], priorVariance: 2 },
  { kind: 'G' },
  { kind: 'E' },
  { kind: 'alias', potential: POTENTIAL, weight: 0.1 },
]

describe('runChange', () => {
  it.each(CRITERIA.flatMap((criterion) => [0, 0.7, 5].map((varianceRatio) => ({ criterion, varianceRatio }))))(
    'agrees with the score from the definition: $criterion.kind, variance ratio $varianceRatio',
    (settings) => {
      const { criterion, varianceRatio } = settings
      const isWide = criterion.kind === 'alias'
      const drawn: DesignProblem = {
        factors: FACTORS,
        model: isWide ? { ...QUADRATIC, columns: QUADRATIC.columns.slice(0, 7) } : QUADRATIC,
        criterion,
        runs: 16,
        constraints: [],
        existing: Float64Array.of(0, 0, 0, 1, 1, 1),
        wholePlots: { sizes: [3, 5, 1, 4, 3], factors: ['x'], varianceRatio },
      }
      const generator = seededGenerator(8)
      const draw = () => 2 * generator.uniform() - 1
      const prepared = plotProblem(drawn, REGION)
      const design = new PlotDesign(prepared, Float64Array.from({ length: 48 }, draw))
      const change = runChange(prepared)
      const row = new Float64Array(prepared.width)
      for (let step = 0; step < 18; step++) {
        const i = generator.integer(16)
        const changed = design.runs.slice()
        // one factor only, or all: both are asked for
        for (const j of step % 2 === 0 ? [generator.integer(3)] : [0, 1, 2]) changed[i * 3 + j] = draw()
        prepared.expansion.expand(changed, i * 3, row, 0)
        change.select(design, i)
        const plain = criterionScore(drawn, REGION, changed)
        const tolerance = 1e-8 * Math.max(1, Math.abs(plain))
        const bound = change.bound(row)
        expect(bound).toBeGreaterThan(plain - tolerance)
        expect(change.isExact ? bound : plain).toBeLessThan(plain + tolerance)
        expect(Math.abs(design.scoreWith([i], changed) - plain)).toBeLessThan(tolerance)
        design.accept([i], changed)
        expect(Math.abs(design.score - plain)).toBeLessThan(tolerance)
      }
    },
  )
})

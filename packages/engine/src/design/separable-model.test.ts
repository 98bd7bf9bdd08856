import { expect, it } from 'vitest'
import { parseFormula } from '../linear/formula.ts'
import { seededGenerator } from '../random/generator.ts'
import { designModel, modelExpansion } from './design-model.ts'
import type { Factor } from './factor.ts'
import { separableModel } from './separable-model.ts'

const FACTORS: readonly Factor[] = [
  { kind: 'continuous', name: 't', low: 1, high: 20 },
  { kind: 'discrete', name: 'x', levels: [1, 2, 5] },
  { kind: 'categorical', name: 'c', levels: ['A', 'B', 'C'] },
]
const COLUMNS = designModel(
  FACTORS,
  parseFormula('log(t) * c + I(t^2) + x*c + I((t-85)^2) + I(t*x) + t:x:c', {
    columns: ['t', 'x', 'c'],
    features: ['t', 'x', 'c'],
  }),
).columns

it('gives the model row that the expansion of whole columns gives', () => {
  const model = separableModel(FACTORS, COLUMNS)
  const expansion = modelExpansion(FACTORS, COLUMNS)
  const generator = seededGenerator(1)
  const values = new Float64Array(model.functionCount)
  for (let trial = 0; trial < 20; trial++) {
    const run = Float64Array.of(2 * generator.uniform() - 1, 2 * generator.uniform() - 1, generator.integer(3))
    run.forEach((level, factor) => model.evaluate(factor, level, values, 0))
    const row = new Float64Array(model.width)
    model.row(values, 0, row, 0)
    const plain = new Float64Array(model.width)
    expansion.expand(run, 0, plain, 0)
    row.forEach((value, j) => expect(value).toBeCloseTo(plain[j]!, 10))
  }
})

it('names for each factor the columns that depend on it', () => {
  const model = separableModel(FACTORS, COLUMNS)
  const expansion = modelExpansion(FACTORS, COLUMNS)
  model.axes.forEach(({ columns }, factor) => expect(columns).toEqual(expansion.columnsOf(factor)))
})

it('knows the powers of a factor that has nothing but powers', () => {
  const { columns } = designModel(FACTORS, parseFormula('x + I(x^3) + t', { columns: ['t', 'x'], features: ['x'] }))
  const { axes } = separableModel(FACTORS, columns)
  expect(axes.map(({ powers }) => powers && [...powers])).toEqual([[1], [1, 3], []])
  expect(separableModel(FACTORS, COLUMNS).axes[0]!.powers).toBeNull()
})

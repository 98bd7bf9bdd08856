import { describe, expect, it } from 'vitest'
import { numericMatrix, takeRows } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import { nestedFolds } from '../validation/nested-folds.ts'
import { predictFitted } from './fold-evaluation.ts'
import type { LearnerName } from './learners/learner-named.ts'
import type { SelectionRule } from './select-features.ts'
import { runStudyUnit, type StudyUnit } from './study-unit.ts'

const N = 90
const draw = seededGenerator(4)
const columns = Array.from({ length: 5 }, () => Float64Array.from({ length: N }, () => draw.normal()))
const target = columns[3]!.map((value) => 10 + 4 * value + 0.2 * draw.normal())
const matrix = numericMatrix(columns)
const folds = nestedFolds(N, { outerFolds: 3, innerFolds: 3, repeats: 1 }, seededGenerator(1))
const all = Int32Array.from({ length: N }, (_, row) => row)

function run(learner: LearnerName, unit: Partial<StudyUnit>, selection: SelectionRule = { kind: 'none' }) {
  const study = {
    matrix,
    target,
    rowsAreExchangeable: true,
    transforms: ['none'],
    monotone: new Int8Array(0),
    selection,
  } as const
  const whole: StudyUnit = {
    target: 0,
    learner,
    training: all,
    test: new Int32Array(0),
    inner: folds.final,
    trials: 2,
    ...unit,
  }
  const units = { targets: [study], units: [whole], metric: 'rmse', narrowed: {}, seed: 6 } as const
  return runStudyUnit(
    units,
    0,
    () => {},
    () => false,
  )
}

describe('runStudyUnit', () => {
  it.each(['neighbours', 'linear', 'random_forest', 'lightgbm', 'gaussian_process'] as const)(
    'selects on its training rows, and gives %s that predicts from all features',
    (learner) => {
      const selection = { kind: 'top_k', count: 1 } as const
      const { fitted, selected } = run(learner, {}, selection)
      expect([...selected]).toEqual([3])
      const predicted = predictFitted(fitted!, matrix)
      const others = numericMatrix(columns.map((column, j) => (j === 3 ? column : column.map(() => 1e3))))
      expect(predictFitted(fitted!, others)).toEqual(predicted)
      const moved = numericMatrix(columns.map((column, j) => (j === 3 ? column.map((value) => -value) : column)))
      expect(predictFitted(fitted!, moved)).not.toEqual(predicted)
    },
  )

  it('sees nothing of the test rows: neither in the selection nor in the fit', () => {
    const { training, test, inner } = folds.outer[0]!
    const selection = { kind: 'top_k', count: 2 } as const
    const one = run('linear', { training, test, inner }, selection)
    expect(one.tested).toHaveLength(test.length)
    expect(one.importance[3]).toBeGreaterThan(1)
    const changed = target.slice()
    const kept = target.slice()
    for (const row of test) changed[row] = -1e6
    target.set(changed)
    const two = run('linear', { training, test, inner }, selection)
    target.set(kept)
    expect(two.selected).toEqual(one.selected)
    expect(two.tested).toEqual(one.tested)
  })

  it('finds nothing in a shuffled response, the same for the same shuffle', () => {
    const measured = run('linear', {})
    const shuffled = [0, 1, 2].map((shuffle) => run('linear', { shuffle }))
    expect(measured.score).toBeLessThan(0.5)
    for (const { score } of shuffled) expect(score).toBeGreaterThan(3)
    expect(new Set(shuffled.map(({ score }) => score)).size).toBe(3)
    expect(run('linear', { shuffle: 1 }).score).toBe(shuffled[1]!.score)
  })

  it('counts neighbours up to the rows that a fold has', () => {
    const few = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7)
    const inner = nestedFolds(8, { outerFolds: 2, innerFolds: 2, repeats: 1 }, seededGenerator(2)).final
    const { fitted, trials } = run('neighbours', { training: few, inner, trials: 30 })
    expect(trials.length).toBeLessThanOrEqual(8)
    const predicted = predictFitted(fitted!, takeRows(matrix, [0, 50]))
    expect(predicted.every((value) => Number.isFinite(value))).toBe(true)
  })
})

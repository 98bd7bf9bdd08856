import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fitLogistic } from '../linear/logistic/fit-logistic.ts'
import { seededGenerator } from '../random/generator.ts'
import { LogisticObjective } from './logistic-objective.ts'
import type { LogisticProblem } from './logistic-problem.ts'
import { fitSparseLogistic } from './sparse-logistic.ts'
import { addTransposed, multiply, type SparseMatrix, scaleColumns, takeSparseRows } from './sparse-matrix.ts'
import { countTerms } from './term-counts.ts'
import { termScores } from './term-model.ts'
import { fitTfidf, tfidfRows } from './tfidf.ts'

const reference = JSON.parse(readFileSync(new URL('../../reference/text.json', import.meta.url), 'utf8'))

/** Rows with about a third of the columns. */
function sparse(rows: number, width: number, seed: number): SparseMatrix {
  const draw = seededGenerator(seed)
  const starts = [0]
  const columns: number[] = []
  const values: number[] = []
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < width; j++) {
      if (draw.uniform() > 0.35) continue
      columns.push(j)
      values.push(draw.normal())
    }
    starts.push(columns.length)
  }
  return {
    rows,
    width,
    starts: Int32Array.from(starts),
    columns: Int32Array.from(columns),
    values: Float64Array.from(values),
  }
}

function problem(classes: number, cost: number, seed = 1, weighted = false): LogisticProblem {
  const draw = seededGenerator(100 + seed)
  const rows = 60
  const target = Int32Array.from({ length: rows }, () => draw.integer(classes))
  const weights = Float64Array.from({ length: rows }, () => 0.5 + draw.uniform())
  return { matrix: sparse(rows, 12, seed), target, classes, cost, ...(weighted ? { weights } : {}) }
}

function dense({ rows, width, starts, columns, values }: SparseMatrix): Float64Array {
  const out = new Float64Array(rows * width)
  for (let i = 0; i < rows; i++)
    for (let k = starts[i]!; k < starts[i + 1]!; k++) out[i * width + columns[k]!] = values[k]!
  return out
}

describe('fitSparseLogistic', () => {
  it.each(['binary', 'weighted', 'three classes'])('agrees with scikit-learn: %s', (name) => {
    const { target, cost, weights, scores } = reference.fits[name]
    const counts = countTerms(reference.texts, { kind: 'words', shortest: 1, longest: 2 })
    const all = reference.texts.map((_: string, i: number) => i)
    const matrix = tfidfRows(fitTfidf(counts, all, { fewestTexts: 2, mostTerms: 100 }), counts, all)
    const classes = Math.max(...target) + 1
    const options = { matrix, target: Int32Array.from(target), classes, cost }
    const fit = fitSparseLogistic(weights ? { ...options, weights: Float64Array.from(weights) } : options, {
      tolerance: 1e-10,
    })
    const own = termScores(fit, matrix)
    scores.forEach((row: number | number[], i: number) => {
      if (typeof row === 'number') return expect(own[i]).toBeCloseTo(row, 6)
      const mean = row.reduce((sum, _, k) => sum + own[k * matrix.rows + i]! / row.length, 0)
      row.forEach((score, k) => expect(own[k * matrix.rows + i]! - mean).toBeCloseTo(score, 6))
    })
  })

  it.each([
    [2, 0.1, false],
    [2, 10, true],
    [3, 1, false],
    [5, 30, true],
  ])('agrees with dense Newton for %d classes at a cost of %d', (classes, cost, weighted) => {
    const given = problem(classes, cost, 3, weighted)
    const { matrix, target } = given
    const fit = fitSparseLogistic(given, { tolerance: 1e-10 })
    const plain = fitLogistic(
      {
        rows: matrix.rows,
        columns: matrix.width,
        design: dense(matrix),
        target: Float64Array.from(target),
        classes,
        weights: given.weights ?? null,
        penalty: 1 / cost,
      },
      { tolerance: 1e-12 },
    )
    expect(fit.hasConverged).toBe(true)
    fit.coefficients.forEach((value, j) => expect(value).toBeCloseTo(plain.coefficients[j]!, 6))
  })

  it.each([2, 4])('ends where the gradient by differences is 0, with %d classes', (classes) => {
    const given = problem(classes, 2)
    const objective = new LogisticObjective(given)
    const point = new Float64Array(objective.size)
    objective.pack(fitSparseLogistic(given, { tolerance: 1e-9 }), point)
    for (let j = 0; j < point.length; j++) {
      const slope = (['at', 'below'] as const).map((_, side) => {
        const moved = point.slice()
        moved[j]! += side === 0 ? 1e-4 : -1e-4
        return objective.at(moved, null)
      })
      expect(Math.abs(slope[0]! - slope[1]!) / 2e-4).toBeLessThan(1e-5)
    }
  })

  it('finds the same minimum from anywhere', () => {
    const given = problem(3, 3)
    const start = fitSparseLogistic({ ...given, cost: 0.01 })
    const warm = fitSparseLogistic(given, { start, tolerance: 1e-9 })
    const cold = fitSparseLogistic(given, { tolerance: 1e-9 })
    cold.coefficients.forEach((value, j) => expect(warm.coefficients[j]).toBeCloseTo(value, 6))
  })

  it('takes a weight of 2 for the row twice', () => {
    const given = problem(2, 1)
    const { rows } = given.matrix
    const weights = new Float64Array(rows).fill(1)
    weights[4] = 2
    const twice = [...given.target.keys(), 4]
    const repeated = {
      ...given,
      matrix: takeSparseRows(given.matrix, twice),
      target: Int32Array.from(twice, (row) => given.target[row]!),
    }
    const weighted = fitSparseLogistic({ ...given, weights }, { tolerance: 1e-10 })
    fitSparseLogistic(repeated, { tolerance: 1e-10 }).coefficients.forEach((value, j) => {
      expect(value).toBeCloseTo(weighted.coefficients[j]!, 8)
    })
  })

  it('says when it was stopped early', () => {
    expect(fitSparseLogistic(problem(2, 10), { mostIterations: 1 }).hasConverged).toBe(false)
  })

  it('gives the share of the classes where there is nothing to learn from', () => {
    const { matrix, target } = problem(2, 1)
    const empty = {
      ...matrix,
      starts: new Int32Array(matrix.rows + 1),
      columns: new Int32Array(0),
      values: new Float64Array(0),
    }
    const { intercepts, coefficients } = fitSparseLogistic({ matrix: empty, target, classes: 2, cost: 1 })
    const share = target.reduce((sum, k) => sum + k, 0) / target.length
    expect(intercepts[0]).toBeCloseTo(Math.log(share / (1 - share)), 6)
    expect(coefficients.every((value) => value === 0)).toBe(true)
  })

  it.each([
    ['a class that is not there', { target: new Int32Array(60).fill(2) }],
    ['a class for each row', { target: new Int32Array(3) }],
    ['a cost of 0', { cost: 0 }],
    ['weights of another length', { weights: new Float64Array(2) }],
  ])('refuses %s', (_, change) => {
    expect(() => fitSparseLogistic({ ...problem(2, 1), ...change })).toThrow(RangeError)
  })
})

describe('sparse matrices', () => {
  it('multiply as dense ones do', () => {
    const matrix = sparse(9, 5, 2)
    const full = dense(matrix)
    const vector = Float64Array.of(1, -2, 3, 0.5, 4)
    const out = new Float64Array(9)
    multiply(scaleColumns(matrix, Float64Array.of(1, 2, 3, 4, 5)), vector, out)
    const back = new Float64Array(5)
    addTransposed(matrix, out, back)
    for (let i = 0; i < 9; i++) {
      const sum = vector.reduce((total, value, j) => total + full[i * 5 + j]! * (j + 1) * value, 0)
      expect(out[i]).toBeCloseTo(sum, 12)
    }
    for (let j = 0; j < 5; j++) {
      const sum = out.reduce((total, value, i) => total + full[i * 5 + j]! * value, 0)
      expect(back[j]).toBeCloseTo(sum, 10)
    }
  })
})

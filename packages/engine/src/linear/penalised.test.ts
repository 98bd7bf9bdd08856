import { describe, expect, it } from 'vitest'
import { blockMoments } from './block-moments.ts'
import { coordinateDescent } from './coordinate-descent.ts'
import { linearPredictor } from './model-matrix.ts'
import { fitPenalised } from './penalised.ts'
import { blockSquaredError, naturalCoefficients, penalisedProblem } from './penalised-problem.ts'
import { penaltyGrid, penaltyPath, polished } from './penalty-path.ts'

const ROWS = 60
const FEATURES = 6
const BLOCKS = 5

/** Correlated features in very different units; only the first two matter. */
function sample(rows = ROWS, features = FEATURES, seed = 1) {
  let state = seed
  const uniform = () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  const x = new Float64Array(rows * features)
  const y = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const common = normal()
    for (let j = 0; j < features; j++) x[i * features + j] = (normal() + 0.5 * common) * 10 ** (j - 2) + 100 * j
    y[i] = 50 + 300 * x[i * features]! - 20 * ((x[i * features + 1] ?? 0) - 100) + 0.5 * normal()
  }
  return { x, y, blockOf: Int32Array.from({ length: rows }, (_, i) => i % BLOCKS) }
}

const { x, y, blockOf } = sample()
const moments = blockMoments(x, y, FEATURES, blockOf, BLOCKS)
const all = [0, 1, 2, 3, 4]
const folds = all.map((block) => [block])

describe('the moments of blocks', () => {
  it('give the error of a block that the rows give', () => {
    const problem = penalisedProblem(moments, [0, 1, 2], true)
    const beta = Float64Array.of(0.3, -0.2, 0, 0.1, 0, 0.4)
    const { intercept, coefficients } = naturalCoefficients(moments, problem, beta)
    const predicted = linearPredictor(x, coefficients)
    const plain = y.reduce(
      (sum, value, i) => sum + (blockOf[i] === 4 ? (value - intercept - predicted[i]!) ** 2 : 0),
      0,
    )
    const scale = moments.scale[FEATURES]! ** 2
    expect(blockSquaredError(moments, 4, problem, beta) * scale).toBeCloseTo(plain, 6)
  })

  it('leave a feature without spread out of the fit', () => {
    const constant = x.map((value, k) => (k % FEATURES === 3 ? 7 : value))
    const fit = fitPenalised(blockMoments(constant, y, FEATURES, blockOf, BLOCKS), all, folds, {
      method: 'ridge',
      rule: 'minimum',
      standardize: true,
    })
    expect(fit.coefficients[3]).toBe(0)
    expect(fit.coefficients[0]).toBeGreaterThan(100)
  })
})

describe('ridge', () => {
  it.each([true, false])('solves (G + λI) b = c at every penalty (standardised: %s)', (standardize) => {
    const problem = penalisedProblem(moments, all, standardize)
    for (const { lambda, beta } of penaltyPath(problem, 0, penaltyGrid(problem, 0))) {
      const scale = Math.max(...problem.correlation.map(Math.abs))
      for (let j = 0; j < FEATURES; j++) {
        let left = lambda * beta[j]!
        for (let k = 0; k < FEATURES; k++) left += problem.gram[j * FEATURES + k]! * beta[k]!
        expect(Math.abs(left - problem.correlation[j]!)).toBeLessThan(1e-12 * scale)
      }
    }
  })

  it('matches the closed form of one standardised feature: b = c / (1 + λ)', () => {
    const one = sample(40, 1)
    const single = blockMoments(one.x, one.y, 1, one.blockOf, BLOCKS)
    const problem = penalisedProblem(single, all, true)
    const [point] = penaltyPath(problem, 0, Float64Array.of(0.5))
    expect(point!.beta[0]).toBeCloseTo(problem.correlation[0]! / 1.5, 14)
    expect(point!.degreesOfFreedom).toBeCloseTo(1 / 1.5, 12)
  })

  it('spends as many degrees of freedom as features when the penalty vanishes', () => {
    const problem = penalisedProblem(moments, all, true)
    const [point] = penaltyPath(problem, 0, Float64Array.of(1e-12))
    expect(point!.degreesOfFreedom).toBeCloseTo(FEATURES, 9)
  })
})

describe('lasso and elastic net', () => {
  it.each([
    [1, 60, 6],
    [0.5, 60, 6],
    [0.1, 60, 6],
    [1, 30, 80],
    [0.25, 30, 80],
  ])('meet the optimality conditions along the path: l1 ratio %d, %d rows, %d features', (ratio, rows, features) => {
    const data = sample(rows, features, 3)
    const spread = blockMoments(data.x, data.y, features, data.blockOf, BLOCKS)
    const problem = penalisedProblem(spread, all, true)
    for (const point of penaltyPath(problem, ratio, penaltyGrid(problem, ratio))) {
      const { lambda, beta, converged } = polished(problem, ratio, point)
      expect(converged && point.converged).toBe(true)
      expect(Math.max(...beta.map((value, j) => Math.abs(value - point.beta[j]!)))).toBeLessThan(0.02)
      for (let j = 0; j < features; j++) {
        let gradient = problem.correlation[j]! - lambda * (1 - ratio) * beta[j]!
        for (let k = 0; k < features; k++) gradient -= problem.gram[j * features + k]! * beta[k]!
        // at zero any gradient up to λ₁ is a minimum, elsewhere only λ₁ itself
        const target = beta[j] === 0 ? Math.min(Math.abs(gradient), lambda * ratio) : lambda * ratio
        const directed = beta[j] === 0 ? Math.abs(gradient) : gradient * Math.sign(beta[j]!)
        expect(directed).toBeCloseTo(target, 6)
      }
    }
  })

  it('soft-thresholds uncorrelated features', () => {
    const beta = new Float64Array(3)
    const gradient = Float64Array.of(0.9, -0.3, 0.1)
    coordinateDescent(beta, gradient, Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), 0.2, 0.5, {
      tolerance: 0,
      maxSweeps: 10,
    })
    expect([...beta].map((value) => Number(value.toFixed(12)))).toEqual([0.466666666667, -0.066666666667, 0])
  })

  it('settles in a few sweeps where features all but coincide, and never raises the objective', () => {
    const r = 0.9999
    const gram = Float64Array.of(1, r, r * r, r, 1, r, r * r, r, 1)
    const correlation = Float64Array.of(0.8, 0.79, -0.1)
    const [beta, gradient] = [new Float64Array(3), correlation.slice()]
    const outcome = coordinateDescent(beta, gradient, gram, 1e-4, 0, { tolerance: 1e-20, maxSweeps: 5_000 })
    expect(outcome.converged).toBe(true)
    expect(outcome.sweeps).toBeLessThan(20)
    for (let j = 0; j < 3; j++) {
      const exact = correlation[j]! - beta.reduce((sum, value, k) => sum + gram[j * 3 + k]! * value, 0)
      expect(Math.abs(exact)).toBeLessThanOrEqual(1e-4 + 1e-10)
    }
  })

  it('says when it ran out of sweeps', () => {
    const problem = penalisedProblem(moments, all, true)
    const outcome = coordinateDescent(new Float64Array(FEATURES), problem.correlation.slice(), problem.gram, 0, 0, {
      tolerance: 1e-30,
      maxSweeps: 2,
    })
    expect(outcome).toEqual({ converged: false, sweeps: 2 })
  })

  it('start with no feature at the largest penalty', () => {
    const problem = penalisedProblem(moments, all, true)
    const [first, second] = penaltyPath(problem, 1, penaltyGrid(problem, 1))
    expect(first!.degreesOfFreedom).toBe(0)
    expect(second!.degreesOfFreedom).toBeGreaterThan(0)
  })
})

describe('fitPenalised', () => {
  it.each(['ridge', 'lasso', 'elastic_net'] as const)('%s comes back in natural units', (method) => {
    const { coefficients, intercept } = fitPenalised(moments, all, folds, {
      method,
      rule: 'minimum',
      standardize: true,
    })
    const rescaled = x.map((value, k) => (k % FEATURES === 1 ? value / 1000 : value))
    const other = fitPenalised(blockMoments(rescaled, y, FEATURES, blockOf, BLOCKS), all, folds, {
      method,
      rule: 'minimum',
      standardize: true,
    })
    expect(coefficients[0]! / 300).toBeCloseTo(1, 1)
    expect(other.coefficients[1]! / 1000).toBeCloseTo(coefficients[1]!, 6)
    expect(other.intercept).toBeCloseTo(intercept, 4)
  })

  it('keeps fewer features by the one-standard-error rule', () => {
    const options = { method: 'lasso', standardize: true } as const
    const sparse = fitPenalised(moments, all, folds, { ...options, rule: 'one_standard_error' })
    const best = fitPenalised(moments, all, folds, { ...options, rule: 'minimum' })
    expect(sparse.lambda).toBeGreaterThan(best.lambda)
    expect([...sparse.coefficients].map((value) => value !== 0).slice(0, 2)).toEqual([true, true])
    expect(sparse.degreesOfFreedom).toBeLessThanOrEqual(best.degreesOfFreedom)
  })

  it('never reads a block that it was not given', () => {
    const changed = y.map((value, i) => (blockOf[i] === 4 ? value * -3 : value))
    const training = [0, 1, 2, 3]
    const options = { method: 'lasso', rule: 'minimum', standardize: true } as const
    const fit = fitPenalised(moments, training, folds.slice(0, 4), options)
    const other = fitPenalised(
      blockMoments(x, changed, FEATURES, blockOf, BLOCKS),
      training,
      folds.slice(0, 4),
      options,
    )
    fit.coefficients.forEach((value, j) => {
      expect(Math.abs(other.coefficients[j]! - value)).toBeLessThanOrEqual(1e-6 * Math.abs(value))
    })
  })

  it('passes through the origin without an intercept', () => {
    const uncentred = blockMoments(x, y, FEATURES, blockOf, BLOCKS, false)
    const fit = fitPenalised(uncentred, all, folds, { method: 'ridge', rule: 'minimum', standardize: true })
    expect(fit.intercept).toBe(0)
  })

  it('measures a penalty on the fold left out, as the plain way on rows does', () => {
    const { path } = fitPenalised(moments, all, folds, { method: 'ridge', rule: 'minimum', standardize: true })
    const k = 20
    let squares = 0
    for (const left of all) {
      const training = blockMoments(...rowsWhere((block) => block !== left), 1)
      const problem = penalisedProblem(training, [0], true)
      const [point] = penaltyPath(problem, 0, path.lambdas.subarray(k, k + 1))
      const { intercept, coefficients } = naturalCoefficients(training, problem, point!.beta)
      const [testX, testY] = rowsWhere((block) => block === left)
      linearPredictor(testX, coefficients).forEach((value, i) => {
        squares += (testY[i]! - intercept - value) ** 2
      })
    }
    expect(path.meanSquaredError[k]! / (squares / ROWS)).toBeCloseTo(1, 9)
  })

  it('needs two folds', () => {
    expect(() => fitPenalised(moments, all, [[0]], { method: 'ridge', rule: 'minimum', standardize: true })).toThrow(
      RangeError,
    )
  })
})

/** The rows of some blocks as one table with a single block. */
function rowsWhere(matches: (block: number) => boolean): [Float64Array, Float64Array, number, Int32Array] {
  const rows = Array.from({ length: ROWS }, (_, i) => i).filter((i) => matches(blockOf[i]!))
  const values = rows.flatMap((i) => [...x.subarray(i * FEATURES, (i + 1) * FEATURES)])
  return [Float64Array.from(values), Float64Array.from(rows, (i) => y[i]!), FEATURES, new Int32Array(rows.length)]
}

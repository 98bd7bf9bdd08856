import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type FeatureMatrix, numericMatrix, takeRows } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import { conditionGaussianProcess } from './condition-gaussian-process.ts'
import type { Covariance, CovarianceKernel } from './covariance.ts'
import { CovarianceWorkspace } from './covariance-workspace.ts'
import { fitGaussianProcess } from './fit-gaussian-process.ts'
import { logsOf, NOISE_FLOOR } from './hyperparameters.ts'
import { leaveOneOut } from './leave-one-out.ts'
import { logMarginalLikelihood } from './marginal-likelihood.ts'
import { predictGaussianMeans, predictGaussianProcess } from './predict-gaussian-process.ts'

/** sin(3 x₀) + ½ x₁ + the level's offset + noise; x₂ does nothing. */
function problem(rows: number, seed: number): { matrix: FeatureMatrix; target: Float64Array } {
  const generator = seededGenerator(seed)
  const numbers = [0, 1, 2].map(() => Float64Array.from({ length: rows }, () => generator.uniform()))
  const codes = Float64Array.from({ length: rows }, () => generator.integer(3))
  const target = Float64Array.from(
    codes,
    (code, i) => 100 + 10 * (Math.sin(3 * numbers[0]![i]!) + numbers[1]![i]! / 2 + code + 0.05 * generator.normal()),
  )
  return { matrix: { rows, columns: [...numbers, codes], levels: Int32Array.of(0, 0, 0, 3) }, target }
}

// by scikit-learn: see reference/gaussian-process.py
const reference = JSON.parse(
  readFileSync(new URL('../../reference/gaussian-process.json', import.meta.url), 'utf8'),
) as Reference

interface Reference {
  readonly x: number[][]
  readonly new: number[][]
  readonly y: number[]
  readonly mean: number
  readonly deviation: number
  readonly length_scales: number[]
  readonly signal_variance: number
  readonly noise_variance: number
  readonly cases: {
    readonly kernel: CovarianceKernel
    readonly linear_variance: number
    readonly log_marginal_likelihood: number
    readonly gradient: number[]
    readonly mean: number[]
    readonly deviation: number[]
  }[]
}

describe.each(reference.cases)('with $kernel and a linear variance of $linear_variance', (expected) => {
  const covariance: Covariance = {
    kernel: expected.kernel,
    lengthScales: Float64Array.from(reference.length_scales),
    signalVariance: reference.signal_variance,
    noiseVariance: reference.noise_variance,
    linearVariance: expected.linear_variance,
  }
  const matrixOf = (columns: number[][]) => numericMatrix(columns.map((column) => Float64Array.from(column)))
  const fitted = conditionGaussianProcess(matrixOf(reference.x), Float64Array.from(reference.y), covariance)

  it('likelihood and gradient are those of scikit-learn', () => {
    const workspace = new CovarianceWorkspace()
    workspace.load({ rows: fitted.targets.length, columns: fitted.inputs, levels: fitted.levels })
    const logs = logsOf(covariance)
    const gradient = new Float64Array(logs.length)
    const value = logMarginalLikelihood(workspace, covariance.kernel, logs, fitted.targets, gradient)
    expect(value).toBeCloseTo(expected.log_marginal_likelihood, 9)
    expected.gradient.forEach((slope, j) => {
      expect(gradient[j]).toBeCloseTo(slope, 8)
    })
  })

  it('means and variances are those of scikit-learn', () => {
    const predicted = predictGaussianProcess(fitted, matrixOf(reference.new))
    expected.mean.forEach((mean, i) => {
      const deviation = expected.deviation[i]! * reference.deviation
      const noise = reference.noise_variance * reference.deviation ** 2
      expect(predicted.mean[i]).toBeCloseTo(reference.mean + reference.deviation * mean, 8)
      expect(predicted.latentVariance[i]).toBeCloseTo(deviation ** 2, 8)
      expect(predicted.variance[i]).toBeCloseTo(deviation ** 2 + noise, 8)
    })
  })
})

describe('a Gaussian process of few rows', () => {
  const covariance: Covariance = {
    kernel: 'rbf',
    lengthScales: Float64Array.of(2),
    signalVariance: 0.8,
    linearVariance: 0,
    noiseVariance: 0.2,
  }

  it('predicts the only target everywhere', () => {
    const fitted = fitGaussianProcess(numericMatrix([Float64Array.of(3)]), Float64Array.of(7))
    expect([...predictGaussianProcess(fitted, numericMatrix([Float64Array.of(3, 50)])).mean]).toEqual([7, 7])
  })

  it('is that of the formula for two rows', () => {
    // standardised: x = ±1, y = ±1, so that the weights are ±1 / (1 − 0.8 e^(−½ (2/2)²))
    const fitted = conditionGaussianProcess(numericMatrix([Float64Array.of(2, 6)]), Float64Array.of(10, 30), covariance)
    const weight = 1 / (1 - 0.8 * Math.exp(-0.5))
    expect(fitted.weights[0]).toBeCloseTo(-weight, 12)
    expect(fitted.weights[1]).toBeCloseTo(weight, 12)
    const { mean } = predictGaussianProcess(fitted, numericMatrix([Float64Array.of(6, 4)]))
    expect(mean[0]).toBeCloseTo(20 + 10 * 0.8 * weight * (1 - Math.exp(-0.5)), 10)
    expect(mean[1]).toBeCloseTo(20, 10)
  })

  it('survives a constant target and a constant feature', () => {
    const matrix = numericMatrix([Float64Array.of(1, 2, 3, 4), new Float64Array(4).fill(0.1)])
    const fitted = fitGaussianProcess(matrix, new Float64Array(4).fill(0.3))
    const { mean, variance } = predictGaussianProcess(fitted, matrix)
    for (const value of mean) expect(value).toBeCloseTo(0.3, 12)
    for (const value of variance) expect(value).toBeGreaterThan(0)
  })
})

describe('fitGaussianProcess', () => {
  const { matrix, target } = problem(60, 1)

  it('finds a smooth response to about its noise', () => {
    const fresh = problem(200, 2)
    const fitted = fitGaussianProcess(matrix, target)
    const predicted = predictGaussianProcess(fitted, fresh.matrix)
    let squares = 0
    let within = 0
    predicted.mean.forEach((mean, i) => {
      const error = fresh.target[i]! - mean
      squares += error * error
      if (Math.abs(error) < 1.96 * Math.sqrt(predicted.variance[i]!)) within++
    })
    expect(Math.sqrt(squares / 200)).toBeLessThan(0.7)
    expect(within / 200).toBeGreaterThan(0.9)
  })

  it('gives the same process for the same seed, whatever was fitted before', () => {
    const fitted = fitGaussianProcess(matrix, target, { seed: 5 })
    fitGaussianProcess(numericMatrix([Float64Array.of(1, 2, 3)]), Float64Array.of(1, 2, 4))
    expect(fitGaussianProcess(matrix, target, { seed: 5 })).toEqual(fitted)
  })

  it('does not depend on the units of inputs and target', () => {
    const units = (column: Float64Array, j: number) => (j < 3 ? column.map((value) => 273 + 1000 * value) : column)
    const other = { ...matrix, columns: matrix.columns.map(units) }
    const a = predictGaussianProcess(fitGaussianProcess(matrix, target), matrix).mean
    const scaled = target.map((value) => value / 1000)
    const b = predictGaussianProcess(fitGaussianProcess(other, scaled), other).mean
    a.forEach((value, i) => {
      expect(b[i]! * 1000).toBeCloseTo(value, 4)
    })
  })

  it('searches on a subset of many rows and fits all', () => {
    const fitted = fitGaussianProcess(matrix, target, { searchRows: 40 })
    expect(fitted.search?.rows).toBe(40)
    expect(fitted.weights.length).toBe(60)
  })

  it('starts from a given covariance with fewer evaluations', () => {
    const fitted = fitGaussianProcess(matrix, target)
    const again = fitGaussianProcess(takeRows(matrix, [...Array(50).keys()]), target.slice(0, 50), { start: fitted })
    expect(again.search!.evaluations).toBeLessThan(fitted.search!.evaluations / 4)
    expect(again.search!.hasConverged).toBe(true)
  })

  it('adds a linear part where the response is linear, and none where it is flat', () => {
    const generator = seededGenerator(3)
    const numbers = numericMatrix([0, 1, 2, 3].map(() => Float64Array.from({ length: 40 }, () => generator.normal())))
    const [a, b] = [numbers.columns[0]!, numbers.columns[1]!]
    const linear = a.map((value, i) => value + 2 * b[i]! + 0.01 * generator.normal())
    const noise = a.map(() => generator.normal())
    expect(fitGaussianProcess(numbers, linear).linearVariance).toBeGreaterThan(0)
    expect(fitGaussianProcess(numbers, noise).linearVariance).toBe(0)
    expect(fitGaussianProcess(numbers, linear, { linear: false }).linearVariance).toBe(0)
    expect(fitGaussianProcess(numbers, noise, { linear: true }).linearVariance).toBeGreaterThan(0)
  })

  it('survives rows that are all there twice, with and without the same target', () => {
    const twice = [...Array(60).keys(), ...Array(60).keys()]
    const doubled = takeRows(matrix, twice)
    const same = fitGaussianProcess(
      doubled,
      Float64Array.from(twice, (row) => target[row]!),
    )
    const other = fitGaussianProcess(
      doubled,
      Float64Array.from(twice, (row, i) => target[row]! + (i < 60 ? 1 : -1)),
    )
    for (const fitted of [same, other]) {
      expect(fitted.noiseVariance / NOISE_FLOOR).toBeGreaterThan(1 - 1e-9)
      expect(predictGaussianProcess(fitted, matrix).mean.every(Number.isFinite)).toBe(true)
    }
    expect(Math.sqrt(other.noiseVariance) * other.targetScale).toBeGreaterThan(0.7)
  })

  it('raises the noise of a singular covariance, and keeps what it used', () => {
    const column = Float64Array.of(1, 1, 1, 2)
    const covariance = {
      kernel: 'rbf',
      lengthScales: Float64Array.of(1),
      signalVariance: 1,
      linearVariance: 0,
    } as const
    const fitted = conditionGaussianProcess(numericMatrix([column]), column, { ...covariance, noiseVariance: 0 })
    expect(fitted.noiseVariance).toBe(NOISE_FLOOR)
  })

  it('takes a missing category as a level of its own', () => {
    const codes = Float64Array.from(matrix.columns[3]!, (code) => (code === 2 ? Number.NaN : code))
    const missing = { ...matrix, columns: [...matrix.columns.slice(0, 3), codes] }
    const a = predictGaussianProcess(fitGaussianProcess(matrix, target), matrix)
    expect(predictGaussianProcess(fitGaussianProcess(missing, target), missing)).toEqual(a)
  })

  it('is less sure of a level that it has not seen', () => {
    const fitted = fitGaussianProcess(matrix, target)
    const unseen = { ...matrix, columns: [...matrix.columns.slice(0, 3), new Float64Array(60).fill(Number.NaN)] }
    const known = predictGaussianProcess(fitted, matrix).latentVariance
    predictGaussianProcess(fitted, unseen).latentVariance.forEach((variance, i) => {
      expect(variance).toBeGreaterThan(known[i]!)
    })
  })

  it.each([
    ['a missing number', numericMatrix([Float64Array.of(1, Number.NaN)]), Float64Array.of(1, 2)],
    ['a missing target', numericMatrix([Float64Array.of(1, 2)]), Float64Array.of(1, Number.NaN)],
    ['a target too few', numericMatrix([Float64Array.of(1, 2)]), Float64Array.of(1)],
    ['no row', numericMatrix([new Float64Array(0)]), new Float64Array(0)],
    ['too many rows', numericMatrix([new Float64Array(8193)]), new Float64Array(8193)],
  ])('refuses %s', (_, wrong, values) => {
    expect(() => fitGaussianProcess(wrong, values)).toThrow(RangeError)
  })
})

describe('predictions', () => {
  const { matrix, target } = problem(50, 4)
  const fitted = fitGaussianProcess(matrix, target)

  it('are the same for means alone, row by row, and from a copy of the process', () => {
    const { mean } = predictGaussianProcess(fitted, matrix)
    const means = new Float64Array(50)
    predictGaussianMeans(fitted, matrix, means)
    expect(means).toEqual(mean)
    const copy = structuredClone(fitted)
    const one = new Float64Array(1)
    for (let i = 0; i < 50; i++) {
      predictGaussianMeans(copy, takeRows(matrix, [i]), one)
      expect(one[0]).toBe(mean[i])
    }
    expect(predictGaussianProcess(copy, matrix)).toEqual(predictGaussianProcess(fitted, matrix))
  })

  it('refuse other features', () => {
    expect(() => predictGaussianProcess(fitted, numericMatrix(matrix.columns))).toThrow(RangeError)
    expect(() => predictGaussianMeans(fitted, { ...matrix, columns: matrix.columns.slice(1) }, target)).toThrow(
      RangeError,
    )
  })
})

describe('leaveOneOut', () => {
  it.each([true, false])('is what the other rows predict at the same hyperparameters, linear: %s', (linear) => {
    const { matrix, target } = problem(23, 6)
    const fitted = fitGaussianProcess(matrix, target, { linear })
    const { mean, variance, logPredictive } = leaveOneOut(fitted)
    const rows = [...Array(23).keys()]
    let score = 0
    for (const left of rows) {
      // the others in the units of all: without a standardisation of their own
      const others = rows.filter((row) => row !== left)
      const workspace = new CovarianceWorkspace()
      const points = { rows: 23, columns: fitted.inputs, levels: fitted.levels }
      workspace.load(takeRows(points, others))
      workspace.setCovariance(fitted)
      workspace.factorise()
      workspace.solve(Float64Array.from(others, (row) => fitted.targets[row]!))
      const [standard, reduction] = [new Float64Array(1), new Float64Array(1)]
      workspace.meansAndReductions(takeRows(points, [left]), standard, reduction)
      const own = fitted.inputs.reduce((sum, column, j) => sum + (j < 3 ? column[left]! ** 2 : 1), 0)
      const prior = fitted.signalVariance + fitted.linearVariance * own
      const expected = fitted.targetMean + fitted.targetScale * standard[0]!
      const spread = fitted.targetScale ** 2 * (prior - reduction[0]! + fitted.noiseVariance)
      expect(mean[left]).toBeCloseTo(expected, 6)
      expect(variance[left]! / spread).toBeCloseTo(1, 6)
      score -= (Math.log(2 * Math.PI * spread) + (target[left]! - expected) ** 2 / spread) / 2
    }
    expect(logPredictive).toBeCloseTo(score, 5)
  })
})

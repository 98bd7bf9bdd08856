import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { numericMatrix, takeRows } from '../../features/feature-matrix.ts'
import { seededGenerator } from '../../random/generator.ts'
import { fitClassProcess } from './fit-class-process.ts'
import { classCovariances, laplaceLikelihood } from './laplace-likelihood.ts'
import { laplaceMode, product } from './laplace-mode.ts'
import { predictClassProcess } from './predict-class-process.ts'

interface Reference {
  readonly logMarginalLikelihood: number
  readonly latent: readonly number[]
  readonly shares: readonly number[]
}

const { process: reference } = JSON.parse(
  readFileSync(new URL('../../../reference/classification.json', import.meta.url), 'utf8'),
) as { process: Record<'rbf' | 'matern52', Reference> }

const N = 60
const scattered = (k: number) => Float64Array.from({ length: N }, (_, i) => (((i + 1) * Math.sqrt(k)) % 1) - 0.5)
const columns = [2, 3, 5].map(scattered)
const noise = scattered(7)
const hits = columns[0]!.map((value, i) => (value + 0.5 * columns[1]![i]! + 0.6 * noise[i]! > 0 ? 1 : 0))
const all = numericMatrix(columns)
const rows = Int32Array.from({ length: 50 }, (_, i) => i)
const training = takeRows(all, rows)
const test = takeRows(
  all,
  Int32Array.from({ length: 10 }, (_, i) => 50 + i),
)
const LOGS = Float64Array.of(Math.log(1), Math.log(2), Math.log(3), Math.log(4))

describe('a Gaussian process of classes', () => {
  it.each(['rbf', 'matern52'] as const)(
    'has the likelihood, and close to it the shares, of scikit-learn: %s',
    (kernel) => {
      const { model } = fitClassProcess(training, hits.slice(0, 50), { kernel, seed: 0, logs: LOGS })
      const { centers, scales } = model.process
      const points = numericMatrix(
        training.columns.map((column, j) => column.map((value) => (value - centers[j]!) / scales[j]!)),
      )
      const { logMarginalLikelihood } = laplaceMode(classCovariances(points, kernel, LOGS), hits.slice(0, 50))
      expect(logMarginalLikelihood).toBeCloseTo(reference[kernel].logMarginalLikelihood, 4)
      // scikit-learn averages by five error functions, and we by MacKay's formula
      predictClassProcess(model, test).forEach((share, i) => {
        expect(Math.abs(share - reference[kernel].shares[i]!)).toBeLessThan(0.01)
        expect(share > 0.5).toBe(reference[kernel].latent[i]! > 0)
      })
    },
  )

  it('stands at the mode: scores are K times the gradient', () => {
    const covariances = classCovariances(training, 'rbf', LOGS)
    const { scores, gradient } = laplaceMode(covariances, hits.slice(0, 50))
    const again = product(covariances, gradient)
    scores.forEach((score, i) => expect(score).toBeCloseTo(again[i]!, 5))
  })

  it.each(['rbf', 'matern32', 'matern52'] as const)(
    'has the gradient of its likelihood, also of categories: %s',
    (kernel) => {
      const points = {
        rows: 50,
        columns: [...training.columns.slice(0, 2), Float64Array.from(rows, (row) => row % 3)],
        levels: Int32Array.of(0, 0, 3),
      }
      const logs = Float64Array.of(-1, -0.5, 0.3, 0.8)
      const own = hits.slice(0, 50)
      const gradient = new Float64Array(4)
      laplaceLikelihood(points, own, kernel, logs, gradient)
      const unused = new Float64Array(4)
      logs.forEach((_, j) => {
        const at = (step: number) =>
          laplaceLikelihood(
            points,
            own,
            kernel,
            logs.map((value, k) => (k === j ? value + step : value)),
            unused,
          )
        expect(gradient[j]).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 4)
      })
    },
  )

  it('finds what tells the classes apart, and is unsure far away', () => {
    const generator = seededGenerator(2)
    const [x, z] = [0, 1].map(() => Float64Array.from({ length: 90 }, () => generator.normal()))
    const ring = x!.map((value) => (value ** 2 > 0.7 ? 1 : 0))
    const { model } = fitClassProcess(numericMatrix([x!, z!]), ring, { kernel: 'matern52', seed: 0 })
    const shares = predictClassProcess(
      model,
      numericMatrix([Float64Array.of(0, 2, -2, 40), Float64Array.of(0, 0, 0, 40)]),
    )
    expect(shares[0]).toBeLessThan(0.2)
    expect(shares[1]).toBeGreaterThan(0.7)
    expect(shares[2]).toBeGreaterThan(0.7)
    expect(Math.abs(shares[3]! - 0.5)).toBeLessThan(0.2)
    expect(model.process.lengthScales[0]).toBeLessThan(model.process.lengthScales[1]!)
  })

  it('refuses a missing number', () => {
    const { model } = fitClassProcess(training, hits.slice(0, 50), { kernel: 'rbf', seed: 0, logs: LOGS })
    const gap = numericMatrix([Float64Array.of(Number.NaN), Float64Array.of(0), Float64Array.of(0)])
    expect(() => predictClassProcess(model, gap)).toThrow(RangeError)
  })
})

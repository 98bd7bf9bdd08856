import { describe, expect, it } from 'vitest'
import { factorCholesky, inverseFromCholesky, logDeterminant, solveCholesky } from '../linalg/cholesky.ts'
import { seededGenerator } from '../random/generator.ts'
import { type Covariance, covarianceOf } from './covariance.ts'
import { CovarianceWorkspace, type Points } from './covariance-workspace.ts'
import { covarianceAt, logsOf } from './hyperparameters.ts'
import { logMarginalLikelihood } from './marginal-likelihood.ts'

const LEVELS = Int32Array.of(0, 3, 0, 2, 0)

/** Three numbers and two categories, in mixed order. */
function randomPoints(rows: number, seed: number): Points {
  const generator = seededGenerator(seed)
  const columns = [...LEVELS].map((levels) =>
    Float64Array.from({ length: rows }, () => (levels > 0 ? generator.integer(levels) : generator.normal())),
  )
  return { rows, columns, levels: LEVELS }
}

function randomValues(rows: number, seed: number): Float64Array {
  const generator = seededGenerator(seed)
  return Float64Array.from({ length: rows }, () => generator.normal())
}

const COVARIANCES = (['matern52', 'matern32', 'rbf'] as const).flatMap((kernel) =>
  [0, 0.3].map(
    (linearVariance): Covariance => ({
      kernel,
      lengthScales: Float64Array.of(0.8, 1.5, 2.5, 0.4, 6),
      signalVariance: 1.7,
      linearVariance,
      noiseVariance: 0.05,
    }),
  ),
)

function pointOf({ columns }: Points, row: number): Float64Array {
  return Float64Array.from(columns, (column) => column[row]!)
}

function plainMatrix(covariance: Covariance, points: Points): Float64Array {
  const n = points.rows
  const matrix = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      matrix[i * n + j] = covarianceOf(covariance, LEVELS, pointOf(points, i), pointOf(points, j))
    }
    matrix[i * n + i] = matrix[i * n + i]! + covariance.noiseVariance
  }
  return matrix
}

describe.each(COVARIANCES)('the kernels of $kernel with a linear variance of $linearVariance', (covariance) => {
  // sizes about the multiples of 4 and of the block of 32
  it.each([1, 2, 3, 4, 5, 31, 32, 33, 64, 71])('agree with plain loops over %i rows', (n) => {
    const points = randomPoints(n, n)
    const b = randomValues(n, 100 + n)
    const lower = factorCholesky(plainMatrix(covariance, points), n)!
    const workspace = new CovarianceWorkspace()
    workspace.load(points)
    workspace.setCovariance(covariance)
    expect(workspace.factorise()).toBe(true)
    expect(workspace.logDeterminant()).toBeCloseTo(logDeterminant(lower, n), 9)
    const solution = b.slice()
    solveCholesky(lower, solution, n)
    workspace.solve(b).forEach((value, i) => {
      expect(value).toBeCloseTo(solution[i]!, 9)
    })
    workspace.invert()
    const inverse = inverseFromCholesky(lower, n)
    workspace.inverseDiagonal().forEach((value, i) => {
      expect(value).toBeCloseTo(inverse[i * n + i]!, 9)
    })
  })

  it.each([1, 2, 37, 66])('give the slopes of the log marginal likelihood by all hyperparameters, of %i rows', (n) => {
    const points = randomPoints(n, 7)
    const targets = randomValues(n, 8)
    const workspace = new CovarianceWorkspace()
    workspace.load(points)
    const logs = logsOf(covariance)
    const gradient = new Float64Array(logs.length)
    const at = (moved: Float64Array, out: Float64Array | null) =>
      logMarginalLikelihood(workspace, covariance.kernel, moved, targets, out)
    at(logs, gradient)
    gradient.forEach((slope, j) => {
      const step = 1e-5
      const [above, below] = [step, -step].map((by) => at(logs.with(j, logs[j]! + by), null))
      expect(slope).toBeCloseTo((above! - below!) / (2 * step), 5)
    })
  })

  it('predict as plain loops do, batch after batch', () => {
    const [points, news] = [randomPoints(45, 1), randomPoints(70, 2)]
    const targets = randomValues(45, 3)
    const workspace = new CovarianceWorkspace()
    workspace.load(points)
    workspace.setCovariance(covariance)
    workspace.factorise()
    const weights = workspace.solve(targets)
    const [means, alone, reductions] = [new Float64Array(70), new Float64Array(70), new Float64Array(70)]
    workspace.meansAndReductions(news, means, reductions)
    workspace.means(news, alone)
    expect(alone).toEqual(means)
    const lower = factorCholesky(plainMatrix(covariance, points), 45)!
    for (let i = 0; i < 70; i++) {
      const cross = Float64Array.from({ length: 45 }, (_, j) =>
        covarianceOf(covariance, LEVELS, pointOf(news, i), pointOf(points, j)),
      )
      const solved = cross.slice()
      solveCholesky(lower, solved, 45)
      expect(means[i]).toBeCloseTo(
        cross.reduce((sum, value, j) => sum + value * weights[j]!, 0),
        10,
      )
      expect(reductions[i]).toBeCloseTo(
        cross.reduce((sum, value, j) => sum + value * solved[j]!, 0),
        10,
      )
    }
  })
})

describe('a workspace', () => {
  it('gives the same after larger points were in it', () => {
    const points = randomPoints(21, 4)
    const targets = randomValues(21, 5)
    const logs = logsOf(COVARIANCES[1]!)
    const [fresh, used] = [new CovarianceWorkspace(), new CovarianceWorkspace()]
    used.load(randomPoints(90, 6))
    used.setCovariance(COVARIANCES[1]!)
    used.factorise()
    used.invert()
    const results = [fresh, used].map((workspace) => {
      workspace.load(points)
      const gradient = new Float64Array(logs.length)
      return [logMarginalLikelihood(workspace, 'matern52', logs, targets, gradient), ...gradient]
    })
    expect(results[0]).toEqual(results[1])
  })

  it('tells a matrix that is not positive definite', () => {
    const workspace = new CovarianceWorkspace()
    workspace.load({ rows: 2, columns: [Float64Array.of(1, 1)], levels: Int32Array.of(0) })
    workspace.setCovariance({ ...covarianceAt('rbf', 1, new Float64Array(3)), noiseVariance: 0 })
    expect(workspace.factorise()).toBe(false)
  })

  it('asks for a covariance before it factorises', () => {
    const workspace = new CovarianceWorkspace()
    workspace.load(randomPoints(3, 1))
    expect(() => workspace.factorise()).toThrow(RangeError)
  })
})

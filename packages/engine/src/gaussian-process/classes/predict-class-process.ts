import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { factorCholesky, invertLower, solveLower } from '../../linalg/cholesky.ts'
import { covarianceOf } from '../covariance.ts'
import { standardInputs } from '../standard-inputs.ts'
import type { ClassProcess } from './class-process.ts'
import { classCovariances } from './laplace-likelihood.ts'

interface Prepared {
  /** n × p row-major: the training points. */
  readonly points: Float64Array[]
  readonly roots: Float64Array
  readonly factor: Float64Array
}

/** What does not depend on the row, once for each process. */
const prepared = new WeakMap<ClassProcess, Prepared>()

/**
 * The share of class 1: the logistic of the latent score, averaged over its uncertainty (MacKay's approximation), so that it tends to a half
 * away from the rows.
 *
 * @throws RangeError for a number that is missing
 *
 * Cost: n³/3 once, then n² + n·p a row. Source: Rasmussen & Williams, algorithm 3.2; MacKay, Neural Computation 4 (1992) 720.
 */
export function predictClassProcess(model: ClassProcess, matrix: FeatureMatrix): Float64Array {
  const { process } = model
  const { points, roots, factor } = preparedFor(model)
  const columns = standardInputs(matrix, process)
  const n = roots.length
  const out = new Float64Array(matrix.rows)
  const row = new Float64Array(columns.length)
  const near = new Float64Array(n)
  for (let i = 0; i < matrix.rows; i++) {
    for (let j = 0; j < columns.length; j++) row[j] = columns[j]![i]!
    let mean = 0
    for (let t = 0; t < n; t++) {
      const covariance = covarianceOf(process, process.levels, row, points[t]!)
      mean += covariance * process.weights[t]!
      near[t] = roots[t]! * covariance
    }
    solveLower(factor, near, n)
    let variance = process.signalVariance
    for (let t = 0; t < n; t++) variance -= near[t]! ** 2
    out[i] = 1 / (1 + Math.exp(-mean / Math.sqrt(1 + (Math.PI * Math.max(0, variance)) / 8)))
  }
  return out
}

/**
 * What the rows take off the variance of a latent score: with this n × n row-major matrix R the variance at x is
 * `signalVariance − |R·k(x, inputs)|²`. Cost: 2·n³/3.
 */
export function varianceReduction(model: ClassProcess): Float64Array {
  const { roots, factor } = preparedFor(model)
  const n = roots.length
  return invertLower(factor, n).map((value, at) => value * roots[at % n]!)
}

function preparedFor(model: ClassProcess): Prepared {
  const known = prepared.get(model)
  if (known) return known
  const { process, curvature } = model
  const { inputs, levels, lengthScales, signalVariance, kernel } = process
  const n = curvature.length
  const logs = Float64Array.of(...lengthScales.map(Math.log), Math.log(signalVariance))
  const covariances = classCovariances({ rows: n, columns: inputs, levels }, kernel, logs)
  const roots = curvature.map(Math.sqrt)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      covariances[i * n + j] = roots[i]! * covariances[i * n + j]! * roots[j]! + (i === j ? 1 : 0)
  const factor = factorCholesky(covariances, n)
  if (!factor) throw new RangeError('the covariance of the process is not positive definite: it was not fitted')
  const points = Array.from({ length: n }, (_, t) => Float64Array.from(inputs, (column) => column[t]!))
  const made = { points, roots, factor }
  prepared.set(model, made)
  return made
}

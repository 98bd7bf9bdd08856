import { symmetricEigen } from '../../linalg/symmetric-eigen.ts'

/** The distribution of a generation, N(mean, sigma² C), and the paths that adapt it. */
export interface EvolutionPath {
  readonly d: number
  readonly population: number
  readonly separable: boolean
  readonly mean: Float64Array
  readonly sigma: number
  /** d × d. */
  readonly covariance: Float64Array
  /** d × d: B · D of C = B D² Bᵀ; a standard normal z gives axes · z with covariance C. */
  readonly axes: Float64Array
  /** Of C, ascending. */
  readonly eigenvalues: Float64Array
  /** d × d: row k is the unit eigenvector of value k. */
  readonly eigenvectors: Float64Array
  readonly pathOfSigma: Float64Array
  readonly pathOfCovariance: Float64Array
  readonly generation: number
}

/** No share of a range below this makes a difference that anybody would search for. */
const LEAST_SPREAD = 1e-7
/** C is given up where its axes differ more. */
const MOST_CONDITION = 1e14

export function startEvolution(
  mean: Float64Array,
  sigma: number,
  population: number,
  separable: boolean,
): EvolutionPath {
  const d = mean.length
  const identity = new Float64Array(d * d)
  for (let j = 0; j < d; j++) identity[j * d + j] = 1
  return {
    d,
    population,
    separable,
    mean,
    sigma,
    covariance: identity,
    axes: identity,
    eigenvalues: new Float64Array(d).fill(1),
    eigenvectors: identity,
    pathOfSigma: new Float64Array(d),
    pathOfCovariance: new Float64Array(d),
    generation: 0,
  }
}

export function isConverged({ sigma, eigenvalues, d }: EvolutionPath): boolean {
  const largest = eigenvalues[d - 1]!
  return sigma * Math.sqrt(largest) < LEAST_SPREAD || largest > MOST_CONDITION * eigenvalues[0]!
}

/**
 * The next distribution, from the points of this one in the order of their losses.
 *
 * Names of the constants and the equations are those of Hansen's tutorial (arXiv:1604.00772, figure 6), without negative weights.
 */
export function nextGeneration(evolution: EvolutionPath, ranked: readonly Float64Array[]): EvolutionPath {
  const { d, mean, sigma, generation } = evolution
  const { weights, muEff, cSigma, dSigma, cC, chi } = constantsOf(evolution)
  const step = new Float64Array(d)
  for (const [i, weight] of weights.entries()) {
    for (let j = 0; j < d; j++) step[j]! += (weight * (ranked[i]![j]! - mean[j]!)) / sigma
  }
  const whitened = whiten(evolution, step)
  const sigmaScale = Math.sqrt(cSigma * (2 - cSigma) * muEff)
  const pathOfSigma = evolution.pathOfSigma.map((value, j) => (1 - cSigma) * value + sigmaScale * whitened[j]!)
  const length = Math.hypot(...pathOfSigma)
  const settled = Math.sqrt(1 - (1 - cSigma) ** (2 * (generation + 1)))
  const isShort = length / settled < (1.4 + 2 / (d + 1)) * chi
  const covarianceScale = isShort ? Math.sqrt(cC * (2 - cC) * muEff) : 0
  const pathOfCovariance = evolution.pathOfCovariance.map((value, j) => (1 - cC) * value + covarianceScale * step[j]!)
  const covariance = adaptedCovariance(evolution, ranked, pathOfCovariance, isShort)
  return {
    ...evolution,
    mean: mean.map((value, j) => value + sigma * step[j]!),
    sigma: sigma * Math.exp(Math.min(1, (cSigma / dSigma) * (length / chi - 1))),
    covariance,
    ...decompose(covariance, d),
    pathOfSigma,
    pathOfCovariance,
    generation: generation + 1,
  }
}

function constantsOf({ d, population, separable }: EvolutionPath) {
  const mu = Math.floor(population / 2)
  const raw = Array.from({ length: mu }, (_, i) => Math.log((population + 1) / 2) - Math.log(i + 1))
  const total = raw.reduce((a, b) => a + b)
  const weights = raw.map((weight) => weight / total)
  const muEff = 1 / weights.reduce((sum, weight) => sum + weight * weight, 0)
  const cSigma = (muEff + 2) / (d + muEff + 5)
  const faster = separable ? (d + 2) / 3 : 1
  const c1 = Math.min(1, (faster * 2) / ((d + 1.3) ** 2 + muEff))
  return {
    weights,
    muEff,
    cSigma,
    dSigma: 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (d + 1)) - 1) + cSigma,
    cC: (4 + muEff / d) / (d + 4 + (2 * muEff) / d),
    c1,
    cMu: Math.min(1 - c1, (faster * 2 * (muEff - 2 + 1 / muEff)) / ((d + 2) ** 2 + muEff)),
    /** Mean length of a standard normal vector. */
    chi: Math.sqrt(d) * (1 - 1 / (4 * d) + 1 / (21 * d * d)),
  }
}

/** C^(−½) · vector. */
function whiten({ d, eigenvalues, eigenvectors }: EvolutionPath, vector: Float64Array): Float64Array {
  const result = new Float64Array(d)
  for (let k = 0; k < d; k++) {
    let along = 0
    for (let j = 0; j < d; j++) along += eigenvectors[k * d + j]! * vector[j]!
    along /= Math.sqrt(eigenvalues[k]!)
    for (let j = 0; j < d; j++) result[j]! += along * eigenvectors[k * d + j]!
  }
  return result
}

function adaptedCovariance(
  evolution: EvolutionPath,
  ranked: readonly Float64Array[],
  path: Float64Array,
  isShort: boolean,
): Float64Array {
  const { d, mean, sigma, covariance, separable } = evolution
  const { weights, c1, cMu, cC } = constantsOf(evolution)
  const keep = 1 - c1 - cMu + (isShort ? 0 : c1 * cC * (2 - cC))
  const adapted = new Float64Array(d * d)
  for (let j = 0; j < d; j++) {
    for (let k = separable ? j : 0; k <= j; k++) {
      let rankMu = 0
      for (const [i, weight] of weights.entries()) {
        rankMu += weight * (ranked[i]![j]! - mean[j]!) * (ranked[i]![k]! - mean[k]!)
      }
      const value = keep * covariance[j * d + k]! + c1 * path[j]! * path[k]! + (cMu * rankMu) / (sigma * sigma)
      adapted[j * d + k] = adapted[k * d + j] = value
    }
  }
  return adapted
}

function decompose(covariance: Float64Array, d: number): Pick<EvolutionPath, 'axes' | 'eigenvalues' | 'eigenvectors'> {
  const { values, vectors } = symmetricEigen(covariance, d)
  const eigenvalues = values.map((value) => Math.max(value, 1e-300))
  const axes = new Float64Array(d * d)
  for (let k = 0; k < d; k++) {
    const length = Math.sqrt(eigenvalues[k]!)
    for (let j = 0; j < d; j++) axes[j * d + k] = length * vectors[k * d + j]!
  }
  return { axes, eigenvalues, eigenvectors: vectors }
}

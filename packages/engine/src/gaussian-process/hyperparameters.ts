import type { Generator } from '../random/generator.ts'
import type { Covariance, CovarianceKernel } from './covariance.ts'

/** What the search runs over: logarithms of p length scales, of signal and noise variance, and of a linear variance if there is one. */
export type LogHyperparameters = Float64Array

/** Keeps K + noise·I well conditioned: the variance is that of the standardised target. */
export const NOISE_FLOOR = 1e-8

const LENGTHS = [0.02, 1000] as const
const SIGNALS = [1e-3, 1e3] as const
const NOISES = [NOISE_FLOOR, 4] as const
const LINEARS = [1e-6, 100] as const

export function covarianceAt(kernel: CovarianceKernel, p: number, logs: LogHyperparameters): Covariance {
  return {
    kernel,
    lengthScales: logs.slice(0, p).map(Math.exp),
    signalVariance: Math.exp(logs[p]!),
    noiseVariance: Math.exp(logs[p + 1]!),
    linearVariance: logs.length > p + 2 ? Math.exp(logs[p + 2]!) : 0,
  }
}

export function logsOf(covariance: Covariance): LogHyperparameters {
  const { lengthScales, signalVariance, linearVariance, noiseVariance } = covariance
  const variances =
    linearVariance > 0 ? [signalVariance, noiseVariance, linearVariance] : [signalVariance, noiseVariance]
  return Float64Array.of(...[...lengthScales, ...variances].map((value) => Math.log(value)))
}

export function hyperparameterBounds(p: number, hasLinear: boolean): { lower: Float64Array; upper: Float64Array } {
  const lengths = Array.from({ length: p }, () => LENGTHS)
  const bounds = [...lengths, SIGNALS, NOISES, ...(hasLinear ? [LINEARS] : [])]
  return {
    lower: Float64Array.from(bounds, ([lower]) => Math.log(lower)),
    upper: Float64Array.from(bounds, ([, upper]) => Math.log(upper)),
  }
}

/** Mean and standard deviation of a logarithm. */
interface LogNormal {
  readonly mean: number
  readonly deviation: number
}

/**
 * Weak priors of the logarithms; that of a length scale is shifted by ½·log p, so that the distance of two typical points, and
 * with it their correlation, does not depend on the number of features.
 *
 * They leave each hyperparameter some factors of ten, and decide where few rows say nothing. Source of the shift: Hvarfner,
 * Hellsten & Nardi, Vanilla Bayesian optimization performs great in high dimensions, 2024.
 */
export const PRIORS: Readonly<Record<'length' | 'signal' | 'noise' | 'linear', LogNormal>> = {
  length: { mean: 2, deviation: 2 },
  signal: { mean: 0, deviation: 4 },
  noise: { mean: -5, deviation: 6 },
  linear: { mean: -2, deviation: 2 },
}

function priors(p: number, hasLinear: boolean): readonly LogNormal[] {
  const length = { ...PRIORS.length, mean: PRIORS.length.mean + Math.log(Math.max(p, 1)) / 2 }
  const lengths = Array.from({ length: p }, () => length)
  return [...lengths, PRIORS.signal, PRIORS.noise, ...(hasLinear ? [PRIORS.linear] : [])]
}

/** Log density of the priors but for a constant; its gradient is added to `gradient`. */
export function logPrior(p: number, logs: LogHyperparameters, gradient: Float64Array): number {
  let sum = 0
  priors(p, logs.length > p + 2).forEach(({ mean, deviation }, j) => {
    const standard = (logs[j]! - mean) / deviation
    sum -= (standard * standard) / 2
    gradient[j] = gradient[j]! - standard / deviation
  })
  return sum
}

/** The first start: all features matter alike, a twentieth of the variance is noise. */
export function firstStart(p: number, hasLinear: boolean): LogHyperparameters {
  const length = Math.log(2) + Math.log(Math.max(p, 1)) / 2
  return Float64Array.of(...Array.from({ length: p }, () => length), 0, Math.log(0.05), ...(hasLinear ? [-1] : []))
}

/** The same with a linear part of a tenth of the variance. */
export function withLinearPart(logs: LogHyperparameters): LogHyperparameters {
  return Float64Array.of(...logs, Math.log(0.1))
}

/** A start around the first: rougher or smoother, unequal features, noise from almost none to half of the variance. */
export function drawStart(p: number, hasLinear: boolean, generator: Generator): LogHyperparameters {
  const logs = firstStart(p, hasLinear)
  const roughness = generator.normal()
  for (let j = 0; j < p; j++) logs[j] = logs[j]! + roughness + 0.7 * generator.normal()
  logs[p] = generator.normal()
  logs[p + 1] = Math.log(1e-5) + generator.uniform() * Math.log(0.5 / 1e-5)
  if (hasLinear) logs[p + 2] = -3 + 2 * generator.normal()
  return logs
}

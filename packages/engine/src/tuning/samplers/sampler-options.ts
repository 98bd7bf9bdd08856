import type { Generator } from '../../random/generator.ts'
import type { SpaceCoding } from '../space-coding.ts'
import { type TpeOptions, tpeSampler } from '../tpe/tpe-sampler.ts'
import { type CmaEsOptions, cmaEsSampler } from './cma-es-sampler.ts'
import { type GaussianProcessSamplerOptions, gaussianProcessSampler } from './gaussian-process-sampler.ts'
import { randomSampler } from './random-sampler.ts'
import type { Sampler } from './sampler.ts'
import { sobolSampler } from './sobol-sampler.ts'

/** A sampler by name, or with what may be set of it: plain data. */
export type SamplerChoice = SamplerName | SamplerOptions

export type SamplerName = SamplerOptions['kind']

export type SamplerOptions =
  | { readonly kind: 'random' }
  | { readonly kind: 'sobol' }
  | ({ readonly kind: 'tpe' } & TpeOptions)
  | ({ readonly kind: 'cma_es' } & CmaEsOptions)
  | ({ readonly kind: 'gaussian_process' } & GaussianProcessSamplerOptions)

/**
 * @param generator  the sampler's own, for what all trials share
 * @throws RangeError for a sampler that is not known, or that can't search this space or so many objectives
 */
export function createSampler(
  choice: SamplerChoice,
  coding: SpaceCoding,
  objectives: number,
  generator: Generator,
): Sampler {
  const options: SamplerOptions = typeof choice === 'string' ? { kind: choice } : choice
  switch (options.kind) {
    case 'random':
      return randomSampler(coding)
    case 'sobol':
      return sobolSampler(coding, generator)
    case 'tpe':
      return tpeSampler(coding, options)
    case 'cma_es':
      return cmaEsSampler(coding, options, objectives, generator)
    case 'gaussian_process':
      return gaussianProcessSampler(coding, options, generator)
    default:
      throw new RangeError(`there is no sampler ${JSON.stringify(options)}`)
  }
}

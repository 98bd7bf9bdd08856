import type { Generator } from '../../random/generator.ts'
import type { SpaceCoding } from '../space-coding.ts'
import { type TpeOptions, tpeSampler } from '../tpe/tpe-sampler.ts'
import { randomSampler } from './random-sampler.ts'
import type { Sampler } from './sampler.ts'

/** A sampler by name, or with what may be set of it: plain data. */
export type SamplerChoice = SamplerName | SamplerOptions

export type SamplerName = SamplerOptions['kind']

export type SamplerOptions = { readonly kind: 'random' } | ({ readonly kind: 'tpe' } & TpeOptions)

/** @throws RangeError for a sampler that is not known, or that can't search this space or so many objectives */
export function createSampler(
  choice: SamplerChoice,
  coding: SpaceCoding,
  _objectives: number,
  _generator: Generator,
): Sampler {
  const options: SamplerOptions = typeof choice === 'string' ? { kind: choice } : choice
  switch (options.kind) {
    case 'random':
      return randomSampler(coding)
    case 'tpe':
      return tpeSampler(coding, options)
    default:
      throw new RangeError(`there is no sampler ${JSON.stringify(options)}`)
  }
}

/**
 * What the page needs to read a plan exactly as the job reads it: the same defaults, factors, model and rounding. Runs in
 * browsers: nothing of this imports Node.
 */
import type { DesignModel, Factor } from '@zerosec/engine'
import { designRequest, requestedModel } from './design-request.ts'
import type { FactorDescription } from './factor-description.ts'
import { OptimizationParameters } from './parameters.ts'
import { readFactors } from './read-factors.ts'
import type { DesignRequest } from './request.ts'

export type { FactorDescription } from './factor-description.ts'
export { type HeadingRole, headingOf } from './heading-words.ts'
export type { OptimizationParameters } from './parameters.ts'
export type { DesignRequest } from './request.ts'
export { settingsOf } from './settings.ts'

/** What differs from the defaults. */
export type PlanParameters = Partial<Omit<OptimizationParameters, 'factors'>> & {
  readonly factors: readonly FactorDescription[]
}

/**
 * New runs for the factors that the parameters describe, without a table.
 *
 * @throws CodedError as `designRequest` and `readFactors` do
 */
export function planRequest({ factors, ...given }: PlanParameters): DesignRequest {
  const parameters = complete(given)
  return designRequest(readFactors(factors, parameters), parameters)
}

/**
 * The factors and the model alone, whatever the number of runs and the constraints.
 *
 * @throws CodedError for factors or a model that can't be read
 */
export function planModel(given: PlanParameters): { factors: readonly Factor[]; model: DesignModel } {
  const factors = planFactors(given)
  return { factors, model: requestedModel(factors, complete({ ...given, factors: [] })).model }
}

/** @throws CodedError for factors that can't be read */
export function planFactors({ factors, ...given }: PlanParameters): readonly Factor[] {
  return readFactors(factors, complete({ ...given, constraints: [] })).factors
}

function complete({ factors: _, ...given }: Partial<OptimizationParameters>): OptimizationParameters {
  return { ...OptimizationParameters.parse({}), ...given, mode: 'new' }
}

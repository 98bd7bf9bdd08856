import type { DesignModel, Factor, WholePlots } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { unknownFactor } from './model-terms.ts'
import type { OptimizationParameters } from './parameters.ts'

/**
 * How the runs are grouped so that hard-to-change factors are set seldom; undefined where none is named.
 *
 * The number of plots, if not given: a third of the runs, but two more than the coefficients that only whole plots can tell.
 *
 * @throws CodedError design_factor_unknown, parameter_invalid
 */
export function wholePlots(
  parameters: OptimizationParameters,
  factors: readonly Factor[],
  model: DesignModel,
): WholePlots | undefined {
  const { hard_to_change: hard, num_points: runs } = parameters
  if (hard.length === 0) return undefined
  const settable = factors.filter(({ kind }) => kind !== 'block' && kind !== 'covariate').map(({ name }) => name)
  for (const name of hard) if (!settable.includes(name)) throw unknownFactor('hard_to_change', name, settable)
  const needed = model.columns.filter(({ pieces }) => pieces.every(({ input }) => hard.includes(input))).length
  const count = parameters.whole_plots || Math.min(runs, Math.max(needed + 2, Math.round(runs / 3)))
  const refuse = (problem: string) => {
    throw new CodedError('parameter_invalid', { parameter: 'whole_plots', problem })
  }
  if (count > runs) refuse(`${count} whole plots are more than the ${runs} runs of num_points`)
  if (count < needed) {
    refuse(`${count} can't tell the ${needed} coefficients of ${hard.join(', ')} apart; give ${needed + 1} at least`)
  }
  const smaller = Math.floor(runs / count)
  return {
    sizes: Array.from({ length: count }, (_, k) => smaller + (k < runs - count * smaller ? 1 : 0)),
    factors: hard,
    varianceRatio: parameters.variance_ratio,
  }
}

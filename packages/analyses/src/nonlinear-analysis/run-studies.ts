import type { LearnerName, Narrowing, UnitResult } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { AnalysisInput } from '../analysis.ts'
import { MODELS, modelNamed } from '../modelling/model-names.ts'
import { placeOfTest, runUnits } from '../modelling/run-units.ts'
import type { NonlinearParameters } from './parameters.ts'
import { type TargetPlan, unitsOf } from './plan.ts'

/**
 * Runs the studies of all responses.
 *
 * @param names  of the responses
 * @param say    told how many of all trials were made
 * @returns the results of each response: family by family, all rows first, then the outer folds
 */
export async function runStudies(
  { parameters, seed, checkpoints, sharing }: AnalysisInput<NonlinearParameters>,
  names: readonly string[],
  plans: readonly TargetPlan[],
  say: (share: number, message: string) => void,
): Promise<UnitResult[][]> {
  const unitsByTarget = plans.map((plan, k) => unitsOf(plan, k, parameters.n_trials))
  const units = unitsByTarget.flat()
  const results = await runUnits(
    {
      work: 'studyUnits',
      units,
      inputOf: (timed) => ({
        targets: plans.map((plan) => plan.study),
        units,
        metric: parameters.metric,
        narrowed: narrowings(parameters),
        seed,
        ...timed,
      }),
      responseOf: (at) => names[units[at]!.target]!,
      placeOf: (at) => placeOfTest(units[at]!.test, plans[units[at]!.target]!.folds.outer),
      metric: parameters.metric,
      timeLimitSeconds: parameters.time_limit_s,
    },
    { checkpoints, sharing },
    say,
  )
  let from = 0
  return unitsByTarget.map((own) => own.map(() => results[from++]!))
}

/** @throws CodedError parameter_invalid for a model that there is not */
export function narrowings({ hyperparams }: NonlinearParameters): Partial<Record<LearnerName, Narrowing>> {
  const names = [...MODELS, 'leaf_wise_boosting', 'depth_wise_boosting'] as const
  return Object.fromEntries(
    Object.entries(hyperparams).map(([given, narrowing]) => {
      const name = names.find((each) => each === given)
      if (!name) {
        const problem = `there is no model "${given}"; there are ${MODELS.join(', ')}`
        throw new CodedError('parameter_invalid', { parameter: 'hyperparams', problem })
      }
      return [modelNamed(name), narrowing]
    }),
  )
}

import type { ClassLearnerName, ClassUnitResult, Narrowing } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { AnalysisInput } from '../analysis.ts'
import { placeOfTest, runUnits } from '../modelling/run-units.ts'
import { CLASS_MODELS, classModelNamed } from './class-model-names.ts'
import type { ClassificationParameters } from './parameters.ts'
import { type ClassPlan, classUnitsOf } from './plan.ts'

/** @returns the results family by family, all rows first, then the outer folds */
export async function runClassStudies(
  { parameters, seed, checkpoints, sharing }: AnalysisInput<ClassificationParameters>,
  name: string,
  plan: ClassPlan,
  say: (share: number, message: string) => void,
): Promise<ClassUnitResult[]> {
  const units = classUnitsOf(plan, parameters.n_trials_inner)
  return runUnits(
    {
      work: 'classUnits',
      units,
      inputOf: (timed) => ({
        target: plan.study,
        units,
        metric: parameters.metric,
        narrowed: narrowings(parameters),
        seed,
        ...timed,
      }),
      responseOf: () => name,
      placeOf: (at) => placeOfTest(units[at]!.test, plan.folds.outer),
      metric: parameters.metric,
      timeLimitSeconds: parameters.time_limit_s,
    },
    { checkpoints, sharing },
    say,
  )
}

function narrowings({ hyperparams }: ClassificationParameters): Partial<Record<ClassLearnerName, Narrowing>> {
  const names = [...CLASS_MODELS, 'leaf_wise_boosting', 'depth_wise_boosting'] as const
  return Object.fromEntries(
    Object.entries(hyperparams).map(([given, narrowing]) => {
      const name = names.find((each) => each === given)
      if (!name) {
        const problem = `there is no model "${given}"; there are ${CLASS_MODELS.join(', ')}`
        throw new CodedError('parameter_invalid', { parameter: 'hyperparams', problem })
      }
      return [classModelNamed(name), narrowing]
    }),
  )
}

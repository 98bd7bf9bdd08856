import { boostingClassLearner } from './boosting-class-learner.ts'
import type { ClassLearner } from './class-data.ts'
import { forestClassLearner } from './forest-class-learner.ts'
import { gaussianClassLearner } from './gaussian-class-learner.ts'
import { logisticLearner } from './logistic-learner.ts'

/** Every family of models of classes that can be tuned, by the name that reports and files give it. */
const CLASS_LEARNERS = {
  logistic: logisticLearner,
  random_forest: forestClassLearner('random_forest'),
  extra_trees: forestClassLearner('extra_trees'),
  lightgbm: boostingClassLearner('leaf_wise'),
  xgboost: boostingClassLearner('depth_wise'),
  gaussian_process: gaussianClassLearner,
} satisfies Record<string, ClassLearner>

export type ClassLearnerName = keyof typeof CLASS_LEARNERS

export function classLearnerNamed(name: ClassLearnerName): ClassLearner {
  return CLASS_LEARNERS[name]
}

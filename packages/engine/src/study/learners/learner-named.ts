import type { Learner } from '../learner.ts'
import { boostingLearner } from './boosting-learner.ts'
import { forestLearner } from './forest-learner.ts'
import { gaussianProcessLearner } from './gaussian-process-learner.ts'
import { linearLearner } from './linear-learner.ts'
import { neighboursLearner } from './neighbours-learner.ts'

/** Every family that can be tuned, by the name that reports and files give it. */
const LEARNERS = {
  random_forest: forestLearner('random_forest'),
  extra_trees: forestLearner('extra_trees'),
  lightgbm: boostingLearner('leaf_wise'),
  xgboost: boostingLearner('depth_wise'),
  gaussian_process: gaussianProcessLearner,
  linear: linearLearner,
  neighbours: neighboursLearner,
} satisfies Record<string, Learner>

export type LearnerName = keyof typeof LEARNERS

export function learnerNamed(name: LearnerName): Learner {
  return LEARNERS[name]
}

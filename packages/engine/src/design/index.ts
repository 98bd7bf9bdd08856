export { type Alias, aliasesInWords, effectText } from './aliases.ts'
export { augmentProblem } from './augment-problem.ts'
export { approximateBound } from './bound/approximate-bound.ts'
export { catalogueDesign } from './catalogue/catalogue-design.ts'
export { CATALOGUE, type ClassicalDesign, type ClassicalName } from './catalogue/catalogue-index.ts'
export { type ClassicalOptions, classicalDesign } from './catalogue/classical-design.ts'
export { checkRegion } from './check-region.ts'
export { type ColumnDependency, columnDependencies } from './column-dependency.ts'
export { completeRuns, type RunOrigin } from './complete-runs.ts'
export { designRegion } from './constrained-region.ts'
export type { Condition, Constraint, LinearConstraint, LogicalConstraint, Quantity } from './constraint.ts'
export { type CorrelationMap, correlationMap } from './correlation-map.ts'
export { criterionScore } from './criterion-score.ts'
export { defaultStarts } from './default-starts.ts'
export { designGrowth, growthSizes } from './design-growth.ts'
export {
  type DesignModel,
  designMatrix,
  designModel,
  type ModelExpansion,
  modelExpansion,
} from './design-model.ts'
export type {
  Candidates,
  Criterion,
  Design,
  DesignProblem,
  DesignSearch,
  SearchOptions,
  WholePlots,
} from './design-problem.ts'
export { type DesignEvaluation, evaluateDesign } from './evaluate-design.ts'
export {
  type BlockFactor,
  type CategoricalFactor,
  type ContinuousFactor,
  type CovariateFactor,
  codedLevel,
  type DiscreteFactor,
  type Factor,
  isChosen,
  type MixtureFactor,
  naturalLevel,
  naturalRange,
} from './factor.ts'
export { type FractionOfDesignSpace, fractionOfDesignSpace } from './fraction-of-design-space.ts'
export { levelGrid } from './level-grid.ts'
export { parseConstraints } from './parse-constraints.ts'
export { potentialColumns } from './potential-columns.ts'
export { predictionVariances } from './prediction-variance.ts'
export { type PrincipalPlane, principalPlane } from './principal-plane.ts'
export type { Region } from './region.ts'
export { replaceRun } from './replace-run.ts'
export { type RoundedRuns, roundedRuns } from './rounded-runs.ts'
export { estimable, mergeSearches, searchDesign, searchStarts } from './search-design.ts'
export {
  type CoefficientPower,
  type DesignPower,
  type PowerOptions,
  type TermPower,
  termPower,
} from './term-power.ts'
export { type VarianceCurve, varianceProfile } from './variance-profile.ts'

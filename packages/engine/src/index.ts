export {
  type Calibration,
  calibrate,
  type IsotonicCurve,
} from './classify/calibration.ts'
export {
  type ClassScoreIntervals,
  type ClassScores,
  classScoreIntervals,
  classScores,
} from './classify/class-intervals.ts'
export { classShares, likeliestClasses } from './classify/class-shares.ts'
export { type ChosenCalibration, chooseCalibration, takeShares } from './classify/cross-calibration.ts'
export {
  calibrationError,
  precisionRecallCurve,
  type ReliabilityBin,
  reliabilityBins,
  rocCurve,
  type ThresholdCurve,
} from './classify/curves.ts'
export {
  costThreshold,
  type Decision,
  type DecisionOptions,
  type DecisionRule,
  decide,
  fitDecisionRule,
  fitSayingThreshold,
} from './classify/decision-rule.ts'
export {
  CALIBRATION_KINDS,
  type CalibrationKind,
  fitCalibration,
  type HeldOutShares,
} from './classify/fit-calibration.ts'
export { rowsForBound, wilsonUpperBound } from './classify/wilson-bound.ts'
export * from './design/index.ts'
export {
  chiSquareCdf,
  chiSquareDensity,
  chiSquareQuantile,
  chiSquareSurvival,
  chiSquareUpperQuantile,
} from './distributions/chi-square.ts'
export { fCdf, fDensity, fQuantile, fSurvival, fUpperQuantile } from './distributions/f.ts'
export { incompleteBeta } from './distributions/incomplete-beta.ts'
export { lowerIncompleteGamma, upperIncompleteGamma } from './distributions/incomplete-gamma.ts'
export {
  normalCdf,
  normalDensity,
  normalQuantile,
  normalSurvival,
  normalUpperQuantile,
} from './distributions/normal.ts'
export { tCdf, tDensity, tQuantile, tSurvival, tTwoSided, tUpperQuantile } from './distributions/student-t.ts'
export { type AccumulatedEffects, accumulatedEffects } from './explain/accumulated-effects.ts'
export { type EffectGrid, effectGrid } from './explain/effect-grid.ts'
export { type InteractionStrength, interactionStrengths } from './explain/interaction-strength.ts'
export { backgroundRows, type ModelShap, type ModelShapOptions, modelShap } from './explain/model-shap.ts'
export {
  type JointDependence,
  jointDependence,
  type PartialDependence,
  partialDependence,
} from './explain/partial-dependence.ts'
export {
  type PermutationImportance,
  type PermutationOptions,
  permutationImportance,
} from './explain/permutation-importance.ts'
export type { PredictionFunction } from './explain/prediction-function.ts'
export { type ShapSummary, summariseShap } from './explain/shap-summary.ts'
export { type ShapInteractions, type ShapValues, shapOfOutput } from './explain/shap-values.ts'
export { type ShapKind, type TreeShapOptions, treeShap, treeShapInteractions } from './explain/tree-shap.ts'
export {
  type DerivedQuantity,
  derivedName,
  evaluateQuantity,
  type NamedColumn,
  parseDerivedQuantity,
} from './expression/derived-quantity.ts'
export { type FeatureMatrix, numericMatrix, takeFeatures, takeRows } from './features/feature-matrix.ts'
export type { ClassProcess } from './gaussian-process/classes/class-process.ts'
export { varianceReduction } from './gaussian-process/classes/predict-class-process.ts'
export type { Covariance, CovarianceKernel } from './gaussian-process/covariance.ts'
export { fitGaussianProcess, type GaussianProcessOptions } from './gaussian-process/fit-gaussian-process.ts'
export type { GaussianProcess, HyperparameterSearch } from './gaussian-process/gaussian-process.ts'
export { type LeaveOneOut, leaveOneOut } from './gaussian-process/leave-one-out.ts'
export {
  type GaussianPrediction,
  predictGaussianMeans,
  predictGaussianProcess,
} from './gaussian-process/predict-gaussian-process.ts'
export { relevance } from './gaussian-process/relevance.ts'
export {
  factorCholesky,
  inverseFromCholesky,
  logDeterminant,
  solveCholesky,
  solveLower,
} from './linalg/cholesky.ts'
export {
  factorQr,
  type HouseholderQr,
  multiplyByQ,
  multiplyByQTransposed,
  upperFactor,
} from './linalg/householder-qr.ts'
export { solveUpper, solveUpperTransposed } from './linalg/triangular.ts'
export { type Anova, type AnovaRow, type AnovaType, anova } from './linear/anova.ts'
export { type BlockMoments, blockMoments } from './linear/block-moments.ts'
export type { Coding } from './linear/coding.ts'
export { type CoefficientTest, coefficientTests } from './linear/coefficient-tests.ts'
export { type FitStatistics, fitStatistics } from './linear/fit-statistics.ts'
export { type Formula, type FormulaContext, parseFormula } from './linear/formula.ts'
export { durbinWatson, type Influence, influence } from './linear/influence.ts'
export { type LackOfFit, lackOfFit } from './linear/lack-of-fit.ts'
export { fitLeastSquares, type LeastSquaresFit } from './linear/least-squares.ts'
export type { AliasedColumn, LeastSquaresInput } from './linear/least-squares-problem.ts'
export { type ColumnPiece, INTERCEPT, type ModelColumn, modelColumns } from './linear/model-columns.ts'
export { type Frame, type FrameColumn, linearPredictor, modelMatrix } from './linear/model-matrix.ts'
export {
  fitPenalised,
  type PenalisedFit,
  type PenalisedMethod,
  type PenalisedOptions,
  type PenaltyCurve,
  type PenaltyRule,
} from './linear/penalised.ts'
export type { LinearPredictor } from './linear/penalised-problem.ts'
export {
  containsTerm,
  inputColumns,
  type ModelTerms,
  mainEffects,
  type NumberPiece,
  secondOrderTerms,
  type Term,
} from './linear/terms.ts'
export { type VarianceInflation, varianceInflation } from './linear/variance-inflation.ts'
export type { Link, Loss } from './losses/loss.ts'
export {
  accuracy,
  balancedAccuracy,
  type ConfusionMatrix,
  confusionMatrix,
  f1Score,
  macroF1,
  matthewsCorrelation,
} from './metrics/class-scores.ts'
export { type HoldOut, holdOut, kFold } from './metrics/folds.ts'
export { averagePrecision, brierScore, logLoss, rocAuc } from './metrics/probability-scores.ts'
export { pearson, spearman } from './metrics/ranks.ts'
export {
  type RegressionIntervals,
  regressionIntervals,
  type ScoreInterval,
  wilsonInterval,
} from './metrics/score-intervals.ts'
export {
  maximumError,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  medianAbsoluteError,
  q2Score,
  r2Score,
  rootMeanSquaredError,
} from './metrics/scores.ts'
export { quantileStrata, stratifiedKFold } from './metrics/stratified-folds.ts'
export { type NearestRows, nearestRows } from './neighbours/nearest-rows.ts'
export { fitNeighbours, type NeighbourOptions, type Neighbours, type Weighting } from './neighbours/neighbours.ts'
export { neighbourShares, predictNeighbours } from './neighbours/predict-neighbours.ts'
export {
  type Acquisition,
  beliefsAt,
  chanceOfImprovement,
  feasibility,
  improvement,
  improvementValues,
  type ReachedRun,
  uncertaintyValues,
} from './next-experiments/acquisition.ts'
export type { Belief } from './next-experiments/belief.ts'
export {
  campaignGoal,
  campaignProgress,
  type ProgressMeasure,
  progressMeasure,
  runsToGoal,
} from './next-experiments/campaign-progress.ts'
export { candidateList } from './next-experiments/candidate-list.ts'
export { type CandidateSource, singleRow } from './next-experiments/candidate-source.ts'
export { hypervolumeImprovement } from './next-experiments/expected-hypervolume.ts'
export {
  type Campaign,
  type CampaignView,
  expectedImprovements,
  type FittedCampaign,
  fitCampaign,
  predictCampaign,
  type ResponsePrediction,
} from './next-experiments/next-experiments.ts'
export { nonDominatedBoxes } from './next-experiments/non-dominated-boxes.ts'
export {
  isWithin,
  type Objective as ExperimentObjective,
  utilityOf,
} from './next-experiments/objective.ts'
export { type ProposedRun, proposeBatch } from './next-experiments/propose-batch.ts'
export { regionSource } from './next-experiments/region-source.ts'
export { replayCampaign } from './next-experiments/replay.ts'
export type { ResponseModel } from './next-experiments/response-model.ts'
export type { SurrogateKind } from './next-experiments/surrogate.ts'
export { crowdingDistances } from './pareto/crowding-distance.ts'
export { type DesirabilityScale, desirabilities } from './pareto/desirability.ts'
export { epsilonFront } from './pareto/epsilon-front.ts'
export { frontProbabilities } from './pareto/front-probability.ts'
export { hypervolume, hypervolumeContributions } from './pareto/hypervolume.ts'
export { kneePoint, scaledLosses } from './pareto/knee-point.ts'
export { lexicographicChoice } from './pareto/lexicographic-choice.ts'
export { nonDominatedRanks } from './pareto/non-dominated-sort.ts'
export { lossesOf, lossOf, type Objective } from './pareto/objective.ts'
export { nsga2 } from './pareto/search/nsga2.ts'
export { nsga3 } from './pareto/search/nsga3.ts'
export type { TradeOffProblem } from './pareto/search/trade-off-problem.ts'
export { linearWidth } from './predictor/fit-linear-columns.ts'
export type { FeaturePiece, LinearColumns } from './predictor/linear-columns.ts'
export { applyLink } from './predictor/link.ts'
export { predictWith } from './predictor/predict-with.ts'
export {
  type BlendMember,
  type BlendPredictor,
  type CalibratedPredictor,
  type FilledPredictor,
  type GaussianClassesPredictor,
  type GaussianProcessPredictor,
  type LinearColumnsPredictor,
  type LogisticPredictor,
  type MeanPredictor,
  type NeighboursPredictor,
  outputsOf,
  type Predictor,
  type SelectedPredictor,
  type TransformedPredictor,
  type TreesPredictor,
} from './predictor/predictor.ts'
export { type Generator, seededGenerator } from './random/generator.ts'
export { blendWeights } from './study/blend-weights.ts'
export { blendClassWeights } from './study/classes/blend-class-weights.ts'
export { type ClassMetric, outputsFor } from './study/classes/class-data.ts'
export type { ClassLearnerName } from './study/classes/class-learner-named.ts'
export {
  type ClassTarget,
  type ClassUnit,
  type ClassUnitResult,
  type ClassUnits,
  type ReplacedFeature,
  runClassUnit,
} from './study/classes/class-unit.ts'
export { predictFitted } from './study/fold-evaluation.ts'
export type { FittedModel, Setting } from './study/learner.ts'
export type { LearnerName } from './study/learners/learner-named.ts'
export type { Narrowing } from './study/narrow-space.ts'
export type { StudyTrial } from './study/run-study.ts'
export type { SelectionRule } from './study/select-features.ts'
export { type StudyMetric } from './study/study-data.ts'
export {
  runStudyUnit,
  type StudyTarget,
  type StudyUnit,
  type StudyUnits,
  type UnitProgress,
  type UnitResult,
} from './study/study-unit.ts'
export {
  type TellingWord,
  TextExplainer,
  type TextExplanation,
  tellingWords,
  type WordContribution,
} from './text/explain-text.ts'
export {
  type FittedPart,
  type FittedText,
  fitTextClassifier,
  MOST_TERMS,
  type TextCorpus,
  type TextTarget,
  textCorpus,
} from './text/fit-text-classifier.ts'
export { negates } from './text/negation.ts'
export { LONGEST_TEXT, type NormalisedText, normaliseText } from './text/normalise-text.ts'
export {
  TEXT_READING,
  type TextClassifier,
  type TextPart,
  TextScorer,
  type TextScores,
} from './text/text-classifier.ts'
export type { TermRules } from './text/text-terms.ts'
export { runTextUnit, type TextUnit, type TextUnitResult, type TextUnits } from './text/text-unit.ts'
export type { Tfidf } from './text/tfidf.ts'
export { type ListedTexts, listableWord, type WordList } from './text/word-list.ts'
export {
  applyTransform,
  fitTransform,
  type InvertedValues,
  invertTransform,
  type TargetTransform,
  TRANSFORM_KINDS,
  type TransformKind,
  type TransformRefusal,
  transformRefusal,
} from './transforms/target-transform.ts'
export * from './trees/index.ts'
export type { SearchSpace } from './tuning/space.ts'
export { createStudy, resumeStudy, type Study, type StudyState } from './tuning/study.ts'
export {
  type ApplicabilityDomain,
  applicabilityDomain,
  type FeatureDomain,
} from './validation/domain/applicability-domain.ts'
export { type DomainReason, type DomainVerdict, domainOf, type RowDomain } from './validation/domain/domain-verdict.ts'
export { foldVerdicts } from './validation/domain/fold-verdicts.ts'
export { duplicateGroups, mergeGroups } from './validation/duplicate-groups.ts'
export { type ChosenInterval, chooseInterval, type IntervalCandidate } from './validation/interval/choose-interval.ts'
export {
  type ConformalInterval,
  conformalInterval,
  type HeldOutPredictions,
  type IntervalScale,
  type IntervalShape,
  intervalAt,
  stretchedInterval,
} from './validation/interval/conformal-interval.ts'
export { type IntervalCoverage, intervalCoverage, intervalScore } from './validation/interval/interval-coverage.ts'
export { learningRatio } from './validation/interval/learning-ratio.ts'
export {
  difficultyAt,
  type FittedDifficulty,
  type LocalDifficulty,
  localDifficulty,
} from './validation/interval/local-difficulty.ts'
export {
  type FoldDecision,
  type FoldRules,
  type InnerFold,
  type NestedFolds,
  nestedFolds,
  type OuterFold,
} from './validation/nested-folds.ts'
export { type PureError, pureError } from './validation/screening/pure-error.ts'
export { screenFeatures } from './validation/screening/screen-features.ts'
export type { GroupCandidate, LeakageFinding, ScreeningFinding } from './validation/screening/screening-finding.ts'
export {
  correlationFilter,
  type FeatureSelection,
  type LeftOutFeature,
} from './validation/selection/correlation-filter.ts'
export { mostImportant } from './validation/selection/most-important.ts'
export {
  randomisationPValue,
  shuffledTarget,
  type YRandomisation,
  yRandomisation,
} from './validation/y-randomisation.ts'

export { fSurvival } from './distributions/f.ts'
export { normalQuantile } from './distributions/normal.ts'
export { tQuantile, tTwoSided } from './distributions/student-t.ts'
export { type BlockMoments, blockMoments } from './linear/block-moments.ts'
export { type CodedColumn, type Coding, contrastColumns } from './linear/coding.ts'
export { type Formula, type FormulaContext, parseFormula } from './linear/formula.ts'
export {
  type AliasedColumn,
  fitLeastSquares,
  type LeastSquaresFit,
  type LeastSquaresInput,
} from './linear/least-squares.ts'
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

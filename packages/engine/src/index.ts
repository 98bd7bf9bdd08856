export {
  type AliasedColumn,
  fitLeastSquares,
  type LeastSquaresFit,
  type LeastSquaresInput,
} from './linear/least-squares.ts'

import type { LeastSquaresInput, NormalSolution } from './least-squares.ts'
export function solveCentred(_input: LeastSquaresInput, _scales: Float64Array): NormalSolution | null {
  return null
}

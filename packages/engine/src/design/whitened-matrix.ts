import { modelExpansion } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'

/** Rows whose plain cross products are the information M = XᵀV⁻¹X: existing runs first, then the given new ones. */
export interface WhitenedMatrix {
  /** rows × width, row-major. */
  readonly matrix: Float64Array
  readonly rows: number
  readonly width: number
}

/**
 * V^(−½)·X. Without whole plots that is the model matrix. A plot of m runs has V = I + η·11ᵀ, so that each of its rows loses
 * the share 1 − 1/√(1 + m·η) of the plot's mean row.
 *
 * @param runs  new runs, coded, in the order of the whole plots; runs beyond the plots' sizes (centre points, replicates)
 *   are plots of their own. Existing runs carry no plot error.
 */
export function whitenedMatrix(problem: DesignProblem, runs: Float64Array): WhitenedMatrix {
  const { factors, model, existing, wholePlots } = problem
  const expansion = modelExpansion(factors, model.columns)
  const width = expansion.width
  const before = (existing?.length ?? 0) / factors.length
  const rows = before + runs.length / factors.length
  const matrix = new Float64Array(rows * width)
  for (let i = 0; i < before; i++) expansion.expand(existing!, i * factors.length, matrix, i * width)
  for (let i = before; i < rows; i++) expansion.expand(runs, (i - before) * factors.length, matrix, i * width)
  if (wholePlots) whiten(matrix, width, before, rows, wholePlots.sizes, wholePlots.varianceRatio)
  return { matrix, rows, width }
}

function whiten(
  matrix: Float64Array,
  width: number,
  first: number,
  end: number,
  sizes: readonly number[],
  varianceRatio: number,
): void {
  let start = first
  for (let plot = 0; start < end; plot++) {
    const size = Math.min(sizes[plot] ?? 1, end - start)
    const share = 1 - 1 / Math.sqrt(1 + size * varianceRatio)
    for (let j = 0; j < width; j++) {
      let sum = 0
      for (let i = start; i < start + size; i++) sum += matrix[i * width + j]!
      const lost = (share * sum) / size
      for (let i = start; i < start + size; i++) matrix[i * width + j] = matrix[i * width + j]! - lost
    }
    start += size
  }
}

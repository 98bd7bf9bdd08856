import { INTERCEPT, type ModelColumn } from '../linear/model-columns.ts'
import type { ColumnDependency } from './column-dependency.ts'
import type { DesignProblem } from './design-problem.ts'
import type { DesignEvaluation } from './evaluate-design.ts'
import { whitenedMatrix } from './whitened-matrix.ts'

/** A coefficient of the model that a term outside the model would shift. */
export interface Alias {
  /** Names of the model's column and of the potential one. */
  readonly column: string
  readonly potential: string
  /** By how much of the potential coefficient the estimate is shifted. */
  readonly bias: number
  /** In words. */
  readonly text: string
}

/**
 * The alias matrix A = M⁻¹·XᵀV⁻¹Z: what the potential columns Z would add to the estimates, p × potential row-major.
 * Null where the design can't estimate the model.
 */
export function aliasMatrix(
  problem: DesignProblem,
  runs: Float64Array,
  { covariance }: Pick<DesignEvaluation, 'covariance'>,
  potential: readonly ModelColumn[],
): Float64Array | null {
  if (covariance === null) return null
  const own = problem.model.columns
  const p = own.length
  const q = potential.length
  const columns = [...own, ...potential]
  const { matrix, rows } = whitenedMatrix({ ...problem, model: { ...problem.model, columns } }, runs)
  const cross = new Float64Array(p * q)
  for (let i = 0, at = 0; i < rows; i++, at += p + q) {
    for (let j = 0; j < p; j++) {
      const value = matrix[at + j]!
      for (let k = 0; k < q; k++) cross[j * q + k] = cross[j * q + k]! + value * matrix[at + p + k]!
    }
  }
  const aliases = new Float64Array(p * q)
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      const weight = covariance[i * p + j]!
      for (let k = 0; k < q; k++) aliases[i * q + k] = aliases[i * q + k]! + weight * cross[j * q + k]!
    }
  }
  return aliases
}

/**
 * The entries of the alias matrix that matter, in words, largest first; the model's order breaks ties. Where the design can't
 * estimate the model: which columns of the model it can't tell apart.
 *
 * @param threshold  smallest share of a potential effect that is told
 */
export function aliasesInWords(
  problem: DesignProblem,
  runs: Float64Array,
  evaluation: Pick<DesignEvaluation, 'covariance' | 'dependencies'>,
  potential: readonly ModelColumn[],
  threshold = 0.05,
): Alias[] {
  const { columns } = problem.model
  const matrix = aliasMatrix(problem, runs, evaluation, potential)
  if (matrix === null) return evaluation.dependencies.map((one) => dependencyInWords(columns, one))
  const found = columns.flatMap(({ name: column }, j) =>
    potential.flatMap(({ name }, k): Alias[] => {
      const bias = matrix[j * potential.length + k]!
      if (Math.abs(bias) < threshold) return []
      const text = `${effectText(column)} is biased by ${numberText(bias)} × (${effectText(name)})`
      return [{ column, potential: name, bias, text }]
    }),
  )
  // ties to 1e-9 keep the model's order
  return found.sort((a, b) => {
    const order = Math.abs(b.bias) - Math.abs(a.bias)
    return Math.abs(order) < 1e-9 ? 0 : order
  })
}

function dependencyInWords(columns: readonly ModelColumn[], { column, combination }: ColumnDependency): Alias {
  const name = columns[column]!.name
  const parts = combination.map(({ column: other, coefficient }) => {
    const effect = effectText(columns[other]!.name)
    const size = numberText(coefficient)
    return size === '1' ? effect : `${size} × (${effect})`
  })
  const text =
    parts.length === 0
      ? `${effectText(name)} is 0 in every run, so it can't be estimated`
      : `${effectText(name)} can't be told from ${parts.join(' + ').replaceAll('+ −', '− ')}`
  const only = combination.length === 1 ? combination[0]! : undefined
  return { column: name, potential: only ? columns[only.column]!.name : '', bias: only?.coefficient ?? 0, text }
}

/** A column's name as people write effects: `a:b^2` is a × b². */
export function effectText(name: string): string {
  if (name === INTERCEPT) return 'the intercept'
  return name.replaceAll('^2', '²').replaceAll('^3', '³').replaceAll(':', ' × ')
}

function numberText(value: number): string {
  return String(Number(value.toPrecision(3))).replace('-', '−')
}

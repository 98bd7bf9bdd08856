import { fSurvival } from '../distributions/f.ts'
import { factorCholesky, solveLower } from '../linalg/cholesky.ts'
import { factorQr, multiplyByQTransposed } from '../linalg/householder-qr.ts'
import type { LeastSquaresFit } from './least-squares.ts'
import { columnsOfTerms } from './terms-of-columns.ts'

/**
 * What a term is compared with.
 * I: the terms before it. II: all terms that do not contain it. III: all other terms, as they are coded: it answers a
 * sensible question for factors in interactions only if categories are coded by effects and numbers are centred.
 */
export type AnovaType = 'I' | 'II' | 'III'

export interface AnovaRow {
  readonly term: number
  /** Columns by which the term enlarges what it is compared with; 0 if the others span it. */
  readonly degreesOfFreedom: number
  readonly sumOfSquares: number
  /** Null: no degrees of freedom. */
  readonly meanSquare: number | null
  /** Mean square / residual mean square. Null: as the mean square, no residual degrees of freedom, or a perfect fit. */
  readonly f: number | null
  readonly p: number | null
}

export interface Anova {
  /** In the order of the terms' numbers. */
  readonly terms: readonly AnovaRow[]
  readonly residual: {
    readonly degreesOfFreedom: number
    readonly sumOfSquares: number
    readonly meanSquare: number | null
  }
  /** About the mean with an intercept, else about zero. Type I sums of squares and the residual one add up to it. */
  readonly total: { readonly degreesOfFreedom: number; readonly sumOfSquares: number }
}

/** Remainders of a column of R below this fraction of it are rounding: the column is spanned by those before it. */
const SPANNED = 1e-10

/**
 * Analysis of variance by terms, from the factor R and the effects of a fit: the data are not read again.
 *
 * @param termOfColumn  p: the term of each column, −1 for the intercept; terms are numbered from 0
 * @param isContainedIn  for type II: whether the first term is contained in the second (A in A:B). Left out: none is
 * @throws RangeError if termOfColumn does not fit the columns
 *
 * Cost: p³ for type I; p³ a term for II and III, but df³ where no column is aliased and no other term contains it.
 */
export function anova(
  fit: LeastSquaresFit,
  type: AnovaType,
  termOfColumn: Int32Array,
  isContainedIn: (term: number, other: number) => boolean = () => false,
): Anova {
  const { residualDegreesOfFreedom, residualSumOfSquares, modelDegreesOfFreedom } = fit
  const columns = columnsOfTerms(fit, termOfColumn)
  const intercept = [...termOfColumn.keys()].filter((column) => termOfColumn[column] === -1)
  const terms = columns.map(({ all }) => all)
  const extras =
    type === 'I'
      ? extraSumsOfSquares(fit, [intercept, ...terms]).slice(1)
      : terms.map((own, term) => {
          const others = terms.filter((_, other) => other !== term && !(type === 'II' && isContainedIn(term, other)))
          if (fit.aliased.length === 0 && others.length === terms.length - 1) return extraOverAllOthers(fit, own)
          return extraSumsOfSquares(fit, [[...intercept, ...others.flat()], own])[1]!
        })
  const meanResidual = residualDegreesOfFreedom > 0 ? residualSumOfSquares / residualDegreesOfFreedom : null
  return {
    terms: extras.map(({ degreesOfFreedom, sumOfSquares }, term) => {
      const meanSquare = degreesOfFreedom > 0 ? sumOfSquares / degreesOfFreedom : null
      const f = meanSquare !== null && meanResidual !== null && meanResidual > 0 ? meanSquare / meanResidual : null
      const p = f === null ? null : fSurvival(f, degreesOfFreedom, residualDegreesOfFreedom)
      return { term, degreesOfFreedom, sumOfSquares, meanSquare, f, p }
    }),
    residual: {
      degreesOfFreedom: residualDegreesOfFreedom,
      sumOfSquares: residualSumOfSquares,
      meanSquare: meanResidual,
    },
    total: {
      degreesOfFreedom: residualDegreesOfFreedom + modelDegreesOfFreedom,
      sumOfSquares: fit.totalSumOfSquares,
    },
  }
}

interface Extra {
  readonly degreesOfFreedom: number
  readonly sumOfSquares: number
}

/** By how much each block of columns enlarges the rank and the model sum of squares of the blocks before it. */
function extraSumsOfSquares(fit: LeastSquaresFit, blocks: readonly (readonly number[])[]): Extra[] {
  const chosen = blocks.flat()
  const qr = factorQr(coordinates(fit, chosen), fit.rank, chosen.length, SPANNED)
  const effects = fit.effects.slice()
  multiplyByQTransposed(effects, qr)
  let position = 0
  let from = 0
  return blocks.map((block) => {
    from += block.length
    let sumOfSquares = 0
    const first = position
    for (; position < qr.rank && qr.order[position]! < from; position++) sumOfSquares += effects[position]! ** 2
    return { degreesOfFreedom: position - first, sumOfSquares }
  })
}

/** bᵀ·C⁻¹·b with the block's own coefficients b and their unscaled covariance C: the block against all other columns. */
function extraOverAllOthers(fit: LeastSquaresFit, own: readonly number[]): Extra {
  const df = own.length
  const covariance = new Float64Array(df * df)
  const coefficients = Float64Array.from(own, (column) => fit.coefficients[column]!)
  own.forEach((row, i) => {
    own.forEach((column, j) => {
      covariance[i * df + j] = fit.covarianceUnscaled[row * fit.columns + column]!
    })
  })
  const lower = factorCholesky(covariance, df)
  if (lower === null) throw new RangeError(`the covariance of columns ${own.join(', ')} is not positive definite`)
  solveLower(lower, coefficients, df)
  return { degreesOfFreedom: df, sumOfSquares: coefficients.reduce((sum, z) => sum + z * z, 0) }
}

/** The columns' coordinates under Q, rank × m column-major: columns of R, and combinations of them for aliased columns. */
function coordinates({ rank, factor, aliased, columns }: LeastSquaresFit, chosen: readonly number[]): Float64Array {
  const combinations = new Map(aliased.map(({ column, combination }) => [column, combination]))
  const position = new Map<number, number>()
  for (let column = 0; column < columns; column++) if (!combinations.has(column)) position.set(column, position.size)
  const out = new Float64Array(rank * chosen.length)
  chosen.forEach((column, at) => {
    for (const part of combinations.get(column) ?? [{ column, weight: 1 }]) {
      const k = position.get(part.column)!
      for (let i = 0; i <= k; i++) out[at * rank + i] = out[at * rank + i]! + part.weight * factor[i * rank + k]!
    }
  })
  return out
}

import type { DesignProblem } from '../design-problem.ts'
import { codedLevel } from '../factor.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'

/**
 * The D-optimal design of a polynomial of degree d in one factor: the ends and the roots of P'_d, P_d Legendre's polynomial,
 * each equally often, which is also G-optimal. Proven where n is a multiple of d + 1, and for degrees 1 and 2 with any n as
 * equally often as can be.
 *
 * Sources: Guest, Ann. Math. Statist. 29 (1958) 294–299; Hoel, ibid. 1134–1145; Gaffke & Krafft, J. Roy. Statist. Soc. B 44
 * (1982) 394–397 for degree 2.
 */
export function polynomialOptimum(problem: DesignProblem): CatalogueEntry | undefined {
  const { factors, runs: n, criterion } = problem
  const degree = polynomialDegree(problem)
  if (degree === undefined || n <= degree) return undefined
  const isBalanced = n % (degree + 1) === 0
  if (!(criterion.kind === 'D' && (isBalanced || degree <= 2)) && !(criterion.kind === 'G' && isBalanced))
    return undefined
  const points = polynomialSupport(degree)
  const [factor] = factors
  if (factor?.kind === 'discrete') {
    const levels = factor.levels.map((level) => codedLevel(factor, level))
    if (!points.every((point) => levels.some((level) => Math.abs(level - point) <= 1e-9))) return undefined
  }
  return {
    name: `polynomial of degree ${degree} (Guest and Hoel)`,
    runs: Float64Array.from({ length: n }, (_, i) => points[i % points.length]!),
  }
}

/** d where the model is 1, x, …, x^d of a single continuous or discrete factor. */
function polynomialDegree({ factors, model }: DesignProblem): number | undefined {
  const { intercept, terms } = model.terms
  if (factors.length !== 1 || !intercept || !['continuous', 'discrete'].includes(factors[0]!.kind)) return undefined
  const powers = terms.map(({ variables }) => {
    const pieces = variables.flatMap((variable) => variable.pieces)
    const isPlain = pieces.every((piece) => piece.kind === 'power' && piece.center === 0 && piece.scale === 1)
    return isPlain ? pieces.reduce((sum, piece) => sum + (piece.kind === 'power' ? piece.power : 0), 0) : 0
  })
  const isWhole = powers.toSorted((a, b) => a - b).every((power, i) => power === i + 1)
  return isWhole && terms.length > 0 ? terms.length : undefined
}

/** −1, the roots of P'_d, 1, ascending. */
export function polynomialSupport(degree: number): number[] {
  const inner = Array.from({ length: degree - 1 }, (_, i) => {
    const isMiddle = 2 * (i + 1) === degree
    const isUpper = 2 * (i + 1) > degree
    // exactly symmetric: the upper half mirrors the lower
    return isMiddle ? 0 : isUpper ? -interiorRoot(degree, degree - 1 - i) : interiorRoot(degree, i + 1)
  })
  return [-1, ...inner, 1]
}

/** The i-th root of P'_d by Newton's method, from the extreme of the Chebyshev polynomial of that degree nearby. */
function interiorRoot(degree: number, i: number): number {
  let x = -Math.cos((Math.PI * i) / degree)
  for (let step = 0; step < 50; step++) {
    const { slope, curvature } = legendreSlope(degree, x)
    const move = slope / curvature
    x -= move
    if (Math.abs(move) < 1e-15) break
  }
  return x
}

/** P'_d and P''_d at x, |x| < 1. */
function legendreSlope(degree: number, x: number): { slope: number; curvature: number } {
  let previous = 1
  let value = x
  for (let m = 2; m <= degree; m++) {
    const next = ((2 * m - 1) * x * value - (m - 1) * previous) / m
    previous = value
    value = next
  }
  const slope = (degree * (previous - x * value)) / (1 - x * x)
  return { slope, curvature: (2 * x * slope - degree * (degree + 1) * value) / (1 - x * x) }
}

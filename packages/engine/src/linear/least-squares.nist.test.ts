import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { fitLeastSquares } from './least-squares.ts'

interface StrdSet {
  readonly p: number
  readonly intercept: boolean
  readonly model: string
  /** Response, then predictors. */
  readonly data: readonly (readonly string[])[]
  readonly coef: readonly string[]
  readonly se: readonly string[]
  readonly residual_sd: string
}

describeWithReferenceData('fitLeastSquares on the NIST StRD sets', () => {
  it.each([
    // powers of x in doubles carry relative errors of 1e-16, which Filip's condition number of 5e9 magnifies
    ['Filip', 7.5, 8],
    ['Longley', 14, 14],
    ['NoInt1', 15, 15],
    ['Wampler1', 14, 14],
    ['Wampler4', 14, 14],
    ['Wampler5', 14, 14],
  ])('%s: %d correct digits in every coefficient and %d in every standard error', (name, digits, errorDigits) => {
    const set = (
      JSON.parse(readFileSync(referencePath('reference/reference.json'), 'utf8')) as {
        nist_strd_linear: Record<string, StrdSet>
      }
    ).nist_strd_linear[name]!
    const fit = fitLeastSquares(problem(set))
    expect(fit.aliased).toEqual([])
    set.coef.forEach((certified, j) => {
      expect(correctDigits(fit.coefficients[j]!, Number(certified)), `coefficient ${j}`).toBeGreaterThan(digits)
      expect(correctDigits(fit.standardErrors[j]!, Number(set.se[j])), `standard error ${j}`).toBeGreaterThan(
        errorDigits,
      )
    })
    expect(correctDigits(fit.sigma, Number(set.residual_sd))).toBeGreaterThan(errorDigits)
  })
})

function problem({ p, intercept, model, data }: StrdSet) {
  const x = new Float64Array(data.length * p)
  data.forEach((row, i) => {
    let power = 1
    for (let j = 0; j < p; j++) {
      if (model.startsWith('polynomial')) {
        x[i * p + j] = power
        power *= Number(row[1])
      } else x[i * p + j] = intercept && j === 0 ? 1 : Number(row[intercept ? j : j + 1])
    }
  })
  const y = Float64Array.from(data, (row) => Number(row[0]))
  return { x, y, rows: data.length, columns: p, hasIntercept: intercept }
}

function correctDigits(value: number, certified: number): number {
  const error = certified === 0 ? Math.abs(value) : Math.abs(value / certified - 1)
  return error === 0 ? 16 : -Math.log10(error)
}

import type { CalculatorBlock, CalculatorInput } from '@zerosec/report'
import type { FactorColumn } from '../factor-columns.ts'
import type { Fit } from './fit.ts'
import type { Model } from './model.ts'
import type { ModelData } from './rows.ts'

export interface CalculatorBasis {
  /** Residual standard deviation, or the cross-validated error where the method has none. */
  readonly sigma: number
  /** Two-sided quantile at `confidence`. */
  readonly quantile: number
  readonly confidence: number
}

/** A covariance of more coefficients would make the report and its workbook too large to handle. */
const MAX_COVARIANCE = 200

/** Whether the calculator's interval holds the uncertainty of the coefficients too. */
export function hasCovariance(model: Model, fit: Fit): boolean {
  return fit.leastSquares !== null && model.columns.length <= MAX_COVARIANCE
}

/** The fitted model as a calculator: each input starts at its median, or its most frequent level. */
export function calculatorBlock(
  response: { readonly name: string; readonly unit?: string },
  inputs: readonly FactorColumn[],
  model: Model,
  data: ModelData,
  fit: Fit,
  basis: CalculatorBasis,
): CalculatorBlock {
  const { leastSquares } = fit
  return {
    kind: 'calculator',
    id: 'calculator',
    title: `Predict ${response.name}`,
    response: { name: response.name, ...(response.unit === undefined ? {} : { unit: response.unit }) },
    inputs: inputs.map((input) => calculatorInput(input, data)),
    terms: model.columns.map(({ name, pieces }, j) => ({ name, estimate: fit.coefficients[j]!, pieces })),
    covariance:
      leastSquares && hasCovariance(model, fit)
        ? Array.from(leastSquares.covarianceUnscaled, (value) => value * leastSquares.sigma ** 2)
        : null,
    ...basis,
  }
}

function calculatorInput(input: FactorColumn, data: ModelData): CalculatorInput {
  const { name } = input
  const column = data.frame.columns.get(name)!
  if (column.kind === 'category') {
    const counts = column.levels.map((_, level) => column.codes.reduce((n, code) => n + (code === level ? 1 : 0), 0))
    return { kind: 'category', name, levels: column.levels, start: column.levels[counts.indexOf(Math.max(...counts))]! }
  }
  const sorted = column.values.slice().sort()
  const unit = input.unit === undefined ? {} : { unit: input.unit }
  return {
    kind: 'number',
    name,
    ...unit,
    low: sorted[0]!,
    high: sorted.at(-1)!,
    start: sorted[Math.floor((sorted.length - 1) / 2)]!,
  }
}

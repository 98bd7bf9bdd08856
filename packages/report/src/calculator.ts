import type { CalculatorBlock, CalculatorInput, CalculatorPiece } from './document.ts'

/** A value for each input by its name: a number, or one of the levels. */
export type CalculatorValues = Readonly<Record<string, number | string>>

export interface CalculatorResult {
  readonly prediction: number
  /** Of the mean response; null where the method gives no covariance, and then the confidence limits are null too. */
  readonly standardError: number | null
  readonly confidenceLow: number | null
  readonly confidenceHigh: number | null
  /** Limits for one new measurement. Without a covariance they hold the residual scatter alone. */
  readonly predictionLow: number
  readonly predictionHigh: number
  /** Names of the inputs that lie outside the range of the data: the prediction extrapolates. */
  readonly outside: readonly string[]
}

/**
 * The prediction of a calculator and its two-sided intervals at `block.confidence`.
 *
 * prediction = Σ estimateⱼ xⱼ with the term values x; standardError² = xᵀ C x with C the covariance of the estimates;
 * the limits are prediction ± quantile · √(xᵀ C x) for the mean and ± quantile · √(σ² + xᵀ C x) for a new measurement.
 *
 * @throws RangeError if an input is missing, not a finite number, not one of its levels, or where a logarithm has no value
 *
 * Cost: p² multiply-adds for p terms.
 */
export function evaluateCalculator(block: CalculatorBlock, inputs: CalculatorValues): CalculatorResult {
  const values = termValues(block, inputs)
  let prediction = 0
  for (const [j, term] of block.terms.entries()) prediction += term.estimate * values[j]!

  const variance = block.covariance && Math.max(0, quadraticForm(block.covariance, values))
  const standardError = variance === null ? null : Math.sqrt(variance)
  const meanMargin = standardError === null ? null : block.quantile * standardError
  const margin = block.quantile * Math.sqrt(block.sigma ** 2 + (variance ?? 0))
  return {
    prediction,
    standardError,
    confidenceLow: meanMargin === null ? null : prediction - meanMargin,
    confidenceHigh: meanMargin === null ? null : prediction + meanMargin,
    predictionLow: prediction - margin,
    predictionHigh: prediction + margin,
    outside: block.inputs.filter((input) => isOutside(input, inputs[input.name])).map((input) => input.name),
  }
}

/** The values the calculator starts with. */
export function startValues(block: CalculatorBlock): CalculatorValues {
  return Object.fromEntries(block.inputs.map((input) => [input.name, input.start]))
}

/** The value of every term at the inputs; see `evaluateCalculator` for what is refused. */
export function termValues(block: CalculatorBlock, inputs: CalculatorValues): Float64Array {
  const byName = new Map(block.inputs.map((input) => [input.name, input]))
  return Float64Array.from(block.terms, (term) =>
    term.pieces.reduce((product, piece) => {
      const input = byName.get(piece.input)
      if (!input) throw new RangeError(`the term ${term.name} uses ${piece.input}, which is no input`)
      return product * pieceValue(piece, input, inputs[input.name])
    }, 1),
  )
}

/** The coded value of one factor of a term. */
export function pieceValue(piece: CalculatorPiece, input: CalculatorInput, value: number | string | undefined): number {
  if (piece.kind !== 'level' && input.kind === 'number') {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw new RangeError(`${input.name} needs a number`)
    const coded = codedNumber(piece, value)
    if (!Number.isFinite(coded)) throw new RangeError(`the model has no value where ${input.name} is ${value}`)
    return coded
  }
  if (piece.kind === 'level' && input.kind === 'category') {
    const code = piece.codes[input.levels.indexOf(String(value))]
    if (code === undefined) throw new RangeError(`${input.name} needs one of ${input.levels.join(', ')}`)
    return code
  }
  throw new RangeError(`the input ${input.name} is a ${input.kind}, but a term uses it as a ${piece.kind}`)
}

function codedNumber(piece: Exclude<CalculatorPiece, { kind: 'level' }>, value: number): number {
  if (piece.kind === 'power') return ((value - piece.center) / piece.scale) ** piece.power
  return piece.function === 'log' ? Math.log(value) : Math.exp(value)
}

function isOutside(input: CalculatorInput, value: number | string | undefined): boolean {
  return input.kind === 'number' && typeof value === 'number' && (value < input.low || value > input.high)
}

/** xᵀ C x for a p × p row-major C. */
function quadraticForm(matrix: readonly number[], x: Float64Array): number {
  const p = x.length
  if (matrix.length !== p * p) throw new RangeError(`expected a ${p}×${p} covariance, got ${matrix.length} values`)
  let sum = 0
  for (let i = 0; i < p; i++) {
    let row = 0
    for (let j = 0; j < p; j++) row += matrix[i * p + j]! * x[j]!
    sum += row * x[i]!
  }
  return sum
}

import { factorQr, multiplyByQTransposed, upperFactor } from '../linalg/householder-qr.ts'
import { solveUpper } from '../linalg/triangular.ts'
import type { ModelColumn } from '../linear/model-columns.ts'

/**
 * Coefficients of a term's columns for the responses that are hardest to find among those with a change of 2: numbers get the
 * coefficient 1, so that the response changes by 2 from low to high; of a category one level is 1 above and one 1 below the
 * mean of the others, which lie between them. One vector for every pair of levels of every category in the term.
 *
 * @param columns  those of one term
 * Cost: L²/2 vectors for a category of L levels, and their product over the categories.
 */
export function effectPatterns(columns: readonly ModelColumn[]): Float64Array[] {
  const inputs = new Set(
    columns.flatMap(({ pieces }) => pieces.flatMap((one) => (one.kind === 'level' ? one.input : []))),
  )
  let patterns: Float64Array[] = [new Float64Array(columns.length).fill(1)]
  for (const input of inputs) {
    const codes = columns.map(({ pieces }) => pieces.flatMap((one) => isOf(one, input))[0]!)
    const distinct = [...new Map(codes.map((code) => [JSON.stringify(code), code])).values()]
    const slot = codes.map((code) => distinct.findIndex((other) => JSON.stringify(other) === JSON.stringify(code)))
    const own = pairCoefficients(distinct)
    patterns = patterns.flatMap((pattern) =>
      own.map((coefficients) => pattern.map((value, j) => value * coefficients[slot[j]!]!)),
    )
  }
  return patterns
}

function isOf(piece: ModelColumn['pieces'][number], input: string): readonly (readonly number[])[] {
  return piece.kind === 'level' && piece.input === input ? [piece.codes] : []
}

/** The coefficients of the coded columns of a category for +1 at one level, −1 at another, 0 at the rest. */
function pairCoefficients(codes: readonly (readonly number[])[]): Float64Array[] {
  const levels = codes[0]!.length
  // fewer columns than levels: the mean is another term's
  const constant = codes.length < levels ? [Array.from({ length: levels }, () => 1)] : []
  const columns = [...codes, ...constant]
  const qr = factorQr(Float64Array.from(columns.flat()), levels, columns.length, 1e-9)
  const upper = upperFactor(qr)
  const patterns: Float64Array[] = []
  for (let high = 0; high < levels; high++) {
    for (let low = 0; low < high; low++) {
      const response = new Float64Array(levels)
      response[high] = 1
      response[low] = -1
      multiplyByQTransposed(response, qr)
      solveUpper(upper, response, qr.rank)
      patterns.push(response.slice(0, codes.length))
    }
  }
  return patterns
}

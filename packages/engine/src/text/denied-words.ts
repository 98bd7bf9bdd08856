import { deniedWord, NEGATED, negatedForm } from './negation.ts'
import type { SparseMatrix } from './sparse-matrix.ts'
import { compareUnits, type TermCounts } from './term-counts.ts'
import type { FittedTfidf } from './tfidf.ts'

/**
 * The vocabulary with a negated form of each word, where the training texts deny any: `not_bad` is in few texts or none and yet means
 * something, since `bad` does (`withDenied`). Too rare to have a weight of its own, it has that of its word.
 *
 * Cost: the terms, and the counts of the training texts.
 */
export function withNegatedForms(fitted: FittedTfidf, counts: TermCounts, training: ArrayLike<number>): FittedTfidf {
  const { tfidf, columnOf, found } = fitted
  const placeOf = new Map<string, number>()
  counts.terms.forEach((term, place) => {
    if (deniedWord(term) !== null) placeOf.set(term, place)
  })
  if (!anyOccurs(new Set(placeOf.values()), counts, training)) return fitted
  const known = new Set(tfidf.terms)
  const all = tfidf.terms.map((term, column) => ({ term, weight: tfidf.inverseFrequencies[column]!, column }))
  for (const [column, term] of tfidf.terms.entries()) {
    const negated = isWord(term) ? negatedForm(term) : null
    if (negated === null || known.has(negated)) continue
    all.push({ term: negated, weight: tfidf.inverseFrequencies[column]!, column: -1 })
  }
  all.sort((a, b) => compareUnits(a.term, b.term))
  const moved = new Int32Array(tfidf.terms.length)
  const columns = new Int32Array(columnOf.length).fill(-1)
  all.forEach(({ term, column }, at) => {
    const place = placeOf.get(term)
    if (column >= 0) moved[column] = at
    else if (place !== undefined) columns[place] = at
  })
  columnOf.forEach((column, place) => {
    if (column >= 0) columns[place] = moved[column]!
  })
  return {
    tfidf: {
      rules: tfidf.rules,
      terms: all.map(({ term }) => term),
      inverseFrequencies: Float64Array.from(all, ({ weight }) => weight),
    },
    columnOf: columns,
    found: found + all.length - tfidf.terms.length,
  }
}

/** No run of words, and itself not denied. */
function isWord(term: string): boolean {
  return !term.includes(' ') && deniedWord(term) === null
}

function anyOccurs(places: ReadonlySet<number>, { starts, columns }: TermCounts, texts: ArrayLike<number>): boolean {
  for (let i = 0; i < texts.length; i++) {
    for (let k = starts[texts[i]!]!; k < starts[texts[i]! + 1]!; k++) if (places.has(columns[k]!)) return true
  }
  return false
}

/** For each term the place of the word that it denies, of `not_good` that of `good`; −1 of others. */
export function deniedPlaces(terms: readonly string[]): Int32Array {
  const placeOf = new Map(terms.map((term, place) => [term, place]))
  return Int32Array.from(terms, (term) => {
    const denied = deniedWord(term)
    return denied === null ? -1 : (placeOf.get(denied) ?? -1)
  })
}

/**
 * Rows in which a negated word also counts as 0.74 of its word, turned around. A model of them learns what is left to say of `not_good`
 * beside the contrary of `good`: of words that are seldom or never denied that is nothing, and the contrary stays.
 *
 * @param denied  as `deniedPlaces` gives them
 *
 * Cost: the number of values.
 */
export function withDenied(matrix: SparseMatrix, denied: Int32Array): SparseMatrix {
  const more = matrix.columns.reduce((count, column) => count + Number(denied[column]! >= 0), 0)
  if (more === 0) return matrix
  const starts = new Int32Array(matrix.rows + 1)
  const columns = new Int32Array(matrix.columns.length + more)
  const values = new Float64Array(columns.length)
  let size = 0
  for (let i = 0; i < matrix.rows; i++) {
    const row = new Map<number, number>()
    for (let k = matrix.starts[i]!; k < matrix.starts[i + 1]!; k++) {
      const column = matrix.columns[k]!
      const value = matrix.values[k]!
      row.set(column, (row.get(column) ?? 0) + value)
      const word = denied[column]!
      if (word >= 0) row.set(word, (row.get(word) ?? 0) - NEGATED * value)
    }
    for (const column of [...row.keys()].sort((a, b) => a - b)) {
      columns[size] = column
      values[size++] = row.get(column)!
    }
    starts[i + 1] = size
  }
  return { ...matrix, starts, columns: columns.slice(0, size), values: values.slice(0, size) }
}

/**
 * Coefficients of plain rows, from those of rows as `withDenied` gives them: the scores are the same.
 *
 * @param coefficients  outputs × terms, output by output
 */
export function plainCoefficients(coefficients: Float64Array, denied: Int32Array): Float64Array {
  const width = denied.length
  return coefficients.map((value, at) => {
    const column = at % width
    const word = denied[column]!
    return word < 0 ? value : value - NEGATED * coefficients[at - column + word]!
  })
}

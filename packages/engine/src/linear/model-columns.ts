import { type Coding, contrastColumns, indicatorColumns } from './coding.ts'
import type { ModelTerms, NumberPiece, Term, Variable } from './terms.ts'

/** A factor of a model column. level: the code of each level of a category, in the order of its levels. */
export type ColumnPiece =
  | NumberPiece
  | { readonly kind: 'level'; readonly input: string; readonly codes: readonly number[] }

/** One column of the model matrix: a product of pieces; no pieces: the intercept. */
export interface ModelColumn {
  readonly name: string
  /** Index of its term; −1 for the intercept. */
  readonly term: number
  readonly pieces: readonly ColumnPiece[]
}

export const INTERCEPT = '(Intercept)'

/**
 * The columns that terms expand to, in R's order. A category is coded by contrasts where the term without it is in the model
 * (the empty term always is), else by one indicator a level; without an intercept the first category of the model gets one
 * indicator a level: Chambers & Hastie, Statistical Models in S (1992) §2.4.1, as R's `model.matrix`.
 *
 * @param categories  the levels of each categorical input; every other input is a number
 * @throws RangeError for a power or function of a category, which has none
 */
export function modelColumns(
  model: ModelTerms,
  categories: ReadonlyMap<string, readonly string[]>,
  coding: Coding,
): ModelColumn[] {
  const present = new Set([...model.terms, { variables: [] }].map((term) => variableSet(term.variables)))
  const spanning = model.intercept ? undefined : firstCategory(model.terms, categories)
  const columns: ModelColumn[] = model.intercept ? [{ name: INTERCEPT, term: -1, pieces: [] }] : []
  model.terms.forEach((term, index) => {
    const parts = term.variables.map((variable) => {
      const margin = variableSet(term.variables.filter((other) => other !== variable))
      return variableParts(variable, categories, coding, present.has(margin) && variable !== spanning)
    })
    for (const { name, pieces } of products(parts)) columns.push({ name, term: index, pieces })
  })
  return columns
}

type Part = Pick<ModelColumn, 'name' | 'pieces'>

/** The products over a term's variables; the first varies fastest. */
function products(parts: readonly (readonly Part[])[]): readonly Part[] {
  return parts.reduce((left, right) =>
    right.flatMap((second) =>
      left.map((first) => ({ name: `${first.name}:${second.name}`, pieces: [...first.pieces, ...second.pieces] })),
    ),
  )
}

function firstCategory(terms: readonly Term[], categories: ReadonlyMap<string, unknown>): Variable | undefined {
  return terms
    .flatMap((term) => term.variables)
    .find((variable) => variable.pieces.some((piece) => categories.has(piece.input)))
}

function variableParts(
  variable: Variable,
  categories: ReadonlyMap<string, readonly string[]>,
  coding: Coding,
  asContrasts: boolean,
): Part[] {
  const input = variable.pieces.find((piece) => categories.has(piece.input))?.input
  if (input === undefined) return [{ name: variable.label, pieces: variable.pieces }]
  if (variable.label !== input)
    throw new RangeError(`${variable.label}: the category ${input} has no powers or products`)
  const levels = categories.get(input)!
  const coded = asContrasts ? contrastColumns(levels, coding) : indicatorColumns(levels)
  return coded.map(({ level, codes }) => ({
    name: `${input}[${level}]`,
    pieces: [{ kind: 'level', input, codes }],
  }))
}

function variableSet(variables: readonly Variable[]): string {
  return JSON.stringify(variables.map((variable) => variable.label).sort())
}

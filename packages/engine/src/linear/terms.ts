/**
 * A piece of a model column as a function of one input. power: ((input − center) / scale)^power. function: natural
 * logarithm or exponential of the input.
 */
export type NumberPiece =
  | {
      readonly kind: 'power'
      readonly input: string
      readonly power: number
      readonly center: number
      readonly scale: number
    }
  | { readonly kind: 'function'; readonly function: 'log' | 'exp'; readonly input: string }

/** What a formula multiplies: a column, or a product of pieces such as `I(x^2)`, `log(x)`, `I(x*z)`. */
export interface Variable {
  readonly label: string
  readonly pieces: readonly NumberPiece[]
}

/** A product of variables; its label joins theirs with a colon. */
export interface Term {
  readonly label: string
  readonly variables: readonly Variable[]
}

/** The right-hand side of a model, in R's order: by number of variables, then as written. */
export interface ModelTerms {
  readonly intercept: boolean
  readonly terms: readonly Term[]
}

export function columnVariable(column: string): Variable {
  return productVariable([{ kind: 'power', input: column, power: 1, center: 0, scale: 1 }])
}

export function functionVariable(name: 'log' | 'exp', column: string): Variable {
  return productVariable([{ kind: 'function', function: name, input: column }])
}

/** The product of pieces as one variable; powers of the same base are added, so that `x*x` and `x^2` are one variable. */
export function productVariable(pieces: readonly NumberPiece[]): Variable {
  const merged: NumberPiece[] = []
  for (const piece of pieces) {
    const base = baseOf(piece)
    const at = merged.findIndex((other) => other.kind === 'power' && baseOf(other) === base)
    const other = merged[at]
    if (piece.kind === 'power' && other?.kind === 'power') merged[at] = { ...other, power: other.power + piece.power }
    else merged.push(piece)
  }
  const varying = merged.filter((piece) => piece.kind !== 'power' || piece.power !== 0)
  return { label: varying.map((piece) => pieceLabel(piece, varying.length > 1)).join('*'), pieces: varying }
}

export function productTerm(variables: readonly Variable[]): Term {
  return { label: variables.map((variable) => variable.label).join(':'), variables }
}

export function mainEffects(columns: readonly string[]): Term[] {
  return columns.map((column) => productTerm([columnVariable(column)]))
}

/** Main effects, squares of `squared`, and the products of every two columns. */
export function secondOrderTerms(columns: readonly string[], squared: readonly string[] = []): Term[] {
  const squares = squared.map((column) =>
    productTerm([productVariable([{ kind: 'power', input: column, power: 2, center: 0, scale: 1 }])]),
  )
  const variables = columns.map(columnVariable)
  const products = variables.flatMap((first, i) => variables.slice(i + 1).map((second) => productTerm([first, second])))
  return [...mainEffects(columns), ...squares, ...products]
}

/** Every column that the terms read, in order of first use. */
export function inputColumns(terms: readonly Term[]): string[] {
  const inputs = terms.flatMap((term) => term.variables.flatMap((variable) => variable.pieces.map((p) => p.input)))
  return [...new Set(inputs)]
}

/**
 * Whether `larger` has every part of `smaller` and more: a:b contains a, and x^2 contains x. A term is judged without the
 * terms that contain it.
 */
export function containsTerm(larger: Term, smaller: Term): boolean {
  const powers = basePowers(larger)
  const inner = basePowers(smaller)
  let equal = powers.size === inner.size
  for (const [base, power] of inner) {
    const outer = powers.get(base)
    if (outer === undefined || outer < power) return false
    if (outer !== power) equal = false
  }
  return !equal
}

function basePowers(term: Term): Map<string, number> {
  const powers = new Map<string, number>()
  for (const variable of term.variables) {
    for (const piece of variable.pieces) {
      const base = baseOf(piece)
      powers.set(base, (powers.get(base) ?? 0) + (piece.kind === 'power' ? piece.power : 1))
    }
  }
  return powers
}

function baseOf(piece: NumberPiece): string {
  return JSON.stringify(
    piece.kind === 'power' ? [piece.input, piece.center, piece.scale] : [piece.input, piece.function],
  )
}

function pieceLabel(piece: NumberPiece, inProduct: boolean): string {
  if (piece.kind === 'function') return `${piece.function}(${piece.input})`
  const { input, power, center, scale } = piece
  if (power === 0.5 && center === 0 && scale === 1) return `sqrt(${input})`
  const shifted = center === 0 ? input : center > 0 ? `(${input}-${center})` : `(${input}+${-center})`
  const base = scale === 1 ? shifted : `${shifted}/${scale}`
  if (power === 1) return inProduct && scale !== 1 ? `(${base})` : base
  return `${scale === 1 ? base : `(${base})`}^${power < 0 ? `(${power})` : power}`
}

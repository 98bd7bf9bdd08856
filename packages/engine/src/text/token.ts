/** A word, a number, or a sign that says something by itself. */
export interface Token {
  readonly text: string
  /** Where it stands in the normalised text: from start, before end. */
  readonly start: number
  readonly end: number
  /** A sign that ends a clause stands between it and the token before. */
  readonly beginsClause: boolean
}

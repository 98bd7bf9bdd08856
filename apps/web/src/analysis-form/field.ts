/** A parameter as the form shows it, read from the JSON Schema that the API gives. */
export interface Field {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly required: boolean
  readonly advanced: boolean
  /** The schema's default; undefined where there is none. */
  readonly standard: unknown
  readonly control: Control
}

export type Control =
  | { readonly kind: 'column'; readonly use: ColumnUse }
  | { readonly kind: 'columns'; readonly use: ColumnUse }
  /** `free`: takes another text too, such as a formula. */
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly free: boolean }
  | { readonly kind: 'choices'; readonly options: readonly string[] }
  | { readonly kind: 'switch' }
  | NumberControl
  | { readonly kind: 'text' }
  /** Texts of the user's own, separated by commas. */
  | { readonly kind: 'texts' }
  /** The same, each on a line of its own: they may have commas in them. */
  | { readonly kind: 'lines' }
  /** A stored file, by its key. */
  | { readonly kind: 'file'; readonly use: FileUse }
  | { readonly kind: 'files'; readonly use: FileUse }
  /** Whatever the form has no better control for. */
  | { readonly kind: 'json' }

export type ColumnUse = 'response' | 'factor'
export type FileUse = 'model' | 'table'

export interface NumberControl {
  readonly kind: 'number'
  readonly integer: boolean
  readonly low: number | undefined
  readonly high: number | undefined
  /** An open bound is not itself allowed. */
  readonly lowOpen: boolean
  readonly highOpen: boolean
}

import type { DecimalMark } from '../cells/number-text.ts'
import type { Finding } from '../findings.ts'

/** A column as its file holds it: plain numbers as values, every other cell as a code into the distinct texts. */
export interface RawColumn {
  /** NaN where the cell is empty or no plain number. Owned: typing writes into it. */
  readonly values: Float64Array
  /** Rows of the cells that are neither empty nor a plain number, ascending. */
  readonly otherRows: Uint32Array
  /** For each of them, the index of its text. */
  readonly otherCodes: Int32Array
  /** Distinct texts as written. */
  readonly texts: readonly string[]
  /** Where the cells' format tells it. */
  readonly unit?: string
  /** Formulas whose result the file does not hold: their sheet rows. */
  readonly formulas?: readonly { readonly row: number; readonly formula: string }[]
  /** Every cell as a text, plain numbers as the file writes them; code −1 where empty. */
  readonly allTexts: () => { readonly codes: Int32Array; readonly texts: readonly string[] }
}

export interface Heading {
  readonly name: string
  /** As it stands in the file, where the name differs. */
  readonly header?: string
  readonly unit?: string
}

/** What typing a column needs to know of the table, and where it reports. */
export interface Typing {
  /** Line of the file or row of the sheet of each row. */
  readonly rowNumbers: Uint32Array
  readonly decimalMark: DecimalMark
  /** The caller's own texts for a missing value. */
  readonly missingMarkers: ReadonlySet<string>
  readonly findings: Finding[]
}

/** Runs that a theorem knows of, before they are checked against the problem's candidates. */
export interface CatalogueEntry {
  readonly name: string
  /** n × factors, coded, row-major. */
  readonly runs: Float64Array
}

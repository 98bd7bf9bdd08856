import { ANALYSIS_NAMES } from '@zerosec/analyses/names'

const OTHER = 'unknown'

/** Job types as the values of a label: what a client has made up is not one. */
export class KnownTypes {
  /** All values that the label can have. */
  readonly labels: readonly string[]
  readonly #names: ReadonlySet<string>

  constructor(names: Iterable<string>) {
    this.#names = new Set(names)
    this.labels = [...this.#names, OTHER]
  }

  label(jobType: string): string {
    return this.#names.has(jobType) ? jobType : OTHER
  }
}

export const CATALOGUE_TYPES = new KnownTypes(ANALYSIS_NAMES)

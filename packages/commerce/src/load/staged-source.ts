import type { Source } from '../mapping/mapping.ts'
import type { Scope, Wanted } from './compile-expression.ts'
import { type Reading, readingOf } from './reading.ts'

/** One source of the mapping while it is loaded: its rows as texts in a table of their own. */
export interface StagedSource {
  readonly name: string
  readonly source: Source
  /** The table with its rows: file_id, line, and c0, c1, … for the columns that the mapping names. */
  readonly table: string
  readonly columns: readonly string[]
  /** Formats of dates that were found, by column. */
  readonly dateFormats: Map<string, readonly string[]>
}

/** The scopes of a load: rows of any source, each with the joins that its expressions ask for. */
export class Scopes {
  readonly #sources: ReadonlyMap<string, StagedSource>
  readonly #storeZone: string
  #aliases = 0

  constructor(sources: ReadonlyMap<string, StagedSource>, storeZone: string) {
    this.#sources = sources
    this.#storeZone = storeZone
  }

  /** @param rows  SQL of the rows where they are not in the source's own table
   * @param natives  their columns that are not texts */
  of(name: string, rows?: string, natives?: ReadonlyMap<string, Wanted>): Scope {
    const staged = this.#sources.get(name)
    if (staged === undefined) throw new RangeError(`there is no source ${name}`)
    const alias = this.#alias('r')
    const joins = new Map<string, string>()
    return {
      alias,
      reading: this.#reading(staged),
      columnSql: (column) => `${alias}.c${staged.columns.indexOf(column)}`,
      nativeSql: (column, wanted) =>
        natives?.get(column) === wanted ? this.#nativeSql(alias, staged, column, wanted) : undefined,
      scopeOf: (source) => this.of(source),
      from: () => [`${rows ?? staged.table} AS ${alias}`, ...joins.values()].join(' '),
      join: (rows, on) => {
        const alias = this.#alias('j')
        joins.set(alias, `LEFT JOIN (${rows}) AS ${alias} ON ${on(alias)}`)
        return alias
      },
    }
  }

  /** Neither NaN nor an infinity, as of texts. */
  #nativeSql(alias: string, { columns }: StagedSource, column: string, wanted: Wanted): string {
    const value = `${alias}.c${columns.indexOf(column)}`
    return wanted === 'number' ? `(CASE WHEN isfinite(${value}) THEN ${value} END)` : value
  }

  #reading({ source, dateFormats }: StagedSource): Reading {
    return readingOf(source, this.#storeZone, dateFormats)
  }

  #alias(kind: string): string {
    this.#aliases += 1
    return `${kind}${this.#aliases}`
  }
}

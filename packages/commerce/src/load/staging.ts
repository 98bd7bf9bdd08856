import type { StagedFile } from './stage-file.ts'
import type { StagedSource } from './staged-source.ts'

/** A file of the new snapshot. */
export interface NumberedFile {
  readonly id: number
  readonly name: string
  readonly source: string
  /** Where its bytes are kept. */
  readonly path: string
  readonly size: number
  readonly loadedAt: string
  readonly sha256: string
  /** Set where another file has the same bytes, whose rows stand for its own. */
  readonly sameAs: number | undefined
}

export interface Staging {
  readonly sources: ReadonlyMap<string, StagedSource>
  readonly files: Map<number, StagedFile>
  /** Files that are not read yet, as DuckDB may read them itself. */
  readonly direct: readonly NumberedFile[]
}

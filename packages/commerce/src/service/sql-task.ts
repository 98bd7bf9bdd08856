import type { Value } from '../warehouse/warehouse.ts'

/** What the process that runs a person's statement is told. */
export interface SqlTask {
  /** Of the snapshot. */
  readonly path: string
  readonly sql: string
  /** Rows. */
  readonly limit: number
  readonly memoryMb: number
  readonly threads: number
  readonly tempFolder: string
}

export interface SqlAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string; readonly values: readonly Value[] }[]
  readonly rows: number
  /** There are more. */
  readonly isCut: boolean
  readonly elapsedMs: number
}

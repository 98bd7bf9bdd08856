import type { CommerceColumn } from '@zerosec/contract'

/** What the process that writes a file is told. */
export interface ExportTask {
  readonly columns: readonly CommerceColumn[]
  readonly rows: number
  readonly currency: string | null
  readonly format: 'xlsx' | 'parquet'
  /** Of the file that it makes. */
  readonly path: string
}

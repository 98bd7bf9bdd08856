import type { ModelFileFormat } from '@zerosec/contract'
import type { ErrorCode, ErrorDetails } from '@zerosec/errors'

/** What a model is written as by a process of its own: the formats of other programs. */
export type ExportFormat = Exclude<ModelFileFormat, 'zsm'>

export function isExportFormat(format: string | undefined): format is ExportFormat {
  return format === 'onnx' || format === 'lightgbm' || format === 'xgboost'
}

/** The exit code of such a process that refused; then this is what it says. */
export const REFUSED = 3

export interface ExportRefusal {
  readonly code: ErrorCode
  readonly details: ErrorDetails
}

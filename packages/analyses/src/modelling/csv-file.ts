import { type Cell, csvText } from '@zerosec/table'
import type { AnalysisFile } from '../analysis.ts'

/** UTF-8 with a mark, so that Excel reads it as such. */
export function csv(path: string, header: readonly string[], rows: readonly (readonly Cell[])[]): AnalysisFile {
  return { path, type: 'csv', bytes: new TextEncoder().encode(csvText(header, rows)) }
}

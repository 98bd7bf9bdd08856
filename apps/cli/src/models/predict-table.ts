import { readTable, tableCsv } from '@zerosec/table'
import { readTableBytes } from '@zerosec/table/file'
import type { Call } from '../command.ts'
import { findingsText } from '../inspection.ts'
import { predictContent } from './predict-csv.ts'
import type { PredictTerms } from './predict-terms.ts'

/**
 * A sheet or a text file as the analyses read it: titles above the table, rows of units and merged cells are understood, and each repair and
 * doubt is told on standard error. A cell that is no number where the model wants one is refused in its own row.
 *
 * @throws CodedError what reading the file refuses, and those of `predictContent`
 */
export async function predictTable(call: Call, terms: PredictTerms, path: string): Promise<void> {
  const { name, bytes } = await readTableBytes(path)
  const [sheet, encoding] = [call.text('sheet'), call.text('encoding')]
  const table = await readTable(name, bytes, {
    ...(sheet === undefined ? {} : { sheet }),
    ...(encoding === undefined ? {} : { encoding }),
  })
  if (table.findings.length > 0) process.stderr.write(`${findingsText(table.findings)}\n\n`)
  await predictContent(call, terms, new Blob([tableCsv(table)]), 'utf-8')
}

import { readTable, tableCsv } from '@zerosec/table'
import { readTableBytes } from '@zerosec/table/file'
import type { Call } from '../command.ts'
import { findingsText } from '../inspection.ts'

/**
 * The rows of a sheet or a text file as the analyses read it, as CSV: titles above the table, rows of units and merged cells are understood,
 * and each repair and doubt is told on standard error. A cell that is no number where the model wants one stays, to be refused in its own row.
 *
 * @throws CodedError what reading the file refuses
 */
export async function tableRows(call: Call, path: string): Promise<Blob> {
  const { name, bytes } = await readTableBytes(path)
  const [sheet, encoding] = [call.text('sheet'), call.text('encoding')]
  const table = await readTable(name, bytes, {
    ...(sheet === undefined ? {} : { sheet }),
    ...(encoding === undefined ? {} : { encoding }),
  })
  if (table.findings.length > 0) process.stderr.write(`${findingsText(table.findings)}\n\n`)
  return new Blob([tableCsv(table)])
}

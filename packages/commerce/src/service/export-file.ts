import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { CommerceColumn, CommerceExportFormat, CommerceResult } from '@zerosec/contract'
import { runInChild } from './child-task.ts'
import type { ExportTask } from './export-task.ts'
import type { Turns } from './turns.ts'

const CHILD = new URL('./export-child.ts', import.meta.url)
/** Between them other requests have their turn. */
const ROWS_AT_ONCE = 1000

/** The columns of an answer as a file: as they come (CSV), or made by a process of its own (Excel, Parquet). @throws CodedError commerce_busy */
export async function exportFile(
  { columns, rows, currency }: CommerceResult,
  format: CommerceExportFormat,
  turns: Turns,
): Promise<Readable> {
  if (format === 'csv') return Readable.from(csvLines(columns, rows))
  return turns.hold(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zerosec-export-'))
    const remove = () => void rm(folder, { recursive: true, force: true })
    try {
      const path = join(folder, `export.${format}`)
      await runInChild(CHILD, { columns, rows, currency, format, path } satisfies ExportTask)
      return createReadStream(path).once('close', remove)
    } catch (error) {
      remove()
      throw error
    }
  })
}

/** UTF-8 with a mark, so that Excel reads it as such. */
async function* csvLines(columns: readonly CommerceColumn[], rows: number): AsyncGenerator<string> {
  yield `\uFEFF${columns.map(({ name }) => csvCell(name)).join(',')}\r\n`
  for (let first = 0; first < rows; first += ROWS_AT_ONCE) {
    let lines = ''
    for (let row = first; row < Math.min(rows, first + ROWS_AT_ONCE); row++) {
      lines += `${columns.map(({ values }) => csvCell(values[row] ?? null)).join(',')}\r\n`
    }
    yield lines
    await setImmediate()
  }
}

/** A text that a spreadsheet would take for a formula has an apostrophe before it, by which it stays a text. */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

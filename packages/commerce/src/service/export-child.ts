import { DuckDBInstance } from '@duckdb/node-api'
import type { CommerceColumn } from '@zerosec/contract'
import ExcelJs from 'exceljs'
import { identifier, literal } from '../sql/quote.ts'
import type { ExportTask } from './export-task.ts'
import { serveTask } from './serve-task.ts'

/** Entry of the process that writes an answer as a workbook or as Parquet: either would hold up other requests for seconds. */
serveTask<ExportTask>((task) => (task.format === 'xlsx' ? writeWorkbook(task) : writeParquet(task)))

/** Excel refuses longer texts. */
const LONGEST_TEXT = 32_767
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g
const FORMATS: Partial<Record<NonNullable<CommerceColumn['unit']>, string>> = {
  money: '#,##0.00',
  count: '#,##0',
  ratio: '0.0%',
}

async function writeWorkbook({ columns, rows, currency, path }: ExportTask): Promise<void> {
  const workbook = new ExcelJs.Workbook()
  const sheet = workbook.addWorksheet(currency === null ? 'Numbers' : `Numbers in ${currency}`.slice(0, 31), {
    views: [{ state: 'frozen', ySplit: 1 }],
  })
  sheet.columns = columns.map(({ label, role, unit }) => {
    const format = role === 'delta' ? '+0.0%;-0.0%' : unit && FORMATS[unit]
    return { header: cellText<string>(label), width: 18, style: format === undefined ? {} : { numFmt: format } }
  })
  sheet.getRow(1).font = { bold: true }
  for (let row = 0; row < rows; row++) {
    const added = sheet.addRow(columns.map(({ values }) => cellText(values[row] ?? null)))
    for (const [j, { values }] of columns.entries()) {
      const value = values[row]
      // stays a text also when someone edits the cell
      if (typeof value === 'string' && /^[=+\-@\t\r]/.test(value)) added.getCell(j + 1).numFmt = '@'
    }
  }
  await workbook.xlsx.writeFile(path)
}

function cellText<Value>(value: Value): Value | string {
  return typeof value === 'string' ? value.toWellFormed().replace(NOT_IN_XML, '\ufffd').slice(0, LONGEST_TEXT) : value
}

async function writeParquet({ columns, rows, path }: ExportTask): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  // as texts first: the text of a number is exactly the decimal that it stands for
  await connection.run(`CREATE TABLE texts (${columns.map(({ name }) => `${identifier(name)} VARCHAR`).join(', ')})`)
  const appender = await connection.createAppender('texts')
  for (let row = 0; row < rows; row++) {
    for (const { values } of columns) {
      const value = values[row] ?? null
      if (value === null) appender.appendNull()
      else appender.appendVarchar(String(value))
    }
    appender.endRow()
  }
  appender.closeSync()
  const typed = columns.map((column) => `${identifier(column.name)}::${typeOf(column)} AS ${identifier(column.name)}`)
  await connection.run(
    `COPY (SELECT ${typed.join(', ')} FROM texts) TO ${literal(path)} (FORMAT parquet, COMPRESSION zstd)`,
  )
  connection.closeSync()
  instance.closeSync()
}

function typeOf({ role, unit, values }: CommerceColumn): string {
  if (role === 'bucket' || role === 'previous_bucket') return 'DATE'
  if (role === 'partial') return 'BOOLEAN'
  if (role === 'dimension') return values.some((value) => typeof value === 'string') ? 'VARCHAR' : 'DOUBLE'
  if (role === 'delta') return 'DOUBLE'
  if (unit === 'money') return 'DECIMAL(18, 2)'
  return unit === 'count' && values.every((value) => value === null || Number.isInteger(value)) ? 'BIGINT' : 'DOUBLE'
}

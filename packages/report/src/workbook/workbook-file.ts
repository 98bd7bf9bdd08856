import type { Workbook } from 'exceljs'
import { packWorkbook } from './fixed-zip.ts'

/** Fixed, so that the same content gives the same file. */
const CREATED = new Date('2000-01-01T00:00:00Z')

export async function emptyWorkbook(title: string, version: string): Promise<Workbook> {
  const { default: WorkbookClass } = await import('exceljs/lib/doc/workbook.js')
  const workbook = new WorkbookClass()
  workbook.creator = `zerosec ${version}`
  workbook.lastModifiedBy = workbook.creator
  workbook.created = CREATED
  workbook.modified = CREATED
  workbook.title = title
  return workbook
}

/** The same sheets give the same bytes. */
export async function workbookBytes(workbook: Workbook): Promise<Uint8Array> {
  const stored = await workbook.xlsx.writeBuffer({ zip: { compression: 'STORE' } } as never)
  return await packWorkbook(new Uint8Array(stored))
}

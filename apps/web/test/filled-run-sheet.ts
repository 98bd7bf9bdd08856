import ExcelJS from 'exceljs'

/**
 * A run sheet with a result typed into the last column of every run that has none, as Excel would save it.
 *
 * @param result  from the settings of a run and its number
 */
export async function filledRunSheet(
  bytes: Uint8Array,
  result: (settings: readonly number[], run: number) => number,
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes as never)
  const sheet = workbook.worksheets[0]!
  const last = sheet.columnCount
  sheet.eachRow((row, number) => {
    if (number === 1 || row.getCell(last).value !== null) return
    const settings = Array.from({ length: last - 2 }, (_, j) => Number(row.getCell(j + 2).value))
    row.getCell(last).value = result(settings, number - 1)
  })
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

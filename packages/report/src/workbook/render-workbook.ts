import type { CalculatorBlock, Report } from '../document.ts'
import type { Picture } from '../figures/render-png.ts'
import { calculatorLayout } from './calculator-layout.ts'
import { writeCalculatorModel } from './calculator-model-sheet.ts'
import { writeCalculator } from './calculator-sheet.ts'
import { type SectionContents, writeSection } from './section-sheet.ts'
import { SheetNames } from './sheet-names.ts'
import { SheetWriter } from './sheet-writer.ts'
import { writeSummary } from './summary-sheet.ts'
import { emptyWorkbook, workbookBytes } from './workbook-file.ts'

/**
 * The report as an Excel workbook (2016 or newer, LibreOffice): a summary, a sheet a section with its tables and pictures,
 * and for each calculator a sheet that recomputes the prediction and its intervals with plain formulas.
 *
 * The same report and pictures give the same bytes. Texts of the user stay texts, whatever they begin with.
 *
 * @param pictures by figure id; @throws RangeError if one is missing
 */
export async function renderWorkbook(report: Report, pictures: ReadonlyMap<string, Picture>): Promise<Uint8Array> {
  const workbook = await emptyWorkbook(report.title, report.version)
  const names = new SheetNames()
  const open = (wish: string): { name: string; writer: SheetWriter } => {
    const name = names.take(wish)
    return { name, writer: new SheetWriter(workbook, name) }
  }
  const summary = open('Summary')
  const contents: { name: string; text: string }[] = []
  const openListed: SectionContents['open'] = (wish) => {
    const opened = open(wish)
    contents.push({ name: opened.name, text: wish })
    return opened
  }
  for (const section of report.sections) {
    writeSection(section, {
      picture: (id) => pictures.get(id) ?? missingPicture(id),
      open: openListed,
      calculator: (block) => calculatorSheets(block, openListed),
    })
  }
  writeSummary(summary.writer, report, contents)

  return await workbookBytes(workbook)
}

function calculatorSheets(block: CalculatorBlock, open: SectionContents['open']): string {
  const calculator = open(block.title)
  const model = open(`${block.title} – model`)
  const layout = calculatorLayout(block, { calculator: calculator.name, model: model.name })
  writeCalculator(calculator.writer, block, layout)
  writeCalculatorModel(model.writer, block, layout)
  return calculator.name
}

function missingPicture(id: string): never {
  throw new RangeError(`there is no picture for the figure ${id}`)
}

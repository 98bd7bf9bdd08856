import { checkReport } from './check-report.ts'
import type { FigureBlock, Report } from './document.ts'
import { type Picture, renderPng } from './figures/render-png.ts'
import { renderSvg } from './figures/render-svg.ts'
import { reportJson } from './report-json.ts'
import { renderWorkbook } from './workbook/render-workbook.ts'
import { renderRunSheet } from './workbook/run-sheet-workbook.ts'

export { type Picture, renderPng } from './figures/render-png.ts'
export { renderSvg } from './figures/render-svg.ts'
export { renderWorkbook } from './workbook/render-workbook.ts'
export { renderRunSheet } from './workbook/run-sheet-workbook.ts'

export interface RenderedFile {
  /** Below the output folder, with forward slashes: `report.json`, `figures/residuals.png`. */
  readonly path: string
  readonly type: 'json' | 'xlsx' | 'png' | 'svg'
  readonly bytes: Uint8Array
}

/**
 * Every file of a report: report.json, report.xlsx, run_sheet.xlsx where it plans an experiment, and a PNG and an SVG for each
 * figure. The same report gives the same
 * bytes. Node only.
 *
 * @param progress fraction in 0..1 and what is being done
 * @throws RangeError if the report breaks a rule of `checkReport`, or a figure can't be drawn
 */
export async function renderReport(
  report: Report,
  progress: (fraction: number, message: string) => void = () => {},
): Promise<readonly RenderedFile[]> {
  checkReport(report)
  const figures = report.sections.flatMap((section) => section.blocks.filter((block) => block.kind === 'figure'))
  const steps = figures.length + 2

  const svgs: string[] = []
  const pictures: Promise<Picture>[] = []
  for (const [i, figure] of figures.entries()) {
    progress(i / steps, `Drawing ${figure.title}`)
    const svg = await renderSvg(figure)
    svgs.push(svg)
    pictures.push(renderPng(svg)) // on other threads, while the next figure is laid out here
  }

  progress(figures.length / steps, 'Writing the workbook')
  const drawn = await Promise.all(pictures)
  const workbook = await renderWorkbook(report, pictureById(figures, drawn))
  const runSheets = await Promise.all(
    report.sections
      .flatMap((section) => section.blocks.filter((block) => block.kind === 'run_sheet'))
      .map((block) => renderRunSheet(block, report.version)),
  )
  progress((figures.length + 1) / steps, 'Writing the report')
  const files: RenderedFile[] = [
    { path: 'report.json', type: 'json', bytes: new TextEncoder().encode(reportJson(report)) },
    { path: 'report.xlsx', type: 'xlsx', bytes: workbook },
    ...runSheets.map((bytes): RenderedFile => ({ path: 'run_sheet.xlsx', type: 'xlsx', bytes })),
    ...figures.flatMap((figure, i): RenderedFile[] => [
      { path: `figures/${figure.id}.png`, type: 'png', bytes: drawn[i]!.bytes },
      { path: `figures/${figure.id}.svg`, type: 'svg', bytes: new TextEncoder().encode(svgs[i]) },
    ]),
  ]
  progress(1, 'Done')
  return files
}

function pictureById(figures: readonly FigureBlock[], drawn: readonly Picture[]): ReadonlyMap<string, Picture> {
  return new Map(figures.map((figure, i) => [figure.id, drawn[i]!]))
}

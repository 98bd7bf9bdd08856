import type { MetricsBlock, Report, Warning } from '@zerosec/report'
import { numberText } from './number-text.ts'
import { textTable } from './text-table.ts'
import { visibleText } from './text-width.ts'

const MOST_WARNINGS = 8
const LEVELS: readonly Warning['level'][] = ['serious', 'caution', 'note']

/** What a run prints at its end: the headline, the figures to read first, and where the files are. */
export function summaryText(report: Report, folder: string, paths: readonly string[]): string {
  return [visibleText(report.headline), keyNumbers(report), filesText(folder, paths)]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** The first block of metrics, a line each. */
function keyNumbers(report: Report): string {
  const metrics = report.sections
    .flatMap((section) => section.blocks)
    .find((block): block is MetricsBlock => block.kind === 'metrics')
  const rows = (metrics?.items ?? []).map(({ label, value, unit = '', note = '' }) => [
    label,
    value === null ? '–' : typeof value === 'number' ? numberText(value, 6) : value,
    unit,
    note,
  ])
  return rows.length === 0 ? '' : textTable([{}, { align: 'right' }, {}, {}], rows)
}

function filesText(folder: string, paths: readonly string[]): string {
  const inFolders = paths.filter((path) => path.includes('/'))
  const folders = [...new Set(inFolders.map((path) => path.slice(0, path.lastIndexOf('/'))))]
  const counts = folders.map(
    (name) => `${name}/ (${inFolders.filter((path) => path.startsWith(`${name}/`)).length} files)`,
  )
  return `Written to ${visibleText(folder)}: ${[...paths.filter((path) => !path.includes('/')), ...counts].join(', ')}`
}

/** The report's warnings, the worst first, one line each; the report holds them whole. */
export function warningLines(warnings: readonly Warning[]): string[] {
  const sorted = LEVELS.flatMap((level) => warnings.filter((warning) => warning.level === level))
  const lines = sorted.slice(0, MOST_WARNINGS).map(({ level, message }) => `${level}: ${visibleText(message)}`)
  const more = sorted.length - lines.length
  return more > 0 ? [...lines, `… and ${more} more, all in report.json`] : lines
}

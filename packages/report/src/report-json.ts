import type { Report } from './document.ts'

const LINE_WIDTH = 120

/** The members of a report in the order they are written; the rest follows in the order the analysis gave. */
const ORDER: readonly (keyof Report)[] = [
  'format',
  'analysis',
  'version',
  'title',
  'headline',
  'table',
  'parameters',
  'seed',
  'warnings',
  'values',
  'sections',
]

/** The report as JSON text: indented by two, but what fits on a line of 120 stands on one, so that a table row is a line. */
export function reportJson(report: Report): string {
  const ordered = Object.fromEntries(ORDER.map((name) => [name, report[name]]))
  return `${write(ordered, '')}\n`
}

function write(value: unknown, indent: string): string {
  const onOneLine = isLong(value) ? undefined : JSON.stringify(value)
  if (onOneLine !== undefined && indent.length + onOneLine.length <= LINE_WIDTH) return onOneLine
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) return `[\n${value.map((item) => inner + write(item, inner)).join(',\n')}\n${indent}]`
  const members = Object.entries(value).filter(([, item]) => item !== undefined)
  return `{\n${members.map(([key, item]) => `${inner}${JSON.stringify(key)}: ${write(item, inner)}`).join(',\n')}\n${indent}}`
}

/** Too many items for a line, whatever they are. */
function isLong(value: unknown): boolean {
  return Array.isArray(value) && 2 * value.length > LINE_WIDTH
}

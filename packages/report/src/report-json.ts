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
  'files',
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

/** From the leaves up: a list is joined on one line where its items stand on one each and it fits. */
function write(value: unknown, indent: string): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (hasLeavesOnly(value)) {
    const line = JSON.stringify(value) // at once: a call for each number of a figure's data would cost ten times as much
    if (indent.length + line.length <= LINE_WIDTH) return line
  }
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const items = value.map((item) => write(item, inner))
    return fits(items, indent) ? `[${items.join(',')}]` : `[\n${inner}${items.join(`,\n${inner}`)}\n${indent}]`
  }
  const members = Object.entries(value).filter(([, item]) => item !== undefined)
  const names = members.map(([name]) => `${JSON.stringify(name)}:`)
  const items = members.map(([, item]) => write(item, inner))
  const onOneLine = names.map((name, i) => name + items[i]!)
  if (fits(onOneLine, indent)) return `{${onOneLine.join(',')}}`
  return `{\n${names.map((name, i) => `${inner}${name} ${items[i]!}`).join(',\n')}\n${indent}}`
}

function hasLeavesOnly(value: object): boolean {
  for (const item of Object.values(value)) if (typeof item === 'object' && item !== null) return false
  return true
}

/** Brackets and commas included. What was broken is longer than a line by itself. */
function fits(parts: readonly string[], indent: string): boolean {
  let length = indent.length + 1
  for (const part of parts) {
    length += part.length + 1
    if (length > LINE_WIDTH) return false
  }
  return true
}

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
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const inner = `${indent}  `
  const isArray = Array.isArray(value)
  const members = isArray
    ? value.map((item) => write(item, inner))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => `${JSON.stringify(key)}: ${write(item, inner)}`)
  const [open, close] = isArray ? ['[', ']'] : ['{', '}']
  if (members.length === 0) return open + close
  if (fitsOnALine(members, indent)) return isArray ? `[${members.join(', ')}]` : `{ ${members.join(', ')} }`
  return `${open}\n${members.map((member) => inner + member).join(',\n')}\n${indent}${close}`
}

function fitsOnALine(members: readonly string[], indent: string): boolean {
  let length = indent.length + 4
  for (const member of members) {
    length += member.length + 2
    if (length > LINE_WIDTH || member.includes('\n')) return false
  }
  return true
}

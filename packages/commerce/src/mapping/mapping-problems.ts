import { isMap, isScalar, LineCounter, type Node, type ParsedNode, parseDocument } from 'yaml'
import type { z } from 'zod'

/** What a mapping can't be used for, and where in its text: lines and columns count from 1. */
export interface MappingProblem {
  readonly line: number
  readonly column: number
  /** `sources.orders.tables[0].columns.order_id` */
  readonly place: string
  readonly problem: string
}

type Path = readonly PropertyKey[]

/** A mapping's text, taken apart: what it says, and where it says it. */
export interface MappingText {
  /** Of the text itself: then there is no value. */
  readonly problems: readonly MappingProblem[]
  readonly value: unknown
  readonly problemAt: (path: Path, problem: string) => MappingProblem
}

/** Reads YAML: the core schema, no tags of its own, no aliases. */
export function readMappingText(text: string): MappingText {
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: 'core', customTags: [], stringKeys: true, lineCounter: lines })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const problems: MappingProblem[] = [...document.errors, ...document.warnings].map(({ message, pos }) => {
    const begin = at(pos[0])
    return {
      ...begin,
      place: `line ${begin.line}`,
      problem: lowerFirst((message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')),
    }
  })
  const problemAt = (path: Path, problem: string) => ({
    ...at(offsetOf(document.contents, path)),
    place: placeText(path),
    problem,
  })
  if (problems.length > 0) return { problems, value: undefined, problemAt }
  try {
    return { problems, value: document.toJS({ maxAliasCount: 0 }), problemAt }
  } catch (error) {
    const problem = error instanceof Error ? lowerFirst(error.message) : 'it has aliases'
    return { problems: [{ line: 1, column: 1, place: 'an alias', problem }], value: undefined, problemAt }
  }
}

/** What a schema says of a value, with its places; a key that is not known stands where it is written. */
export function schemaProblems({ problemAt }: MappingText, { issues }: z.ZodError): MappingProblem[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          ...problemAt([...issue.path, key], lowerFirst(issue.message)),
          place: placeText(issue.path),
        }))
      : [problemAt(issue.path, lowerFirst(issue.message))],
  )
}

/** The path that a place's text stands for. */
export function pathOf(place: string): PropertyKey[] {
  return [...place.matchAll(/\[(\d+)\]|([^.[]+)/g)].map(([, index, name]) => (index ? Number(index) : (name ?? '')))
}

/** Where the deepest part of a path that is there begins. */
function offsetOf(root: Node | ParsedNode | null, path: Path): number {
  let node: unknown = root
  let offset = root?.range?.[0] ?? 0
  for (const part of path) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      : undefined
    const next: unknown = pair ? pair.value : hasItems(node) ? node.items[Number(part)] : undefined
    const begin = rangeOf(pair?.key) ?? rangeOf(next)
    if (begin === undefined) break
    offset = begin
    node = next
  }
  return offset
}

function hasItems(node: unknown): node is { items: readonly unknown[] } {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items)
}

function rangeOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined
  const [begin] = node.range as readonly unknown[]
  return typeof begin === 'number' ? begin : undefined
}

/** `sources.orders.tables[0].columns.order_id` */
function placeText(path: Path): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return text === '' ? 'its top level' : text.replace(/^\./, '')
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/[.:]$/, '')
}

import { parseSync } from 'oxc-parser'
import type { SourceFile } from './source-files.ts'

/** A node of the syntax tree that oxc-parser makes (ESTree with TypeScript's nodes); `start` and `end` are offsets in the text. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

/** Calls `enter` with every node of a tree, parents first, and with the parent of each. */
export function visit(root: unknown, enter: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  if (Array.isArray(root)) {
    for (const item of root) visit(item, enter, parent)
    return
  }
  if (!isNode(root)) return
  enter(root, parent)
  for (const key of Object.keys(root)) {
    const child = root[key]
    if (typeof child === 'object' && child !== null) visit(child, enter, root)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

const parsed = new WeakMap<SourceFile, unknown>()

/** The syntax tree of a file; parsed once however many rules ask. */
export function syntaxOf(file: SourceFile): unknown {
  let program = parsed.get(file)
  if (program === undefined) {
    program = parseSync(file.path, file.text).program
    parsed.set(file, program)
  }
  return program
}

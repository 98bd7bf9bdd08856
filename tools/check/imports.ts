import { posix } from 'node:path'
import type { SourceFile } from './source-files.ts'
import { syntaxOf, visit } from './syntax.ts'

export interface Import {
  /** As written. */
  readonly specifier: string
  readonly line: number
}

/** Every module that a file names: imports and re-exports, those of types, dynamic ones and `import('…')` types. */
export function importsOf(file: SourceFile): Import[] {
  const imports: Import[] = []
  visit(syntaxOf(file), (node) => {
    const source = node['source']
    if (!isStringLiteral(source)) return
    imports.push({ specifier: source.value, line: file.text.slice(0, source.start).split('\n').length })
  })
  return imports
}

function isStringLiteral(value: unknown): value is { value: string; start: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'Literal' &&
    'value' in value &&
    typeof value.value === 'string'
  )
}

/** The path from the root that a relative import names, or undefined for a package. */
export function relativeTarget(path: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined
}

/** `@zerosec/table` of `@zerosec/table/x`, `vega` of `vega/build/x`; undefined for a relative import. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('/')) return undefined
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

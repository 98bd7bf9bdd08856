import { type Expression, partsOf, valuesOf } from './expression.ts'
import type { Mapping } from './mapping.ts'

/** The columns of each source's files that the mapping names, in its own rows and in what others look up, in a stable order. */
export function namedColumns(mapping: Mapping): ReadonlyMap<string, readonly string[]> {
  const named = new Map(Object.keys(mapping.sources).map((source) => [source, new Set<string>()]))
  const visit = (source: string, expression: Expression): void => {
    if (typeof expression === 'string') named.get(source)?.add(expression)
    else if ('column' in expression) named.get(source)?.add(expression.column)
    else if ('lookup' in expression) {
      for (const column of Object.keys(expression.by)) named.get(expression.lookup)?.add(column)
      visit(expression.lookup, expression.take)
    }
    for (const part of partsOf(expression)) visit(source, part)
  }
  for (const [name, source] of Object.entries(mapping.sources)) {
    for (const { where, columns } of source.tables) {
      for (const value of where === undefined ? [] : valuesOf(where)) visit(name, value)
      for (const expression of Object.values(columns)) visit(name, expression)
    }
    for (const { when } of source.ignore) for (const value of valuesOf(when)) visit(name, value)
  }
  return new Map([...named].map(([source, columns]) => [source, [...columns].sort()]))
}

import { CodedError } from '@zerosec/errors'
import { exactNumberOf } from './exact-number.ts'
import type { Value } from './warehouse.ts'

/** What a column of another warehouse holds, whatever that one calls it. */
export type WireKind = 'exact' | 'double' | 'boolean' | 'date' | 'instant' | 'text'

export interface WireColumn {
  readonly name: string
  readonly kind: WireKind
}

/**
 * A value as it came, in a JSON text or number, as the plain one that a warehouse owes.
 * @throws CodedError commerce_amount_inexact, warehouse_answer_broken
 */
export function wireValue(value: unknown, { name, kind }: WireColumn, warehouse: string): Value {
  if (value === null || value === undefined) return null
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const read = READERS[kind](text, name)
  if (read !== undefined) return read
  throw new CodedError('warehouse_answer_broken', {
    warehouse,
    problem: `the column ${name} is of kind ${kind} and has the value ${text.slice(0, 100)}`,
  })
}

const READERS: Record<WireKind, (text: string, column: string) => Value | undefined> = {
  exact: exactNumberOf,
  double: (text) => {
    if (/^[+-]?(NaN|inf(inity)?)$/i.test(text)) return null
    return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text)
  },
  boolean: (text) => ({ true: true, false: false })[text.toLowerCase()],
  date: (text) => (/^-?\d{4,6}-\d{2}-\d{2}$/.test(text) ? text : undefined),
  instant,
  text: (text) => text,
}

/** 2018-02-28 23:59:59.123456 UTC: without a zone it is in UTC. Finer than milliseconds is cut, as it is for DuckDB. */
function instant(text: string): string | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d+))?\s*(UTC|Z|[+-]\d{2}:\d{2})?$/.exec(text)
  if (!match) return undefined
  const [, day = '', time = '', fraction = '', zone = 'Z'] = match
  const at = new Date(`${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${zone === 'UTC' ? 'Z' : zone}`)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

import { isoText } from './columns/date-column.ts'
import { isIdentifier, meanLength } from './columns/text-column.ts'
import type { Finding } from './findings.ts'
import type { Column, Table } from './table.ts'

const BINS = 16
const SHOWN_LEVELS = 12

/** What `zerosec inspect`, the API and the page show of a table before anything is run. Plain JSON. */
export interface TableProfile {
  readonly name: string
  readonly sha256: string
  readonly rows: number
  readonly source: {
    readonly format: string
    readonly bytes: number
    readonly encoding?: string
    readonly delimiter?: string
    readonly decimal_mark?: string
    readonly sheet?: string
    readonly sheets?: readonly string[]
    readonly header_row: number
    readonly units_row?: number
  }
  readonly columns: readonly ColumnProfile[]
  readonly findings: readonly Finding[]
  /** The first rows as text, for a preview. */
  readonly preview: readonly (readonly (string | number | boolean | null)[])[]
}

export interface ColumnProfile {
  readonly name: string
  readonly kind: Column['kind']
  readonly role: ColumnRole
  readonly unit?: string
  readonly missing: number
  readonly distinct: number
  readonly min?: number | string
  readonly max?: number | string
  readonly mean?: number
  readonly sd?: number
  /** Most frequent first, 12 at most. */
  readonly levels?: readonly { readonly value: string; readonly count: number }[]
  /** 16 equal bins between min and max, numbers only. */
  readonly histogram?: readonly number[]
}

/** What a column can serve as. `factor`: usable as an input or response. */
export type ColumnRole = 'factor' | 'identifier' | 'constant' | 'text' | 'date'

/**
 * Describes a table: its columns with role, range and shape, and its first rows.
 *
 * Mean and standard deviation (n − 1) are over the finite values; so are the 16 histogram bins, the last of which holds the
 * maximum.
 *
 * Cost: three passes over the values.
 */
export function profileTable(table: Table, previewRows = 20): TableProfile {
  const { source } = table
  const shown = Math.min(previewRows, table.rowCount)
  return {
    name: table.name,
    sha256: table.sha256,
    rows: table.rowCount,
    source: {
      format: source.format,
      bytes: source.bytes,
      ...(source.encoding === undefined ? {} : { encoding: source.encoding }),
      ...(source.delimiter === undefined ? {} : { delimiter: source.delimiter }),
      ...(source.decimalMark === undefined ? {} : { decimal_mark: source.decimalMark }),
      ...(source.sheet === undefined ? {} : { sheet: source.sheet }),
      ...(source.sheets === undefined ? {} : { sheets: source.sheets }),
      header_row: source.headerRow,
      ...(source.unitsRow === undefined ? {} : { units_row: source.unitsRow }),
    },
    columns: table.columns.map(profileColumn),
    findings: table.findings,
    preview: Array.from({ length: shown }, (_, row) => table.columns.map((column) => previewCell(column, row))),
  }
}

function profileColumn(column: Column): ColumnProfile {
  const summary = summarise(column)
  return {
    name: column.name,
    kind: column.kind,
    role: columnRole(column, summary.distinct),
    ...(column.unit === undefined ? {} : { unit: column.unit }),
    missing: column.missingCount,
    ...summary,
  }
}

function columnRole(column: Column, distinct: number): ColumnRole {
  if (distinct <= 1) return 'constant'
  if (column.kind === 'date') return 'date'
  if (column.kind !== 'text') return 'factor'
  const filled = column.values.filter((value) => value !== null)
  return isIdentifier(distinct, filled.length, meanLength(filled)) ? 'identifier' : 'text'
}

type Summary = Omit<ColumnProfile, 'name' | 'kind' | 'role' | 'unit' | 'missing'>

function summarise(column: Column): Summary {
  switch (column.kind) {
    case 'number':
      return summariseNumbers(column.values)
    case 'date':
      return summariseDates(column.values, column.precision === 'second')
    case 'boolean':
      return summariseCodes(column.values, ['false', 'true'])
    case 'category':
      return summariseCodes(column.codes, column.levels)
    case 'text': {
      const counts = new Map<string, number>()
      for (const value of column.values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1)
      return { distinct: counts.size, levels: mostFrequent([...counts]) }
    }
  }
}

function summariseNumbers(values: Float64Array): Summary {
  let count = 0
  let mean = 0
  let squares = 0
  let min = Infinity
  let max = -Infinity
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    if (!Number.isFinite(value)) continue
    const step = value - mean
    mean += step / ++count
    squares += step * (value - mean)
    if (value < min) min = value
    if (value > max) max = value
  }
  const distinct = countDistinct(values)
  if (count === 0) return { distinct }
  const histogram = Array.from({ length: BINS }, () => 0)
  const width = (max - min) / BINS
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    if (!Number.isFinite(value)) continue
    const bin = width > 0 && Number.isFinite(width) ? Math.min(BINS - 1, Math.floor((value - min) / width)) : 0
    histogram[bin]!++
  }
  const sd = count > 1 ? Math.sqrt(squares / (count - 1)) : undefined
  return {
    distinct,
    min,
    max,
    ...(Number.isFinite(mean) ? { mean } : {}),
    ...(sd !== undefined && Number.isFinite(sd) ? { sd } : {}),
    histogram,
  }
}

function summariseDates(values: Float64Array, hasTime: boolean): Summary {
  const distinct = countDistinct(values)
  let min = Infinity
  let max = -Infinity
  for (const value of values) {
    if (value < min) min = value
    if (value > max) max = value
  }
  return distinct === 0 ? { distinct } : { distinct, min: isoText(min, hasTime), max: isoText(max, hasTime) }
}

/** Distinct values, infinite ones included. */
function countDistinct(values: Float64Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort()
  let count = 0
  for (let at = 0; at < sorted.length; at++) if (at === 0 || sorted[at] !== sorted[at - 1]) count++
  return count
}

function summariseCodes(codes: Int32Array | Int8Array, levels: readonly string[]): Summary {
  const counts = levels.map(() => 0)
  for (const code of codes) if (code >= 0) counts[code]!++
  const present = levels.flatMap((level, code): [string, number][] =>
    counts[code]! > 0 ? [[level, counts[code]!]] : [],
  )
  return { distinct: present.length, levels: mostFrequent(present) }
}

function mostFrequent(counts: [string, number][]): { value: string; count: number }[] {
  return counts
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, SHOWN_LEVELS)
    .map(([value, count]) => ({ value, count }))
}

/** A cell as plain JSON: infinite numbers as text, dates as ISO text, missing as null. */
function previewCell(column: Column, row: number): string | number | boolean | null {
  switch (column.kind) {
    case 'number': {
      const value = column.values[row]!
      if (Number.isNaN(value)) return null
      return Number.isFinite(value) ? value : String(value)
    }
    case 'date': {
      const ms = column.values[row]!
      return Number.isNaN(ms) ? null : isoText(ms, column.precision === 'second')
    }
    case 'boolean':
      return column.values[row]! < 0 ? null : column.values[row] === 1
    case 'category':
      return column.levels[column.codes[row]!] ?? null
    case 'text':
      return column.values[row] ?? null
  }
}

import type { ColumnType } from '../model/columns.ts'
import { literal } from '../sql/quote.ts'
import type { Reading } from './reading.ts'

/** SQL of a text without the space around it; null where nothing is left. */
export function textSql(text: string): string {
  return `nullif(trim(${text}), '')`
}

/** SQL of the value of a text in the type that a column holds; null where it can't be read as such. */
export function valueSql(text: string, type: ColumnType, reading: Reading, column?: string): string {
  switch (type) {
    case 'text':
      return textSql(text)
    case 'integer':
      return `(CASE WHEN ${amountSql(text, reading)} = trunc(${amountSql(text, reading)}) THEN ${amountSql(text, reading)}::BIGINT END)`
    case 'amount':
      return amountSql(text, reading)
    case 'rate':
      return `TRY_CAST(${plainNumber(text, reading)} AS DECIMAL(18,8))`
    case 'number':
      return finiteSql(`TRY_CAST(${plainNumber(text, reading)} AS DOUBLE)`)
    case 'boolean':
      return booleanSql(text)
    case 'date':
      return dateSql(text, reading, column)
    case 'timestamp':
      return instantSql(text, reading, column)
  }
}

/** Exact to four places; beyond them half away from zero, as DuckDB casts. */
function amountSql(text: string, reading: Reading): string {
  return `TRY_CAST(${plainNumber(text, reading)} AS DECIMAL(18,4))`
}

/** Neither NaN nor an infinity, which texts can name. */
function finiteSql(number: string): string {
  return `(CASE WHEN isfinite(${number}) THEN ${number} END)`
}

function booleanSql(text: string): string {
  return `(CASE lower(trim(${text})) WHEN 'true' THEN true WHEN 'false' THEN false WHEN '1' THEN true WHEN '0' THEN false WHEN 'yes' THEN true WHEN 'no' THEN false WHEN 'y' THEN true WHEN 'n' THEN false WHEN 't' THEN true WHEN 'f' THEN false END)`
}

/** SQL of a number's text with a decimal point and nothing else: no signs, no marks of thousands, no accountant's parentheses. */
function plainNumber(text: string, { decimal, thousands, signs }: Reading): string {
  if (signs.length === 0 && thousands === undefined && decimal === '.') return text
  const bare = signs.reduce((sql, sign) => `replace(${sql}, ${literal(sign)}, '')`, text)
  const open = `trim(${bare})`
  const signed = `(CASE WHEN ${open} LIKE '(%)' THEN '-' || ${open}[2:-2] ELSE ${open} END)`
  if (thousands === undefined) return decimal === '.' ? signed : commaToPoint(signed)
  const grouped = `regexp_full_match(${signed}, ${literal(`[+-]?\\d{1,3}([${thousands}]\\d{3})+([${decimal}]\\d*)?`)})`
  const whole = `(CASE WHEN ${grouped} THEN replace(${signed}, ${literal(thousands)}, '') ELSE ${signed} END)`
  return decimal === '.' ? whole : commaToPoint(whole)
}

/** With a decimal comma a point is nothing that a number has: it must not be read as one thousand times less. */
function commaToPoint(text: string): string {
  return `(CASE WHEN NOT contains(${text}, '.') THEN replace(${text}, ',', '.') END)`
}

/** SQL of the date and time as they are written, without a zone; of formats that have none. */
export function naiveSql(text: string, formats: readonly string[]): string {
  const others = formats.filter((format) => format !== 'iso')
  const cast = `TRY_CAST(${text} AS TIMESTAMP)`
  const iso = `(CASE WHEN ${cast} >= TIMESTAMP '1000-01-01' THEN ${cast} END)` // it takes 25/04/24 for the year 25
  if (others.length === 0) return formats.includes('iso') ? iso : 'NULL::TIMESTAMP'
  const list = `TRY_STRPTIME(trim(${text}), [${others.map(literal).join(', ')}])`
  return formats.includes('iso') ? `coalesce(${iso}, ${list})` : list
}

/** Whether an ISO text says its zone itself: 19 characters are a date and a time to the second. */
function saysZone(text: string): string {
  return `(length(${text}) > 19 AND regexp_matches(${text}, '\\d(Z| ?[+-]\\d\\d(:?\\d\\d)?| ?UTC)\\s*$'))`
}

/** SQL of a text that says its zone without a space before the offset, which DuckDB does not take: 2026-02-28 23:50:00 -0500. */
function withoutGap(text: string): string {
  return `regexp_replace(${text}, ' ([+-][\\d:]+\\s*)$', '\\1')`
}

/** SQL of an instant's date and time in a zone, of formats that have an offset; undefined where there is none. DuckDB reads them as an instant. */
function offsetSql(text: string, formats: readonly string[], zone: string): string | undefined {
  const zoned = formats.filter(hasOffset)
  if (zoned.length === 0) return undefined
  return `(TRY_STRPTIME(trim(${text}), [${zoned.map(literal).join(', ')}]) AT TIME ZONE ${literal(zone)})`
}

function hasOffset(format: string): boolean {
  return format.includes('%z')
}

/** SQL of the instant in UTC. */
function instantSql(text: string, reading: Reading, column?: string): string {
  return timeSql(text, reading, column, 'UTC', (naive) => fromZone(naive, reading.zone))
}

/** SQL of the day of an instant in the store's zone. */
export function dayOfInstantSql(text: string, reading: Reading, column?: string): string {
  const { zone, storeZone } = reading
  const inStore = (naive: string) => (zone === storeZone ? naive : toZone(fromZone(naive, zone), storeZone))
  return `${timeSql(text, reading, column, storeZone, inStore)}::DATE`
}

/** SQL of the day that is written; of one with an offset, the store's day. */
function dateSql(text: string, reading: Reading, column?: string): string {
  const formats = reading.datesOf(column)
  const offset = offsetSql(text, formats, reading.storeZone)
  const naive = naiveSql(
    text,
    formats.filter((format) => !hasOffset(format)),
  )
  return offset === undefined ? `${naive}::DATE` : `coalesce(${naive}, ${offset})::DATE`
}

/** SQL of a date and time in a zone: by the offset that the text has, or else as `inZone` makes it of what is written. */
function timeSql(
  text: string,
  reading: Reading,
  column: string | undefined,
  zone: string,
  inZone: (naive: string) => string,
): string {
  const formats = reading.datesOf(column)
  const written = inZone(
    naiveSql(
      text,
      formats.filter((format) => !hasOffset(format)),
    ),
  )
  const exact = `TRY_CAST(${withoutGap(text)} AS TIMESTAMPTZ) AT TIME ZONE ${literal(zone)}`
  const plain = formats.includes('iso') ? `(CASE WHEN ${saysZone(text)} THEN ${exact} ELSE ${written} END)` : written
  const offset = offsetSql(text, formats, zone)
  return offset === undefined ? plain : `coalesce(${offset}, ${plain})`
}

function fromZone(naive: string, zone: string): string {
  return zone === 'UTC' ? naive : `((${naive} AT TIME ZONE ${literal(zone)}) AT TIME ZONE 'UTC')`
}

function toZone(utc: string, zone: string): string {
  return zone === 'UTC' ? utc : `((${utc} AT TIME ZONE 'UTC') AT TIME ZONE ${literal(zone)})`
}

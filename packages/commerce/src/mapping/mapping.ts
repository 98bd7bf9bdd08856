import { z } from 'zod'
import { SOURCE_TABLES, type SourceTable } from '../model/source-tables.ts'
import { Condition, Expression } from './expression.ts'

const TABLES = Object.keys(SOURCE_TABLES) as [SourceTable, ...SourceTable[]]
const Words = z.array(z.string().min(1).max(100)).max(100)

/** `iso`, or a format of strptime of which every part is a number, a name of a month, or AM/PM. */
const DateFormat = z
  .string()
  .max(60)
  .regex(
    /^(iso|(%[dmYybBHIMSfpz]|[ \-/.,:T])+)$/,
    'use iso, or %d %m %Y %y %b %B %H %I %M %S %f %p %z with - / . , : and spaces',
  )

const Zone = z.string().max(64).refine(isTimeZone, 'there is no such time zone; use a name as Europe/Berlin, or UTC')

/** What one kind of row of a source's files becomes in one table of the model. */
const Feed = z.strictObject({
  table: z.enum(TABLES),
  /** The rows that it takes; all where it is left out. */
  where: Condition.optional(),
  /** One row is made of all that have the same values in these columns of the table, in all files of the source. */
  one_for: z.array(z.string()).min(1).optional(),
  columns: z.record(z.string(), Expression),
})

/** A kind of file: how it is recognised and read, and what its rows are. */
const Source = z.strictObject({
  /** Patterns of file names, with * and ?. */
  files: z.array(z.string().min(1).max(200)).min(1).max(50),
  /** Found where it is left out. */
  delimiter: z.enum([',', ';', '\t', '|']).optional(),
  /** WHATWG name; found where it is left out. */
  encoding: z.string().max(40).optional(),
  /** How dates are written, the first that fits; found where it is left out. */
  dates: z.array(DateFormat).min(1).max(12).optional(),
  /** The zone of times that do not say it themselves: `store` is the shop's. */
  times_in: z.union([z.literal('store'), Zone]).default('store'),
  decimal: z.enum(['.', ',']).default('.'),
  thousands: z.enum([',', '.', "'", ' ']).optional(),
  /** Currency signs and the like that stand beside amounts. */
  signs: z.array(z.string().min(1).max(5)).max(10).default([]),
  /** Texts that mean that there is no value, beside the empty one. */
  missing: Words.default([]),
  /** What is done where a file lacks a column that is named here. */
  on_missing_column: z.enum(['refuse', 'empty']).default('refuse'),
  /** Columns that files may lack, whatever stands above. */
  optional: z.array(z.string()).max(200).default([]),
  /** Rows that are left out and counted, by the first rule that fits. */
  ignore: z
    .array(z.strictObject({ when: Condition, reason: z.string().min(1).max(200) }))
    .max(50)
    .default([]),
  /** None: the source is there to be looked up in. */
  tables: z.array(Feed).max(20).default([]),
})

export const Mapping = z.strictObject({
  format: z.literal('zerosec.mapping/1'),
  name: z.string().min(1).max(100),
  /** Of the report, and of rows that do not say theirs. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'use the three letters of ISO 4217'),
  time_zone: Zone,
  /** The shop's words for states of orders that don't count. */
  statuses: z
    .strictObject({
      canceled: Words.optional(),
      unavailable: Words.optional(),
      created: Words.optional(),
      deleted: Words.optional(),
      test: Words.optional(),
    })
    .optional(),
  sources: z.record(z.string().regex(/^[\w-]{1,60}$/, 'use letters, digits, - and _'), Source),
})

export type Mapping = z.infer<typeof Mapping>
export type Source = z.infer<typeof Source>
export type Feed = z.infer<typeof Feed>

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

import { z } from 'zod'
import { Count } from './fields.ts'

/** Queries of a shop's numbers: what is asked, and the answer in columns. Names of metrics and dimensions are those of the catalogue. */

export const MOST_METRICS = 20
export const MOST_DIMENSIONS = 4
export const MOST_FILTERS = 20
export const MOST_FILTER_VALUES = 1000
export const MOST_GROUPS = 10_000
export const LONGEST_FILTER_VALUE = 500

const isPlain = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text)
const name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'a name has small letters, digits and _')
const day = z.iso.date('a day is written as 2026-03-31').refine((text) => text >= '1900-01-01' && text < '2200-01-01', {
  error: 'days lie between 1900 and 2199',
})
/** A day of a shop's business. */
export const CommerceDay = day
/** A value of a dimension. */
export const CommerceText = z.string().max(LONGEST_FILTER_VALUE).refine(isPlain, 'it has control characters')
const value = z.union([CommerceText, z.number().refine(Number.isFinite)])
const values = z.array(value).min(1).max(MOST_FILTER_VALUES)

export const CommerceFilter = z
  .discriminatedUnion('is', [
    z.strictObject({ dimension: name, is: z.literal('in'), values }),
    z.strictObject({
      dimension: name,
      is: z.literal('not_in'),
      values: values.describe('rows without a value are kept'),
    }),
    z.strictObject({ dimension: name, is: z.literal('null') }),
    z.strictObject({ dimension: name, is: z.literal('not_null') }),
    z.strictObject({
      dimension: name,
      is: z.literal('range'),
      from: value.optional().describe('included'),
      to: value.optional().describe('excluded'),
    }),
  ])
  .meta({ id: 'CommerceFilter' })
export type CommerceFilter = z.infer<typeof CommerceFilter>

export const CommerceGrain = z.enum(['none', 'day', 'week', 'month', 'quarter', 'year'])
export type CommerceGrain = z.infer<typeof CommerceGrain>

export const CommerceComparison = z
  .discriminatedUnion('with', [
    z.strictObject({ with: z.literal('off') }),
    z.strictObject({
      with: z
        .literal('previous')
        .describe('as many whole months before, where the range is whole months; else as many days'),
    }),
    z.strictObject({ with: z.literal('previous_year_weekday').describe('364 days before: the same weekdays') }),
    z.strictObject({ with: z.literal('previous_year_calendar').describe('12 months before: the same dates') }),
    z.strictObject({
      with: z.literal('custom'),
      from: day,
      to: day.describe('excluded; the period is as long as the range'),
    }),
  ])
  .meta({ id: 'CommerceComparison' })
export type CommerceComparison = z.infer<typeof CommerceComparison>

export const CommerceOrder = z
  .strictObject({
    by: name.describe('a metric or dimension of the query, or bucket'),
    direction: z.enum(['ascending', 'descending']).default('descending'),
  })
  .meta({ id: 'CommerceOrder' })

export const CommerceQuery = z
  .strictObject({
    metrics: z
      .array(name)
      .min(1)
      .max(MOST_METRICS)
      .refine((all) => new Set(all).size === all.length, 'a metric is named twice'),
    dimensions: z
      .array(name)
      .max(MOST_DIMENSIONS)
      .default([])
      .refine((all) => new Set(all).size === all.length, 'a dimension is named twice'),
    grain: CommerceGrain.default('none'),
    from: day.optional().describe('the first day; left out: the first that an order is of'),
    to: day.optional().describe('the day after the last one; left out: the one after the last that is known'),
    comparison: CommerceComparison.default({ with: 'off' }),
    filters: z.array(CommerceFilter).max(MOST_FILTERS).default([]),
    order: CommerceOrder.optional().describe('left out: by time, or the first metric from its largest value on'),
    limit: z
      .int()
      .min(1)
      .max(MOST_GROUPS)
      .optional()
      .describe('the most groups (or, without dimensions, buckets) that are answered; totals are of all of them'),
    first_weekday: z.enum(['monday', 'sunday']).default('monday'),
    as_of: day.optional().describe('what is known after this day does not count; left out: the last day that is known'),
    excluded: z.boolean().default(true).describe('count what does not count, by reason'),
    rounding: z
      .enum(['cents', 'none'])
      .default('cents')
      .describe('none: sums of amounts keep their four digits, so that those of days can be added and rounded then'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['to'],
    error: 'to is the day after the last one, so it lies after from',
  })
  .meta({ id: 'CommerceQuery' })
export type CommerceQuery = z.output<typeof CommerceQuery>
export type CommerceQueryInput = z.input<typeof CommerceQuery>

export const CommerceUnit = z.enum(['money', 'count', 'number', 'ratio', 'days', 'score'])

const cell = z.union([z.string(), z.number(), z.boolean()]).nullable()

export const CommerceColumn = z
  .object({
    name: z.string(),
    label: z.string(),
    role: z
      .enum(['bucket', 'previous_bucket', 'partial', 'dimension', 'metric', 'previous', 'delta'])
      .describe('previous: the value in the period that is compared with; partial: the bucket is not complete'),
    metric: z.string().optional().describe('the metric of a value, previous or delta'),
    unit: CommerceUnit.optional(),
    values: z.array(cell),
  })
  .meta({ id: 'CommerceColumn' })
export type CommerceColumn = z.infer<typeof CommerceColumn>

const period = {
  from: day,
  to: day.describe('excluded'),
  counted_to: day.describe('excluded; before to where the period is not over yet'),
  days: Count.describe('that are counted: what a mean per day is divided by'),
}
export const CommercePeriod = z.object(period).meta({ id: 'CommercePeriod' })
export type CommercePeriod = z.infer<typeof CommercePeriod>

const number = z.number().nullable()

export const CommerceResult = z
  .object({
    snapshot_id: z.string(),
    currency: z.string().nullable(),
    time_zone: z.string().nullable(),
    as_of: day,
    grain: CommerceGrain,
    period: CommercePeriod,
    previous_period: CommercePeriod.nullable(),
    is_to_date: z.boolean().describe('the period is not over: the other one is cut at the same number of days'),
    values: z.record(z.string(), number).describe('of the whole period, each computed on its own, not added up'),
    previous_values: z.record(z.string(), number),
    deltas: z
      .record(z.string(), number)
      .describe('(value − previous) ÷ |previous|; of ratios and scores value − previous; null where that says nothing'),
    columns: z.array(CommerceColumn),
    rows: Count,
    groups: Count.describe('groups or buckets that there are; more than are answered where a limit cuts them'),
    excluded: z.array(z.object({ of: z.string(), reason: z.string(), rows: Count })),
    notes: z.array(z.object({ code: z.string(), text: z.string() })),
    sql: z.string().describe('what the values are read with'),
    sources: z.array(z.string()).describe('the fact tables that were read'),
    elapsed_ms: z.number(),
  })
  .meta({ id: 'CommerceResult' })
export type CommerceResult = z.infer<typeof CommerceResult>

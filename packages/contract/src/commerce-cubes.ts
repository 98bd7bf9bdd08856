import { z } from 'zod'
import { CommerceQuery, CommerceText, CommerceUnit } from './commerce-query.ts'
import { Count } from './fields.ts'

/** Numbers that are no metric by time and group but tables of their own kind. */

const { as_of } = CommerceQuery.shape
const month = z.iso.date().refine((day) => day.endsWith('-01'), 'months are written by their first day, as 2026-03-01')
const months = {
  from: month.optional().describe('the first month; left out: the first that is known'),
  to: month.optional().describe('the month after the last one'),
}
const values = z.array(CommerceText).min(1).max(1000).optional()
const first = {
  country: values.describe("of the person's first order"),
  channel: values.describe("of the person's first order"),
}

export const CommerceCubeQuery = z
  .discriminatedUnion('cube', [
    z.strictObject({
      cube: z.literal('retention').describe('share of the customers of a month who order again so many months later'),
      spans: z
        .enum(['calendar_months', 'days_30'])
        .default('calendar_months')
        .describe('months of the calendar, or spans of 30 days from each first order on'),
      ...months,
      ...first,
      as_of,
    }),
    z.strictObject({
      cube: z.literal('ltv').describe('what a customer of a month brought up to so many days after the first order'),
      basis: z
        .enum(['revenue', 'margin'])
        .default('revenue')
        .describe('net sales, or net sales less the cost of goods'),
      ...months,
      ...first,
      as_of,
    }),
    z.strictObject({ cube: z.literal('rfm').describe('customers by recency, frequency and money'), ...first }),
    z.strictObject({
      cube: z.literal('affinity').describe('products that are bought together'),
      ...months,
      product: CommerceText.optional().describe('only pairs with this one'),
      least_orders: z.int().min(1).max(1_000_000).default(5).describe('orders that a pair has to be in'),
      limit: z.int().min(1).max(1000).default(50),
    }),
    z.strictObject({
      cube: z
        .literal('repeat_curve')
        .describe('share of the customers who have ordered again by so many days after the first order'),
      days: z.int().min(1).max(1825).default(365),
      ...months,
      ...first,
      as_of,
    }),
  ])
  .meta({ id: 'CommerceCubeQuery' })
export type CommerceCubeQuery = z.input<typeof CommerceCubeQuery>

export const CommerceCube = z
  .object({
    cube: z.string(),
    snapshot_id: z.string(),
    currency: z.string().nullable(),
    as_of: z.string(),
    columns: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        unit: CommerceUnit.optional(),
        values: z.array(z.union([z.string(), z.number(), z.boolean()]).nullable()),
      }),
    ),
    rows: Count,
    notes: z.array(z.object({ code: z.string(), text: z.string() })),
    sql: z.string(),
    elapsed_ms: z.number(),
  })
  .meta({ id: 'CommerceCube' })
export type CommerceCube = z.infer<typeof CommerceCube>

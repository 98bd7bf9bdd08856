import { z } from 'zod'
import { CommerceComparison, CommercePeriod, CommerceQuery } from './commerce-query.ts'
import { Count } from './fields.ts'

/** What stands behind one number: its rows, and why it changed. */

export const MOST_DETAIL_ROWS = 1000

const { from, to, filters, as_of } = CommerceQuery.shape
const cell = z.union([z.string(), z.number(), z.boolean()]).nullable()

/** The cell of a table is a query of its own: its bucket is the range, its group is filters. */
export const CommerceRowsRequest = z
  .strictObject({
    metric: z.string(),
    part: z.string().optional().describe('which of the sums that it is made of; left out: the first'),
    from,
    to,
    filters,
    as_of,
    limit: z.int().min(1).max(MOST_DETAIL_ROWS).default(100),
    offset: z.int().min(0).max(1_000_000).default(0),
  })
  .meta({ id: 'CommerceRowsRequest' })
export type CommerceRowsRequest = z.input<typeof CommerceRowsRequest>

export const CommerceRows = z
  .object({
    snapshot_id: z.string(),
    part: z.string(),
    parts: z.array(z.string()).describe('the sums that the metric is made of'),
    table: z.string(),
    columns: z.array(z.object({ name: z.string(), words: z.string(), values: z.array(cell) })),
    rows: Count,
    all_rows: Count.describe('that there are; more than are answered where the limit cuts them'),
    sql: z.string(),
  })
  .meta({ id: 'CommerceRows' })
export type CommerceRows = z.infer<typeof CommerceRows>

export const CommerceChangeRequest = z
  .strictObject({
    metric: z.enum(['gross_sales', 'net_sales']),
    from,
    to,
    comparison: CommerceComparison.default({ with: 'previous' }),
    filters,
    as_of,
    by: z.enum(['product_id', 'category', 'brand', 'seller_id', 'country', 'channel']).default('product_id'),
    contributors: z.int().min(0).max(100).default(10),
  })
  .meta({ id: 'CommerceChangeRequest' })
export type CommerceChangeRequest = z.input<typeof CommerceChangeRequest>

const amount = z.number()

export const CommerceChange = z
  .object({
    snapshot_id: z.string(),
    currency: z.string().nullable(),
    metric: z.string(),
    period: CommercePeriod,
    previous_period: CommercePeriod,
    value: amount,
    previous: amount,
    change: amount,
    causes: z
      .array(z.object({ cause: z.enum(['price', 'volume', 'mix', 'discounts', 'refunds']), amount, words: z.string() }))
      .describe('they add up to the change, to the cent'),
    contributors: z
      .array(
        z.object({
          item: z.string().nullable(),
          value: amount,
          previous: amount,
          change: amount,
          price: amount.describe('what of the change came with another price; the rest with another quantity'),
        }),
      )
      .describe('the items whose gross sales changed most'),
    sql: z.string(),
  })
  .meta({ id: 'CommerceChange' })
export type CommerceChange = z.infer<typeof CommerceChange>

import { z } from 'zod'
import { Count, Timestamp } from './fields.ts'

/** How much a model was asked. */

export const TrafficQuery = z.object({ hours: z.coerce.number().int().min(1).max(168).default(24) })

export const TrafficResponse = z
  .object({
    model_name: z.string(),
    from: Timestamp.describe('the beginning of the first hour'),
    hours: Count,
    versions: z
      .array(
        z.object({
          version: z.int(),
          rows: z.array(Count).describe('answered in each hour, of which the last is not over: one more than hours'),
        }),
      )
      .describe('that answered something, newest first'),
  })
  .meta({ id: 'Traffic' })
export type TrafficResponse = z.infer<typeof TrafficResponse>

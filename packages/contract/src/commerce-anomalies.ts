import { z } from 'zod'
import { CommerceDay, CommerceFilter, CommerceUnit } from './commerce-query.ts'

/** What of a shop's numbers over time is unusual, and what would have been usual. */

const number = z.number().nullable()
const MOST_METRICS = 8

export const CommerceAnomaliesRequest = z
  .strictObject({
    metrics: z
      .array(z.string().min(1).max(100))
      .min(1)
      .max(MOST_METRICS)
      .refine((all) => new Set(all).size === all.length, 'a metric is named twice'),
    grain: z.enum(['day', 'week', 'month']).default('day'),
    from: CommerceDay.optional().describe('the first day; left out: the first that an order is of'),
    to: CommerceDay.optional().describe('the day after the last one; left out: the one after the last that is known'),
    filters: z.array(CommerceFilter).max(20).default([]),
    first_weekday: z.enum(['monday', 'sunday']).default('monday'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['to'],
    error: 'to is the day after the last one, so it lies after from',
  })
  .meta({ id: 'CommerceAnomaliesRequest' })
export type CommerceAnomaliesRequest = z.input<typeof CommerceAnomaliesRequest>

export const CommerceAnomaly = z
  .object({
    bucket: z.string().describe('its first day'),
    value: z.number(),
    expected: z.number(),
    low: z.number(),
    high: z.number(),
    direction: z.enum(['above', 'below']),
    sentence: z.string().describe('in plain words'),
  })
  .meta({ id: 'CommerceAnomaly' })
export type CommerceAnomaly = z.infer<typeof CommerceAnomaly>

export const CommerceAnomalySeries = z
  .object({
    metric: z.string(),
    label: z.string(),
    unit: CommerceUnit,
    status: z
      .enum(['judged', 'not_enough_history'])
      .describe('not_enough_history: no bucket of the range has four weeks, eight weeks or eight months before it'),
    values: z.array(number),
    expected: z.array(number).describe('null: too little history'),
    low: z.array(number),
    high: z.array(number),
    anomalies: z.array(CommerceAnomaly),
  })
  .meta({ id: 'CommerceAnomalySeries' })
export type CommerceAnomalySeries = z.infer<typeof CommerceAnomalySeries>

export const CommerceAnomalies = z
  .object({
    snapshot_id: z.string(),
    time_zone: z.string().nullable(),
    currency: z.string().nullable(),
    grain: z.enum(['day', 'week', 'month']),
    buckets: z.array(z.string()),
    series: z.array(CommerceAnomalySeries),
  })
  .meta({ id: 'CommerceAnomalies' })
export type CommerceAnomalies = z.infer<typeof CommerceAnomalies>

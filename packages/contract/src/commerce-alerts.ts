import { z } from 'zod'
import { CommerceFilter } from './commerce-query.ts'
import { Count, Timestamp } from './fields.ts'

/** What a shop's team wants to be told of, and how it reaches them. */

const MAILBOX = /^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/

export const CommerceRecipient = z
  .discriminatedUnion('by', [
    z.strictObject({
      by: z.literal('webhook'),
      url: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .describe('gets JSON by POST, signed; redirects are not followed'),
    }),
    z.strictObject({
      by: z.literal('email'),
      to: z.array(z.string().max(254).regex(MAILBOX, 'this is no address of a mailbox')).min(1).max(20),
    }),
  ])
  .describe('an e-mail is written as a file into the outbox, from where a mail server takes it')
  .meta({ id: 'CommerceRecipient' })
export type CommerceRecipient = z.infer<typeof CommerceRecipient>

export const CommerceRecipients = z.array(CommerceRecipient).min(1).max(10)

const limit = z.number().refine(Number.isFinite)
export const CommerceCondition = z
  .discriminatedUnion('is', [
    z.strictObject({ is: z.literal('above'), value: limit }),
    z.strictObject({ is: z.literal('below'), value: limit }),
    z.strictObject({
      is: z.literal('unusual'),
      direction: z.enum(['above', 'below', 'either']).default('either'),
    }),
    z.strictObject({
      is: z.enum(['risen', 'fallen']),
      by: z.number().positive().max(1000).describe('0.2: by a fifth; of ratios by so much in the ratio itself'),
      against: z.enum(['previous', 'previous_year_weekday']).default('previous'),
    }),
    z.strictObject({
      is: z.literal('stale'),
      days: z.int().min(1).max(365).describe('without new data, by the clock of the shop'),
    }),
  ])
  .meta({ id: 'CommerceCondition' })
export type CommerceCondition = z.infer<typeof CommerceCondition>

const fields = {
  name: z.string().trim().min(1).max(100),
  metric: z.string().min(1).max(100),
  filters: z.array(CommerceFilter).max(20).default([]),
  grain: z.enum(['day', 'week', 'month']).default('day').describe('the last one that is over is looked at'),
  condition: CommerceCondition,
  recipients: CommerceRecipients,
  paused: z.boolean().default(false),
}

export const CommerceAlertRequest = z.strictObject(fields).meta({ id: 'CommerceAlertRequest' })
export type CommerceAlertRequest = z.input<typeof CommerceAlertRequest>
/** As it is kept. */
export type CommerceAlertText = z.output<typeof CommerceAlertRequest>

export const CommerceAlertChanges = z
  .strictObject({
    name: fields.name.optional(),
    metric: fields.metric.optional(),
    filters: z.array(CommerceFilter).max(20).optional(),
    grain: z.enum(['day', 'week', 'month']).optional(),
    condition: CommerceCondition.optional(),
    recipients: CommerceRecipients.optional(),
    paused: z.boolean().optional(),
  })
  .describe('what is left out stays')
  .meta({ id: 'CommerceAlertChanges' })
export type CommerceAlertChanges = z.input<typeof CommerceAlertChanges>

export const CommerceDelivery = z
  .object({
    to: z.string(),
    event: z.string(),
    state: z.enum(['waiting', 'sent', 'failed']),
    attempts: Count,
    problem: z.string().nullable(),
    at: Timestamp.describe('of the last attempt, or when it was made'),
  })
  .meta({ id: 'CommerceDelivery' })
export type CommerceDelivery = z.infer<typeof CommerceDelivery>

export const CommerceAlertState = z.object({
  is_firing: z.boolean(),
  fired_period: z.string().nullable().describe('the bucket that it fired for last: once for each'),
  period: z.string().nullable().describe('the bucket that was looked at last'),
  value: z.number().nullable(),
  sentence: z.string().nullable().describe('what was found, in plain words'),
  problem: z.string().nullable().describe('why it could not be checked'),
  checked_at: Timestamp.nullable(),
  snapshot_id: z.string().nullable(),
})
export type CommerceAlertState = z.infer<typeof CommerceAlertState>

export const CommerceAlert = z
  .object({
    alert_id: z.string(),
    ...fields,
    state: CommerceAlertState,
    created_at: Timestamp,
    deliveries: z.array(CommerceDelivery).describe('the last ones, the newest first'),
  })
  .meta({ id: 'CommerceAlert' })
export type CommerceAlert = z.infer<typeof CommerceAlert>

export const CommerceCreatedAlert = CommerceAlert.extend({
  secret: z.string().describe('what webhooks are signed with; it is shown this once'),
}).meta({ id: 'CommerceCreatedAlert' })
export type CommerceCreatedAlert = z.infer<typeof CommerceCreatedAlert>

export const CommerceAlerts = z.object({ alerts: z.array(CommerceAlert) }).meta({ id: 'CommerceAlerts' })
export type CommerceAlerts = z.infer<typeof CommerceAlerts>

export const CommerceAlertParams = z.object({ alert_id: z.guid('expected a UUID') })

export const CommerceDeleted = z.object({ deleted: z.literal(true) }).meta({ id: 'CommerceDeleted' })

export const CommerceAlertTest = z
  .object({
    is_met: z.boolean(),
    period: z.string().nullable(),
    value: z.number().nullable(),
    sentence: z.string(),
    deliveries: z.array(CommerceDelivery),
  })
  .meta({ id: 'CommerceAlertTest' })
export type CommerceAlertTest = z.infer<typeof CommerceAlertTest>

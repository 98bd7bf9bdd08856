import { z } from 'zod'
import { CommerceDelivery, CommerceRecipients } from './commerce-alerts.ts'
import { CommerceFilter } from './commerce-query.ts'
import { Timestamp } from './fields.ts'

/** A shop's numbers, sent by the clock. */

const fields = {
  name: z.string().trim().min(1).max(100),
  every: z
    .enum(['day', 'week', 'month'])
    .describe('the last one that is over, as far as the data say, is what the report is of'),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is written as 07:00')
    .default('07:00')
    .describe('by the clock of the shop'),
  weekday: z.int().min(1).max(7).default(1).describe('of a weekly report; 1 is Monday'),
  day: z.int().min(1).max(28).default(1).describe('of the month, of a monthly report'),
  comparison: z.enum(['previous', 'previous_year_weekday', 'previous_year_calendar']).default('previous'),
  filters: z.array(CommerceFilter).max(20).default([]),
  recipients: CommerceRecipients,
  paused: z.boolean().default(false),
}

export const CommerceReportRequest = z.strictObject(fields).meta({ id: 'CommerceReportRequest' })
export type CommerceReportRequest = z.input<typeof CommerceReportRequest>
/** As it is kept. */
export type CommerceReportText = z.output<typeof CommerceReportRequest>

export const CommerceReportChanges = z
  .strictObject({
    name: fields.name.optional(),
    every: z.enum(['day', 'week', 'month']).optional(),
    at: fields.at.unwrap().optional(),
    weekday: fields.weekday.unwrap().optional(),
    day: fields.day.unwrap().optional(),
    comparison: fields.comparison.unwrap().optional(),
    filters: fields.filters.unwrap().optional(),
    recipients: CommerceRecipients.optional(),
    paused: z.boolean().optional(),
  })
  .describe('what is left out stays')
  .meta({ id: 'CommerceReportChanges' })
export type CommerceReportChanges = z.input<typeof CommerceReportChanges>

export const CommerceReportState = z.object({
  last_slot: z.string().describe('the last time that it was due, by the clock of the shop'),
  sent_at: Timestamp.nullable(),
  period: z.string().nullable().describe('what it was of last'),
  problem: z.string().nullable().describe('why it was not made'),
})
export type CommerceReportState = z.infer<typeof CommerceReportState>

export const CommerceReport = z
  .object({
    report_id: z.string(),
    ...fields,
    state: CommerceReportState,
    created_at: Timestamp,
    deliveries: z.array(CommerceDelivery).describe('the last ones, the newest first'),
  })
  .meta({ id: 'CommerceReport' })
export type CommerceReport = z.infer<typeof CommerceReport>

export const CommerceCreatedReport = CommerceReport.extend({
  secret: z.string().describe('what webhooks are signed with; it is shown this once'),
}).meta({ id: 'CommerceCreatedReport' })
export type CommerceCreatedReport = z.infer<typeof CommerceCreatedReport>

export const CommerceReports = z.object({ reports: z.array(CommerceReport) }).meta({ id: 'CommerceReports' })
export type CommerceReports = z.infer<typeof CommerceReports>

export const CommerceReportParams = z.object({ report_id: z.guid('expected a UUID') })

export const CommerceReportSent = z
  .object({ period: z.string(), deliveries: z.array(CommerceDelivery) })
  .meta({ id: 'CommerceReportSent' })
export type CommerceReportSent = z.infer<typeof CommerceReportSent>

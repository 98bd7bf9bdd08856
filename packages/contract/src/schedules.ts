import { z } from 'zod'
import { Bucket, ObjectKey, Priority, ScheduleId, Timestamp } from './fields.ts'

/** Jobs that are submitted again and again, on the same uploaded file. */

const name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'it has control characters')
const cron = z
  .string()
  .trim()
  .max(200)
  .transform((text) => text.replace(/\s+/g, ' '))
  .describe('minute, hour, day of month, month, day of week')
  .meta({ examples: ['30 6 * * MON-FRI'] })
const timeZone = z
  .string()
  .min(1)
  .max(100)
  .describe('whose clock the expression is read by')
  .meta({ examples: ['Europe/Berlin'] })
const parameters = z.record(z.string(), z.unknown())
const jobType = z.string().min(1).max(50)

export const CreateScheduleRequest = z
  .object({
    name,
    cron,
    time_zone: timeZone.default('UTC'),
    job_type: jobType,
    input_bucket: Bucket,
    input_key: ObjectKey.describe('of an uploaded file; each job reads it again'),
    parameters: parameters.default({}),
    priority: Priority.default(0),
    paused: z.boolean().default(false),
  })
  .meta({ id: 'CreateSchedule' })
export type CreateScheduleRequest = z.input<typeof CreateScheduleRequest>

export const ChangeScheduleRequest = z
  .object({
    name: name.optional(),
    cron: cron.optional(),
    time_zone: timeZone.optional(),
    job_type: jobType.optional(),
    input_bucket: Bucket.optional(),
    input_key: ObjectKey.optional(),
    parameters: parameters.optional(),
    priority: Priority.optional(),
    paused: z.boolean().optional(),
  })
  .meta({ id: 'ChangeSchedule' })
export type ChangeScheduleRequest = z.input<typeof ChangeScheduleRequest>

export const ScheduleParams = z.object({ schedule_id: ScheduleId })

export const ScheduleResponse = z
  .object({
    schedule_id: ScheduleId,
    name: z.string(),
    cron: z.string(),
    time_zone: z.string(),
    job_type: z.string(),
    input_bucket: z.string(),
    input_key: z.string(),
    parameters,
    priority: z.int(),
    paused: z.boolean(),
    next_at: Timestamp.nullable().describe('null while it is paused'),
    last_at: Timestamp.nullable().describe('the tick that was fired last'),
    last_job_id: z.string().nullable(),
    last_error: z.string().nullable().describe('why no job could be submitted at last_at'),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Schedule' })
export type ScheduleResponse = z.infer<typeof ScheduleResponse>

export const ListSchedulesResponse = z.object({ schedules: z.array(ScheduleResponse) }).meta({ id: 'ScheduleList' })
export type ListSchedulesResponse = z.infer<typeof ListSchedulesResponse>

export const DeletedSchedule = z
  .object({ schedule_id: ScheduleId, deleted: z.literal(true) })
  .meta({ id: 'DeletedSchedule' })

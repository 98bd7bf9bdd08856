import {
  BASE_PATH,
  type ChangeScheduleRequest,
  type CreateScheduleRequest,
  type ListSchedulesResponse,
  type ScheduleResponse,
} from '@zerosec/contract'
import type { Submission, UploadedFile } from './submission.ts'
import type { Call, Transport } from './transport.ts'

type Options = Pick<Call, 'signal'>

/** An analysis that runs again and again on one uploaded file. */
export interface Schedule extends Omit<Submission, 'project' | 'runAt' | 'reuseResult'> {
  readonly name: string
  /** Minute, hour, day of month, month, day of week: `30 6 * * MON-FRI`. */
  readonly cron: string
  /** Whose clock the expression is read by: `Europe/Berlin`. Left out: UTC. */
  readonly timeZone?: string
  readonly paused?: boolean
}

/** Jobs that are submitted by the clock; `client.jobs` lists what they submitted. */
export interface ScheduleCalls {
  create(schedule: Schedule, options?: Options): Promise<ScheduleResponse>
  list(options?: Options): Promise<ListSchedulesResponse['schedules']>
  get(scheduleId: string, options?: Options): Promise<ScheduleResponse>
  /** What is left out stays; `{ paused: true }` pauses. */
  change(scheduleId: string, changes: Partial<Schedule>, options?: Options): Promise<ScheduleResponse>
  /** The jobs that it submitted stay. */
  remove(scheduleId: string, options?: Options): Promise<void>
}

export function scheduleCalls(transport: Transport): ScheduleCalls {
  const schedules = `${BASE_PATH}/schedules`
  const one = (scheduleId: string) => `${schedules}/${encodeURIComponent(scheduleId)}`
  return {
    // once: a try that was lost on its way back may have made one
    create: (schedule, options) => transport.json('POST', schedules, creationOf(schedule), { ...options, once: true }),
    list: async (options) =>
      (await transport.json<ListSchedulesResponse>('GET', schedules, undefined, options)).schedules,
    get: (scheduleId, options) => transport.json('GET', one(scheduleId), undefined, options),
    change: (scheduleId, changes, options) => transport.json('PATCH', one(scheduleId), changesOf(changes), options),
    async remove(scheduleId, options) {
      await transport.json('DELETE', one(scheduleId), undefined, { ...options, once: true })
    },
  }
}

function creationOf(schedule: Schedule): CreateScheduleRequest {
  const { name, cron, jobType, file } = schedule
  return { ...changesOf(schedule), name, cron, job_type: jobType, ...placeOf(file) }
}

function changesOf(changes: Partial<Schedule>): ChangeScheduleRequest {
  const { name, cron, timeZone, jobType, file, parameters, priority, paused } = changes
  return {
    ...(name === undefined ? {} : { name }),
    ...(cron === undefined ? {} : { cron }),
    ...(timeZone === undefined ? {} : { time_zone: timeZone }),
    ...(jobType === undefined ? {} : { job_type: jobType }),
    ...(file === undefined ? {} : placeOf(file)),
    ...(parameters === undefined ? {} : { parameters: { ...parameters } }),
    ...(priority === undefined ? {} : { priority }),
    ...(paused === undefined ? {} : { paused }),
  }
}

function placeOf({ bucket, key }: UploadedFile): { input_bucket: string; input_key: string } {
  return { input_bucket: bucket, input_key: key }
}

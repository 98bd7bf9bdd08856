import { randomUUID } from 'node:crypto'
import { CodedError } from '@zerosec/errors'
import { type Selectable, sql } from 'kysely'
import type { Connection, SchedulesTable, Transaction } from '../database/schema.ts'
import { takeUploads, uploadsOf } from '../files/take-uploads.ts'
import { NOW } from '../store/moments.ts'
import { nextTick } from './next-tick.ts'
import { MOST_SCHEDULES, type Schedule, type Schedules, type ScheduleText } from './schedule.ts'

/** Refuses what no job could be submitted of. */
type CheckJob = (job: Pick<ScheduleText, 'jobType' | 'inputBucket' | 'inputKey' | 'parameters'>) => Promise<void>

/** The schedules of a workspace; what lets them fire is `Scheduler`. */
export class PostgresSchedules implements Schedules {
  readonly #connection: Connection
  readonly #workspaceId: string
  readonly #check: CheckJob

  constructor(connection: Connection, workspaceId: string, check: CheckJob) {
    this.#connection = connection
    this.#workspaceId = workspaceId
    this.#check = check
  }

  async create(text: ScheduleText): Promise<Schedule> {
    nextTick(text.cron, text.timeZone, new Date())
    await this.#check(text)
    return this.#connection.transaction().execute(async (transaction) => {
      const { count } = await transaction
        .selectFrom('schedules')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('workspace_id', '=', this.#workspaceId)
        .executeTakeFirstOrThrow()
      if (Number(count) >= MOST_SCHEDULES) throw new CodedError('schedules_full', { limit: MOST_SCHEDULES })
      const row = await transaction
        .insertInto('schedules')
        .values({
          schedule_id: randomUUID(),
          workspace_id: this.#workspaceId,
          ...(await this.#valuesOf(transaction, text)),
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      return scheduleOf(row)
    })
  }

  async list(): Promise<readonly Schedule[]> {
    const rows = await this.#connection
      .selectFrom('schedules')
      .selectAll()
      .where('workspace_id', '=', this.#workspaceId)
      .orderBy('created_at', 'desc')
      .orderBy('schedule_id', 'desc')
      .execute()
    return rows.map(scheduleOf)
  }

  async get(scheduleId: string): Promise<Schedule> {
    const row = await this.#connection
      .selectFrom('schedules')
      .selectAll()
      .where('schedule_id', '=', scheduleId)
      .where('workspace_id', '=', this.#workspaceId)
      .executeTakeFirst()
    if (!row) throw unknown(scheduleId)
    return scheduleOf(row)
  }

  async change(scheduleId: string, changes: Partial<ScheduleText>): Promise<Schedule> {
    const wanted = { ...(await this.get(scheduleId)), ...changes }
    nextTick(wanted.cron, wanted.timeZone, new Date())
    if (changes.jobType ?? changes.inputBucket ?? changes.inputKey ?? changes.parameters) await this.#check(wanted)
    return this.#connection.transaction().execute(async (transaction) => {
      const earlier = await transaction
        .selectFrom('schedules')
        .selectAll()
        .where('schedule_id', '=', scheduleId)
        .where('workspace_id', '=', this.#workspaceId)
        .forUpdate()
        .executeTakeFirst()
      if (!earlier) throw unknown(scheduleId)
      const { next_at, ...values } = await this.#valuesOf(transaction, { ...scheduleOf(earlier), ...changes })
      const isMoved = (['cron', 'time_zone', 'paused'] as const).some((name) => values[name] !== earlier[name])
      const row = await transaction
        .updateTable('schedules')
        .set({ ...values, ...(isMoved ? { next_at } : {}), updated_at: NOW })
        .where('schedule_id', '=', scheduleId)
        .returningAll()
        .executeTakeFirstOrThrow()
      await giveUp(
        transaction,
        earlier.upload_keys.filter((key) => !row.upload_keys.includes(key)),
      )
      return scheduleOf(row)
    })
  }

  async remove(scheduleId: string): Promise<void> {
    await this.#connection.transaction().execute(async (transaction) => {
      const row = await transaction
        .deleteFrom('schedules')
        .where('schedule_id', '=', scheduleId)
        .where('workspace_id', '=', this.#workspaceId)
        .returning('upload_keys')
        .executeTakeFirst()
      if (!row) throw unknown(scheduleId)
      await giveUp(transaction, row.upload_keys)
    })
  }

  async #valuesOf(transaction: Transaction, text: ScheduleText) {
    const gone = await takeUploads(transaction, this.#workspaceId, [text])
    for (const key of gone) throw new CodedError('input_not_uploaded', { key })
    const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(transaction)
    return {
      name: text.name,
      cron: text.cron,
      time_zone: text.timeZone,
      job_type: text.jobType,
      input_bucket: text.inputBucket,
      input_key: text.inputKey,
      parameters: text.parameters as Record<string, unknown>,
      priority: text.priority,
      paused: text.paused,
      upload_keys: uploadsOf(text),
      next_at: nextTick(text.cron, text.timeZone, rows[0]!.now),
    }
  }
}

/** Its uploads are to be removed, unless something else reads them. */
async function giveUp(transaction: Transaction, uploadKeys: readonly string[]): Promise<void> {
  const removals = uploadKeys.flatMap((key) => {
    const [, uploadId] = /^inputs\/([^/]{1,36})\//.exec(key) ?? []
    return uploadId === undefined ? [] : [{ area: 'inputs' as const, job_id: uploadId, file_key: key }]
  })
  if (removals.length > 0) await transaction.insertInto('file_removals').values(removals).execute()
}

function unknown(scheduleId: string): CodedError {
  return new CodedError('schedule_unknown', { schedule_id: scheduleId })
}

export function scheduleOf(row: Selectable<SchedulesTable>): Schedule {
  return {
    scheduleId: row.schedule_id,
    workspaceId: row.workspace_id,
    name: row.name,
    cron: row.cron,
    timeZone: row.time_zone,
    jobType: row.job_type,
    inputBucket: row.input_bucket,
    inputKey: row.input_key,
    parameters: row.parameters,
    priority: row.priority,
    paused: row.paused,
    nextAt: row.paused ? null : row.next_at,
    lastAt: row.last_at,
    lastJobId: row.last_job_id,
    lastError: row.last_error,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

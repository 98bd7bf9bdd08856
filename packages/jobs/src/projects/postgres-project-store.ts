import { randomUUID } from 'node:crypto'
import { CodedError } from '@zerosec/errors'
import { type Selectable, sql } from 'kysely'
import type { Connection, JobsTable, ProjectsTable } from '../database/schema.ts'
import type { Placement } from '../job.ts'
import { cursorAfter, readCursor } from '../store/cursor.ts'
import { jobOf } from '../store/job-row.ts'
import { moveJob, placeJob } from './place-job.ts'
import type { Member, Project, Projects, ProjectText } from './project.ts'

const NOW = sql<Date>`date_trunc('milliseconds', clock_timestamp())`

/** Projects and the places of jobs in them, in the database of the jobs. What `Projects` says, but what is computed from files. */
export class PostgresProjectStore implements Omit<Projects, 'learned' | 'lineage'> {
  readonly #connection: Connection
  readonly #workspaceId: string

  constructor(connection: Connection, workspaceId: string) {
    this.#connection = connection
    this.#workspaceId = workspaceId
  }

  async create({ name, description, objectives }: ProjectText): Promise<Project> {
    const row = await this.#connection
      .insertInto('projects')
      .values({
        project_id: randomUUID(),
        workspace_id: this.#workspaceId,
        name,
        description,
        objectives: JSON.stringify(objectives),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    return projectOf({ ...row, rounds: 0, jobs: '0' })
  }

  async list({ limit, cursor }: { limit: number; cursor?: string }) {
    let query = this.#projects()
      .orderBy('created_at', 'desc')
      .orderBy('project_id', 'desc')
      .limit(limit + 1)
    if (cursor !== undefined) {
      const { createdAt, jobId: projectId } = readCursor(cursor)
      query = query.where((is) => is(is.refTuple('created_at', 'project_id'), '<', is.tuple(createdAt, projectId)))
    }
    const found = (await query.execute()).map(projectOf)
    const projects = found.slice(0, limit)
    const last = projects.at(-1)
    const next = found.length > limit && last ? cursorAfter({ createdAt: last.createdAt, jobId: last.projectId }) : null
    return { projects, next }
  }

  async get(projectId: string): Promise<Project> {
    const row = await this.#projects().where('project_id', '=', projectId).executeTakeFirst()
    if (!row) throw unknown(projectId)
    return projectOf(row)
  }

  async members(projectId: string): Promise<readonly Member[]> {
    await this.get(projectId)
    const rows = await this.#connection
      .selectFrom('project_jobs')
      .leftJoin('jobs', 'jobs.job_id', 'project_jobs.job_id')
      .selectAll('jobs')
      .select(['project_jobs.job_id as member_id', 'project_jobs.round', 'project_jobs.added_at'])
      .where('project_id', '=', projectId)
      .orderBy('round')
      .orderBy('added_at')
      .orderBy('project_jobs.job_id')
      .execute()
    return rows.map(({ member_id: jobId, round, added_at: addedAt, ...job }) => ({
      jobId,
      round,
      addedAt,
      job: isJob(job) ? jobOf(job) : undefined,
    }))
  }

  async change(projectId: string, { name, description, objectives }: Partial<ProjectText>): Promise<Project> {
    const changed = await this.#connection
      .updateTable('projects')
      .set({
        updated_at: NOW,
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
        ...(objectives === undefined ? {} : { objectives: JSON.stringify(objectives) }),
      })
      .where('project_id', '=', projectId)
      .where('workspace_id', '=', this.#workspaceId)
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n) throw unknown(projectId)
    return this.get(projectId)
  }

  async remove(projectId: string): Promise<{ jobsKept: number }> {
    await this.get(projectId)
    return this.#connection.transaction().execute(async (transaction) => {
      const places = await transaction
        .deleteFrom('project_jobs')
        .where('project_id', '=', projectId)
        .returning('job_id')
        .execute()
      const removed = await transaction.deleteFrom('projects').where('project_id', '=', projectId).executeTakeFirst()
      if (removed.numDeletedRows === 0n) throw unknown(projectId)
      const ids = places.map(({ job_id }) => job_id)
      const kept = await transaction
        .selectFrom('jobs')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where(sql<boolean>`job_id = any(${ids}::text[])`)
        .executeTakeFirstOrThrow()
      return { jobsKept: Number(kept.count) }
    })
  }

  async addJob(jobId: string, placement: Placement): Promise<void> {
    await this.#connection.transaction().execute(async (transaction) => {
      const row = await transaction
        .selectFrom('jobs')
        .selectAll()
        .where('job_id', '=', jobId)
        .where('workspace_id', '=', this.#workspaceId)
        .executeTakeFirst()
      if (!row) throw new CodedError('job_unknown', { job_id: jobId })
      await placeJob(transaction, jobOf(row), placement)
    })
  }

  async moveJob(jobId: string, placement: Required<Placement>): Promise<void> {
    await this.#connection
      .transaction()
      .execute((transaction) => moveJob(transaction, this.#workspaceId, jobId, placement))
  }

  async removeJob(jobId: string, projectId: string): Promise<void> {
    await this.get(projectId)
    const removed = await this.#connection
      .deleteFrom('project_jobs')
      .where('job_id', '=', jobId)
      .where('project_id', '=', projectId)
      .executeTakeFirst()
    if (removed.numDeletedRows === 1n) return
    throw new CodedError('job_not_in_project', { job_id: jobId, project_id: projectId })
  }

  #projects() {
    return this.#connection
      .selectFrom('projects')
      .selectAll()
      .where('workspace_id', '=', this.#workspaceId)
      .select((is) => [
        is
          .selectFrom('project_jobs')
          .select(({ fn }) => fn.max('round').as('round'))
          .whereRef('project_jobs.project_id', '=', 'projects.project_id')
          .as('rounds'),
        is
          .selectFrom('project_jobs')
          .select(({ fn }) => fn.countAll<string>().as('jobs'))
          .whereRef('project_jobs.project_id', '=', 'projects.project_id')
          .as('jobs'),
      ])
  }
}

function unknown(projectId: string): CodedError {
  return new CodedError('project_unknown', { project_id: projectId })
}

function projectOf(row: Selectable<ProjectsTable> & { rounds: number | null; jobs: string | null }): Project {
  return {
    projectId: row.project_id,
    name: row.name,
    description: row.description,
    objectives: row.objectives,
    rounds: row.rounds ?? 0,
    jobs: Number(row.jobs ?? 0),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** A left join gives nulls where the job was deleted. */
function isJob(
  row: { [Column in keyof Selectable<JobsTable>]: Selectable<JobsTable>[Column] | null },
): row is Selectable<JobsTable> {
  return row.job_id !== null
}

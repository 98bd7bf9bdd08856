import { sql } from 'kysely'
import type { Connection } from '../database/schema.ts'
import type { Job } from '../job.ts'
import { jobOf } from '../store/job-row.ts'

/** A file that a job read. */
export interface Link {
  readonly jobId: string
  /** That names the file; null: the table of the job. */
  readonly parameter: string | null
  readonly reference: string
  /** Null where nothing in the database tells it. */
  readonly sha256: string | null
  /** The job that made it; null: it was uploaded. */
  readonly fromJob: string | null
}

/** Whether a job of a workspace made the files that another one read, as the database knows it. Each call answers for many jobs at once. */
export class LineageLinks {
  readonly #connection: Connection
  readonly #workspaceId: string

  constructor(connection: Connection, workspaceId: string) {
    this.#connection = connection
    this.#workspaceId = workspaceId
  }

  /** Those of the jobs that are there. */
  async jobs(jobIds: readonly string[]): Promise<ReadonlyMap<string, Job>> {
    const rows = await this.#connection
      .selectFrom('jobs')
      .selectAll()
      .where('workspace_id', '=', this.#workspaceId)
      .where(sql<boolean>`job_id = any(${[...jobIds]}::text[])`)
      .execute()
    return new Map(rows.map((row) => [row.job_id, jobOf(row)]))
  }

  /** What the jobs read: their table, then what their parameters name. */
  async read(jobs: ReadonlyMap<string, Job>, jobIds: readonly string[]): Promise<readonly Link[]> {
    const [tables, named] = await Promise.all([this.#tables(jobs), this.#named(jobIds)])
    return [...tables, ...named]
  }

  /** Jobs that read a file which one of these made; `read` tells which. */
  async readers(jobIds: readonly string[]): Promise<readonly string[]> {
    const ids = [...jobIds]
    const { rows } = await sql<{ job_id: string }>`
      select job_id from job_sources where source_job_id = any(${ids}::text[]) and workspace_id = ${this.#workspaceId}
      union
      select jobs.job_id from job_artifacts join jobs on jobs.input_sha256 = job_artifacts.sha256
        and jobs.created_at > job_artifacts.created_at
        where job_artifacts.job_id = any(${ids}::text[]) and jobs.workspace_id = ${this.#workspaceId}
      order by job_id`.execute(this.#connection)
    return rows.map(({ job_id: jobId }) => jobId)
  }

  /** Jobs that dead letters were sent again as. */
  async sentAgainFor(jobIds: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#connection
      .selectFrom('jobs')
      .select('job_id')
      .where('workspace_id', '=', this.#workspaceId)
      .where(sql<boolean>`redriven_from = any(${[...jobIds]}::text[])`)
      .orderBy('created_at')
      .execute()
    return rows.map(({ job_id: jobId }) => jobId)
  }

  /** A table that is byte for byte what an earlier job had made comes from there, by whatever way it travelled. */
  async #tables(jobs: ReadonlyMap<string, Job>): Promise<Link[]> {
    const { rows } = await sql<{ job_id: string; maker: string }>`
      select distinct on (jobs.job_id) jobs.job_id, job_artifacts.job_id as maker
        from jobs join job_artifacts on jobs.input_sha256 = job_artifacts.sha256
        and job_artifacts.created_at < jobs.created_at
        join jobs maker on maker.job_id = job_artifacts.job_id and maker.workspace_id = ${this.#workspaceId}
        where jobs.job_id = any(${[...jobs.keys()]}::text[])
        order by jobs.job_id, job_artifacts.artifact_id`.execute(this.#connection)
    const makers = new Map(rows.map((row) => [row.job_id, row.maker]))
    return [...jobs.values()].map(({ jobId, inputKey, inputSha256 }) => ({
      jobId,
      parameter: null,
      reference: inputKey,
      sha256: inputSha256,
      fromJob: makers.get(jobId) ?? null,
    }))
  }

  async #named(jobIds: readonly string[]): Promise<Link[]> {
    const rows = await this.#connection
      .selectFrom('job_sources')
      .leftJoin('job_artifacts', (join) =>
        join
          .onRef('job_artifacts.job_id', '=', 'job_sources.source_job_id')
          .onRef('job_artifacts.file_key', '=', 'job_sources.reference'),
      )
      .select(['job_sources.job_id', 'parameter', 'reference', 'source_job_id', 'sha256'])
      .where('job_sources.workspace_id', '=', this.#workspaceId)
      .where(sql<boolean>`job_sources.job_id = any(${[...jobIds]}::text[])`)
      .orderBy('reference')
      .execute()
    return rows.map((row) => ({
      jobId: row.job_id,
      parameter: row.parameter,
      reference: row.reference,
      sha256: row.sha256,
      fromJob: row.source_job_id,
    }))
  }

  async places(
    jobIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly projectId: string; readonly name: string; readonly round: number }>> {
    const rows = await this.#connection
      .selectFrom('project_jobs')
      .innerJoin('projects', 'projects.project_id', 'project_jobs.project_id')
      .select(['job_id', 'projects.project_id', 'name', 'round'])
      .where('projects.workspace_id', '=', this.#workspaceId)
      .where(sql<boolean>`job_id = any(${[...jobIds]}::text[])`)
      .execute()
    return new Map(
      rows.map((row) => [row.job_id, { projectId: row.project_id, name: row.name, round: row.round }] as const),
    )
  }
}

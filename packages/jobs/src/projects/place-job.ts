import { CodedError } from '@zerosec/errors'
import { sql } from 'kysely'
import type { Transaction } from '../database/schema.ts'
import type { Job, Placement } from '../job.ts'
import { MOST_JOBS } from './project.ts'
import { referencesOf } from './references.ts'

/** A statement has 65,535 parameters at most. */
const ROWS_AT_ONCE = 1000
const NOW = sql<Date>`date_trunc('milliseconds', clock_timestamp())`

/** Writes down which files the parameters of jobs name, in the transaction that submits them. */
export async function insertSources(transaction: Transaction, jobs: readonly Job[]): Promise<void> {
  const rows = jobs.flatMap(({ workspaceId, jobId, parameters }) =>
    referencesOf(parameters).map(({ parameter, reference, sourceJobId }) => ({
      workspace_id: workspaceId,
      job_id: jobId,
      reference,
      parameter,
      source_job_id: sourceJobId,
    })),
  )
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await transaction
      .insertInto('job_sources')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute()
  }
}

/**
 * Gives a job its place in a project. Where the round is not said, a job on the same file as an earlier one, or on what an earlier
 * one made (a model that it names, a table that it takes), joins that one's round; another file begins a new round.
 *
 * The project's row is locked, so that of jobs placed at the same time the later one sees the earlier one.
 *
 * @throws CodedError project_unknown, project_full, job_in_project, round_unknown
 */
export async function placeJob(transaction: Transaction, job: Job, { projectId, round }: Placement): Promise<void> {
  const { jobs, last } = await lockProject(transaction, projectId, job.workspaceId)
  const placed = await placeOf(transaction, job.jobId)
  if (placed && placed.project_id !== projectId) {
    throw new CodedError('job_in_project', { job_id: job.jobId, project_id: placed.project_id })
  }
  if (placed) return
  if (jobs >= MOST_JOBS) throw new CodedError('project_full', { limit: MOST_JOBS })
  checkRound(round, last)
  const chosen = round ?? (await relatedRound(transaction, job, projectId)) ?? last + 1
  await transaction
    .insertInto('project_jobs')
    .values({ job_id: job.jobId, project_id: projectId, round: chosen })
    .execute()
}

/** @throws CodedError project_unknown, job_not_in_project, round_unknown */
export async function moveJob(
  transaction: Transaction,
  workspaceId: string,
  jobId: string,
  { projectId, round }: Required<Placement>,
): Promise<void> {
  const { last } = await lockProject(transaction, projectId, workspaceId)
  checkRound(round, last)
  const moved = await transaction
    .updateTable('project_jobs')
    .set({ round })
    .where('job_id', '=', jobId)
    .where('project_id', '=', projectId)
    .executeTakeFirst()
  if (moved.numUpdatedRows === 0n) throw new CodedError('job_not_in_project', { job_id: jobId, project_id: projectId })
}

function placeOf(transaction: Transaction, jobId: string): Promise<{ project_id: string } | undefined> {
  return transaction.selectFrom('project_jobs').select('project_id').where('job_id', '=', jobId).executeTakeFirst()
}

async function lockProject(
  transaction: Transaction,
  projectId: string,
  workspaceId: string,
): Promise<{ jobs: number; last: number }> {
  const project = await transaction
    .updateTable('projects')
    .set({ updated_at: NOW })
    .where('project_id', '=', projectId)
    .where('workspace_id', '=', workspaceId)
    .returning('project_id')
    .executeTakeFirst()
  if (!project) throw new CodedError('project_unknown', { project_id: projectId })
  const { jobs, last } = await transaction
    .selectFrom('project_jobs')
    .select(({ fn }) => [fn.countAll<string>().as('jobs'), fn.max('round').as('last')])
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow()
  return { jobs: Number(jobs), last: last ?? 0 }
}

function checkRound(round: number | undefined, last: number): void {
  if (round === undefined || (round >= 1 && round <= last + 1)) return
  throw new CodedError('round_unknown', { round, last, next: last + 1 })
}

/** The latest round with a job on the same file, or with one that made what this one takes or names. */
async function relatedRound(transaction: Transaction, job: Job, projectId: string): Promise<number | undefined> {
  const references = referencesOf(job.parameters)
  const sources = references.flatMap(({ sourceJobId }) => sourceJobId ?? [])
  const keys = [job.inputKey, ...references.map(({ reference }) => reference)]
  const sameBytes = job.inputSha256 ?? ''
  const { round } = await transaction
    .selectFrom('project_jobs')
    .leftJoin('jobs', 'jobs.job_id', 'project_jobs.job_id')
    .select(({ fn }) => fn.max('project_jobs.round').as('round'))
    .where('project_jobs.project_id', '=', projectId)
    .where(
      sql<boolean>`jobs.input_key = any(${keys}::text[])
        or jobs.input_sha256 = ${sameBytes}
        or project_jobs.job_id = any(${sources}::text[])
        or project_jobs.job_id in (select job_id from job_artifacts where sha256 = ${sameBytes})`,
    )
    .executeTakeFirstOrThrow()
  return round ?? undefined
}

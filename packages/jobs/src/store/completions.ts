import { sql } from 'kysely'
import type { Connection } from '../database/schema.ts'
import { MOVES } from '../lifecycle.ts'
import type { Attempt, Outcome } from './job-store.ts'
import { NOW } from './moments.ts'

/** One statement completes no more than this. */
const AT_ONCE = 100

interface Completion {
  readonly attempt: Attempt
  readonly outcome: Outcome
  readonly settle: { resolve(moved: boolean): void; reject(error: unknown): void }
}

/**
 * Completes jobs, with their artifacts, in as few statements as there can be: what comes while one is on its way goes together in the next.
 * A job that comes alone is not kept waiting. One that its statement can't take does not hold up the others.
 */
export class Completions {
  readonly #connection: Connection
  readonly #waiting: Completion[] = []
  #isSending = false

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** Whether the attempt still held the job. */
  complete(attempt: Attempt, outcome: Outcome): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ attempt, outcome, settle: { resolve, reject } })
      if (!this.#isSending) void this.#send()
    })
  }

  async #send(): Promise<void> {
    this.#isSending = true
    while (this.#waiting.length > 0) {
      const taken = this.#waiting.splice(0, AT_ONCE)
      if (!(await this.#settle(taken)) && taken.length > 1) for (const each of taken) await this.#settle([each])
    }
    this.#isSending = false
  }

  /** False when the statement was refused and one of several may be the reason: none has been told. */
  async #settle(completions: readonly Completion[]): Promise<boolean> {
    try {
      const moved = await completeJobs(this.#connection, completions)
      for (const { attempt, settle } of completions) settle.resolve(moved.has(attempt.token))
      return true
    } catch (error) {
      if (completions.length === 1) completions[0]!.settle.reject(error)
      return false
    }
  }
}

/** In one statement, so in one instant. @returns the tokens of the attempts that still held their jobs */
async function completeJobs(
  connection: Connection,
  completions: readonly Pick<Completion, 'attempt' | 'outcome'>[],
): Promise<ReadonlySet<string>> {
  const done = completions.map(({ attempt, outcome }) => ({
    token: attempt.token,
    job: attempt.job.jobId,
    headline: outcome.headline,
  }))
  const artifacts = completions.flatMap(({ attempt, outcome }) =>
    outcome.artifacts.map((artifact) => ({ token: attempt.token, ...artifact })),
  )
  const { rows } = await sql<{ token: string }>`
    with done as (
      select * from jsonb_to_recordset(${JSON.stringify(done)}::jsonb) as done (token uuid, job text, headline text)
    ), moved as (
      update jobs set status = ${MOVES.complete.to}, status_message = 'Done', progress_percent = 100, headline = done.headline,
        reused_from = null, completed_at = ${NOW}, updated_at = ${NOW}, revision = revision + 1, attempt_token = null, lease_expires_at = null
      from done where jobs.job_id = done.job and jobs.attempt_token = done.token and jobs.status in (${sql.join(MOVES.complete.from)})
      returning done.token, jobs.job_id
    ), stored as (
      insert into job_artifacts (job_id, file_key, file_name, file_type, size_bytes, sha256)
      select moved.job_id, artifact."fileKey", artifact."fileName", artifact."fileType", artifact."sizeBytes", artifact.sha256
      from rows from (jsonb_to_recordset(${JSON.stringify(artifacts)}::jsonb)
        as (token uuid, "fileKey" text, "fileName" text, "fileType" text, "sizeBytes" bigint, sha256 text)
      ) with ordinality as artifact (token, "fileKey", "fileName", "fileType", "sizeBytes", sha256, place)
      join moved on moved.token = artifact.token order by place
    )
    select token from moved`.execute(connection)
  return new Set(rows.map(({ token }) => token))
}

import { randomUUID } from 'node:crypto'
import { CodedError } from '@zerosec/errors'
import { sql } from 'kysely'
import type { Connection } from '../database/schema.ts'
import { DEFAULT_WORKSPACE } from '../job.ts'

/** Whose an uploaded file is. The key tells the job that it was asked for, and the table `uploads` the workspace of that. */
export class Uploads {
  readonly #connection: Connection

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** A new key for a file of the workspace: `inputs/<job_id>/<file name>`. */
  async add(workspaceId: string, fileName: string): Promise<{ jobId: string; key: string }> {
    const jobId = randomUUID()
    const key = `inputs/${jobId}/${fileName}`
    await this.#connection
      .insertInto('uploads')
      .values({ job_id: jobId, workspace_id: workspaceId, file_key: key })
      .execute()
    return { jobId, key }
  }

  /**
   * Says nothing where the key is the workspace's. Keys from before there were workspaces are the default one's.
   *
   * @throws CodedError input_not_uploaded, as for a file that isn't there
   */
  async check(workspaceId: string, key: string): Promise<void> {
    const upload = await this.#connection
      .selectFrom('uploads')
      .select('workspace_id')
      .where('job_id', '=', jobIdOf(key))
      .executeTakeFirst()
    if ((upload?.workspace_id ?? DEFAULT_WORKSPACE) !== workspaceId) throw new CodedError('input_not_uploaded', { key })
  }

  /**
   * Pins an upload that a job's parameters name to its bytes, whoever does so first: some stores take its URL again until that expires.
   *
   * @param key  one that `check` has let pass
   * @throws CodedError input_changed when it was pinned to others
   */
  async pin(workspaceId: string, key: string, sha256: string): Promise<void> {
    const { sha256: pinned } = await this.#connection
      .insertInto('uploads')
      .values({ job_id: jobIdOf(key), workspace_id: workspaceId, file_key: key, sha256 })
      .onConflict((conflict) =>
        conflict.column('job_id').doUpdateSet({ sha256: sql`coalesce(uploads.sha256, excluded.sha256)` }),
      )
      .returning('sha256')
      .executeTakeFirstOrThrow()
    if (pinned !== sha256) throw new CodedError('input_changed', { file: key.slice(key.lastIndexOf('/') + 1) })
  }

  /** What it is pinned to; null: nothing, as no job of this version has named it. */
  async pinned(key: string): Promise<string | null> {
    const upload = await this.#connection
      .selectFrom('uploads')
      .select('sha256')
      .where('job_id', '=', jobIdOf(key))
      .executeTakeFirst()
    return upload?.sha256 ?? null
  }
}

function jobIdOf(key: string): string {
  const [, jobId = ''] = /^inputs\/([^/]+)\//.exec(key) ?? []
  return jobId.slice(0, 36)
}

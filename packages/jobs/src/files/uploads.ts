import { randomUUID } from 'node:crypto'
import { CodedError } from '@zerosec/errors'
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
    const [, jobId = ''] = /^inputs\/([^/]+)\//.exec(key) ?? []
    const upload = await this.#connection
      .selectFrom('uploads')
      .select('workspace_id')
      .where('job_id', '=', jobId.slice(0, 36))
      .executeTakeFirst()
    if ((upload?.workspace_id ?? DEFAULT_WORKSPACE) !== workspaceId) throw new CodedError('input_not_uploaded', { key })
  }
}

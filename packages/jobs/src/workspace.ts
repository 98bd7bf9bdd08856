import { createHash } from 'node:crypto'
import { CodedError } from '@zerosec/errors'
import type { Changes } from './changes.ts'
import type { Connection } from './database/schema.ts'
import type { FileStore } from './files/file-store.ts'
import { sha256OfFile } from './files/hash-file.ts'
import { readInput } from './files/read-input.ts'
import type { Uploads } from './files/uploads.ts'
import type { JobSubmission } from './job.ts'
import type { Log } from './log.ts'
import type { Jobs, Platform, Submission, Workspace } from './platform.ts'
import { openProjects } from './projects/open-projects.ts'
import { findNamedFile } from './runner/named-file.ts'
import { Slots } from './runner/slots.ts'
import type { TaskProcesses } from './runner/task-processes.ts'
import type { JobWorker } from './runner/worker.ts'
import type { JobStore } from './store/job-store.ts'
import { readerOf } from './store/workspace-reader.ts'

/** Beside the jobs; each holds a whole file in memory. */
const INSPECTIONS_AT_ONCE = 2

export interface WorkspaceServices {
  readonly connection: Connection
  readonly store: JobStore
  readonly files: FileStore
  readonly uploads: Uploads
  readonly tasks: TaskProcesses
  readonly worker: JobWorker
  readonly changes: Changes
  readonly checkParameters: CheckParameters
  /** Largest input; S3's upload URLs bind no size where it was not known. */
  readonly uploadBytes: number
  readonly maxAttempts: number
  /** Of the analyses; undefined: no result is ever taken again. */
  readonly version: string | undefined
  readonly log: Log
}

/** Refuses a submission before it is stored, or tells the files that its parameters name. */
export type CheckParameters = (
  jobType: string,
  parameters: Readonly<Record<string, unknown>>,
) => Promise<readonly string[]> | readonly string[]

/** `Platform.within`: the one place where what belongs to whom is decided. */
export function openWorkspaces(services: WorkspaceServices): Platform['within'] {
  const { connection, store, files, uploads, tasks, log } = services
  const inspections = new Slots(INSPECTIONS_AT_ONCE)
  return (workspaceId): Workspace => ({
    jobs: jobsOf(workspaceId, services),
    projects: openProjects({
      connection,
      store: readerOf(store, workspaceId),
      files,
      readObjectives: (task) => inspections.hold(() => tasks.objectives(task)),
      log,
    }),
    async presignUpload({ fileName, ...terms }) {
      const bucket = files.inputBucket
      const { jobId, key } = await uploads.add(workspaceId, fileName)
      return { jobId, bucket, key, url: await files.presignPut(bucket, key, terms) }
    },
    async inspect({ bucket, key, sheet }) {
      await uploads.check(workspaceId, key)
      return inspections.hold(async () =>
        tasks.inspect({
          kind: 'inspect',
          file: await readInput(files, bucket, key, { maxBytes: services.uploadBytes }),
          sheet,
        }),
      )
    },
  })
}

function jobsOf(workspaceId: string, services: WorkspaceServices): Jobs {
  const { store, files, worker, changes } = services
  const submitAll: Jobs['submitAll'] = async (submissions) => {
    const checked: JobSubmission[] = []
    for (const submission of submissions) checked.push(await check(submission, workspaceId, services))
    return store.submitAll(workspaceId, checked, files.outputBucket)
  }
  return {
    submitAll,
    submit: async (submission) => (await submitAll([submission]))[0]!,
    get: (jobId) => store.get(workspaceId, jobId),
    list: (query) => store.list(workspaceId, query),
    attempts: (jobId) => store.attempts(workspaceId, jobId),
    async cancel(jobId) {
      const job = await store.cancel(workspaceId, jobId)
      worker.drop(jobId)
      return job
    },
    artifacts: (jobId) => store.artifacts(workspaceId, jobId),
    watch: (jobId, onChange, onGone) =>
      changes.watch(jobId, (job) => job.workspaceId === workspaceId && onChange(job), onGone),
  }
}

/** Whether the job can be run at all, and what only the server can say of it. */
async function check(
  { reusesResult = true, ...submission }: Submission,
  workspaceId: string,
  { store, files, uploads, checkParameters, uploadBytes, maxAttempts, version }: WorkspaceServices,
): Promise<JobSubmission> {
  const { inputBucket, inputKey, jobType, parameters } = submission
  if (inputBucket !== files.inputBucket) throw new CodedError('bucket_unknown', { bucket: inputBucket })
  const named = await checkParameters(jobType, parameters)
  const reader = readerOf(store, workspaceId)
  for (const reference of named) await findNamedFile(reference, { store: reader, files, uploads })
  await uploads.check(workspaceId, inputKey)
  const inputSha256 = await sha256OfFile(files, inputBucket, inputKey, uploadBytes)
  const known = { maxAttempts, ...submission, inputSha256 }
  if (version === undefined || !reusesResult) return known
  return { ...known, resultKey: resultKeyOf(version, inputSha256, submission) }
}

/**
 * A hash of all that the results of a job depend on. Files that parameters name are written once, so their keys stand for what is in
 * them; the input's name stands in the report.
 */
function resultKeyOf(version: string, inputSha256: string, { inputKey, jobType, parameters }: Submission): string {
  const fileName = inputKey.slice(inputKey.lastIndexOf('/') + 1)
  const all = JSON.stringify([version, inputSha256, fileName, jobType, canonical(parameters)])
  return createHash('sha256').update(all).digest('hex')
}

/** With the members of objects in one order. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return Object.fromEntries(members.map(([name, member]) => [name, canonical(member)]))
}

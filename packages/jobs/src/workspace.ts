import { randomUUID } from 'node:crypto'
import { MOST_SUBMISSIONS } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Changes } from './changes.ts'
import { type CheckServices, checkSubmissions } from './check-submission.ts'
import type { Connection } from './database/schema.ts'
import { readInput } from './files/read-input.ts'
import type { Job } from './job.ts'
import type { Log } from './log.ts'
import type { Jobs, Platform, Submission, Workspace } from './platform.ts'
import { openProjects } from './projects/open-projects.ts'
import { removeUnneededFiles } from './retention/remove-files.ts'
import { openNamedFile } from './runner/named-file.ts'
import { Slots } from './runner/slots.ts'
import type { TaskProcesses } from './runner/task-processes.ts'
import type { JobWorker } from './runner/worker.ts'
import { PostgresSchedules } from './schedules/postgres-schedules.ts'
import type { JobStore } from './store/job-store.ts'
import { readerOf } from './store/workspace-reader.ts'

/** Beside the jobs; each holds a whole file in memory. */
const INSPECTIONS_AT_ONCE = 2

export interface WorkspaceServices extends CheckServices {
  readonly connection: Connection
  readonly tasks: TaskProcesses
  readonly worker: JobWorker
  readonly changes: Changes
  readonly log: Log
}

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
    schedules: new PostgresSchedules(connection, workspaceId, async (job) => {
      await checkSubmissions([{ jobId: randomUUID(), ...job }], workspaceId, services)
    }),
    async presignUpload({ fileName, ...terms }) {
      const bucket = files.inputBucket
      const { jobId, key } = await uploads.add(workspaceId, fileName)
      return { jobId, bucket, key, url: await files.presignPut(bucket, key, terms) }
    },
    async input({ bucket, key }) {
      await checkUpload(workspaceId, bucket, key, services)
      const bytes = await files.size(bucket, key)
      if (bytes === undefined) throw new CodedError('input_not_uploaded', { key })
      const name = key.slice(key.lastIndexOf('/') + 1)
      return { name, bytes, read: async () => (await files.read(bucket, key)).stream }
    },
    openFile: (key, mostBytes) =>
      openNamedFile(key, { store: readerOf(store, workspaceId), files, uploads }, mostBytes),
    async inspect({ bucket, key, sheet }) {
      await checkUpload(workspaceId, bucket, key, services)
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

/** Uploads only: whose an output is, no key tells. @throws CodedError bucket_unknown, input_not_uploaded */
async function checkUpload(
  workspaceId: string,
  bucket: string,
  key: string,
  { files, uploads }: WorkspaceServices,
): Promise<void> {
  if (bucket !== files.inputBucket) throw new CodedError('bucket_unknown', { bucket })
  await uploads.check(workspaceId, key)
}

function jobsOf(workspaceId: string, services: WorkspaceServices): Jobs {
  const { connection, store, files, worker, changes, log } = services
  const submitAll: Jobs['submitAll'] = async (submissions) => {
    const earlier = await submittedBefore(submissions, workspaceId, store)
    if (earlier) return earlier
    const checked = await checkSubmissions(submissions, workspaceId, services)
    // an id is checked like an upload: whoever sends somebody else's learns no more than who sends one that nobody has
    for (const { jobId } of submissions) await services.uploads.check(workspaceId, `inputs/${jobId}/`)
    return store.submitAll(workspaceId, checked, files.outputBucket)
  }
  return {
    submitAll,
    submit: async (submission) => (await submitAll([submission]))[0]!,
    get: (jobId) => store.get(workspaceId, jobId),
    status: (jobId) => store.status(workspaceId, jobId),
    list: (query) => store.list(workspaceId, query),
    attempts: (jobId) => store.attempts(workspaceId, jobId),
    async cancel(jobId) {
      const job = await store.cancel(workspaceId, jobId)
      worker.drop(jobId)
      return job
    },
    batch: (batchId) => store.batch(workspaceId, batchId),
    async cancelBatch(batchId) {
      for (const jobId of await store.cancelBatch(workspaceId, batchId)) worker.drop(jobId)
      return store.batch(workspaceId, batchId)
    },
    redrive: (jobId) => store.redrive(workspaceId, jobId, randomUUID()),
    async remove(jobId) {
      await store.remove(workspaceId, [jobId])
      await removeUnneededFiles(connection, files).catch((error: unknown) =>
        log.warn({ err: error, jobId }, 'files of a job that was deleted are still there; a worker will remove them'),
      )
    },
    artifacts: (jobId) => store.artifacts(workspaceId, jobId),
    watch: (jobId, onChange, onGone) =>
      changes.watch(jobId, (job) => job.workspaceId === workspaceId && onChange(job), onGone),
  }
}

/** What a repeated submission has given already: not checked again, as its file may be gone by now. */
async function submittedBefore(
  [first]: readonly Submission[],
  workspaceId: string,
  store: JobStore,
): Promise<readonly Job[] | undefined> {
  const earlier = first?.idempotency && (await store.submitted(workspaceId, first.idempotency))
  if (!earlier || earlier.batchId === null) return earlier && [earlier]
  return (await store.list(workspaceId, { limit: MOST_SUBMISSIONS, batchId: earlier.batchId })).jobs
}

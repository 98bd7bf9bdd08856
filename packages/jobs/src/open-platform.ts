import { accessSync, constants, mkdirSync } from 'node:fs'
import { CodedError } from '@zerosec/errors'
import { Changes } from './changes.ts'
import type { Configuration } from './configuration.ts'
import { type Database, openDatabase } from './database/database.ts'
import type { FileStore } from './files/file-store.ts'
import { FolderFiles } from './files/folder-files.ts'
import { sha256OfFile } from './files/hash-file.ts'
import { readInput } from './files/read-input.ts'
import { type Log, SILENT } from './log.ts'
import type { Jobs, Platform } from './platform.ts'
import { openProjects } from './projects/open-projects.ts'
import { PostgresJobQueue } from './queue/postgres-job-queue.ts'
import { findNamedFile } from './runner/named-file.ts'
import { Slots } from './runner/slots.ts'
import { TaskProcesses } from './runner/task-processes.ts'
import { JobWorker } from './runner/worker.ts'
import type { JobStore } from './store/job-store.ts'
import { PostgresJobStore } from './store/postgres-job-store.ts'

/** Beside the jobs; each holds a whole file in memory. */
const INSPECTIONS_AT_ONCE = 2
const TASK_ENTRY = new URL('./runner/task-thread.ts', import.meta.url)

export interface PlatformOptions {
  /** Silent by default. */
  readonly log?: Log
  /** Module that does a job, in a process of its own: it calls `serveTask`. Default: the analyses of the catalogue. */
  readonly taskEntry?: URL
  /**
   * Refuses a submission before it is stored. Default: by the catalogue.
   * @returns the files that the parameters name, which have to be there
   * @throws CodedError analysis_unknown, parameter_*
   */
  readonly checkParameters?: (
    jobType: string,
    parameters: Readonly<Record<string, unknown>>,
  ) => Promise<readonly string[]> | readonly string[]
}

/**
 * Opens the database, the queue and the files that the configuration names. With the embedded database the data folder is then
 * this process's alone, until `close`.
 *
 * @throws CodedError data_folder_in_use, configuration_invalid when the data folder can't be made, service_unavailable
 */
export async function openPlatform(configuration: Configuration, options: PlatformOptions = {}): Promise<Platform> {
  const { log = SILENT, taskEntry = TASK_ENTRY, checkParameters = checkByCatalogue } = options
  makeDataFolder(configuration.dataFolder)
  const files = FolderFiles.open(configuration.dataFolder)
  const database = await openDatabase(configuration, log)
  const queue = await openQueue(database, log)
  const changes = new Changes()
  const store = new PostgresJobStore(database.connection, queue, (jobId) => changes.announce(jobId))
  const tasks = new TaskProcesses(taskEntry, {
    seconds: configuration.jobSeconds,
    memoryMb: configuration.jobMemoryMb,
    threads: configuration.threads,
  })
  const worker = new JobWorker(
    queue,
    { store, files, tasks, log, keptBytes: configuration.keptMb * 2 ** 20 },
    { slots: configuration.workers, graceSeconds: configuration.graceSeconds, exclusive: database.exclusive },
  )

  const inspections = new Slots(INSPECTIONS_AT_ONCE)
  const closeAll = async (): Promise<void> => {
    await worker.close()
    changes.close()
    await tasks.close()
    await queue.close().catch((error: unknown) => log.warn({ err: error }, 'the queue could not be closed'))
    await database.close()
  }
  let closed: Promise<void> | undefined

  return {
    jobs: jobsOf(store, files, worker, changes, checkParameters, log),
    projects: openProjects({
      connection: database.connection,
      store,
      files,
      readObjectives: (task) => inspections.hold(() => tasks.objectives(task)),
      log,
    }),
    files,
    async inspect({ bucket, key, sheet }) {
      return inspections.hold(async () =>
        tasks.inspect({ kind: 'inspect', file: await readInput(files, bucket, key), sheet }),
      )
    },
    databaseConnected: () => database.connected(),
    startWorker: () => worker.start(),
    close: () => (closed ??= closeAll()),
  }
}

async function checkByCatalogue(
  jobType: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  // here, not at the top: who only reads the configuration need not load every analysis
  const { findAnalysis, namedFilesOf, parseParameters } = await import('@zerosec/analyses')
  const analysis = findAnalysis(jobType)
  parseParameters(analysis, parameters)
  return namedFilesOf(analysis, parameters)
}

function makeDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new CodedError('configuration_invalid', { setting: 'ZEROSEC_DATA', problem }, { cause: error })
  }
}

async function openQueue(database: Database, log: Log): Promise<PostgresJobQueue> {
  try {
    return await PostgresJobQueue.open(database, log)
  } catch (error) {
    await database.close()
    throw error
  }
}

function jobsOf(
  store: JobStore,
  files: FileStore,
  worker: JobWorker,
  changes: Changes,
  checkParameters: NonNullable<PlatformOptions['checkParameters']>,
  log: Log,
): Jobs {
  return {
    async submit(submission) {
      const { inputBucket, inputKey, jobType, parameters } = submission
      if (inputBucket !== files.inputBucket) throw new CodedError('bucket_unknown', { bucket: inputBucket })
      const named = await checkParameters(jobType, parameters)
      for (const reference of named) await findNamedFile(reference, { store, files })
      const uploaded = await files.size(inputBucket, inputKey)
      if (uploaded === undefined) throw new CodedError('input_not_uploaded', { key: inputKey })
      const inputSha256 = await sha256OfFile(files, inputBucket, inputKey)
      return store.submit({ ...submission, inputSha256 }, files.outputBucket)
    },
    get: (jobId) => store.get(jobId),
    list: (query) => store.list(query),
    async cancel(jobId) {
      const job = await store.cancel(jobId)
      worker.drop(jobId)
      return job
    },
    artifacts: (jobId) => store.artifacts(jobId),
    watch: (jobId, onChange) => changes.watch(jobId, (id) => store.get(id), onChange, log),
  }
}

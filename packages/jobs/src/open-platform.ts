import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { ANALYSIS_NAMES, VERSION } from '@zerosec/analyses/names'
import { openAccess } from './access/access.ts'
import { settleRestore } from './backup/restore-journal.ts'
import { Changes } from './changes.ts'
import type { CheckParameters, CheckServices } from './check-submission.ts'
import type { Configuration } from './configuration.ts'
import { makeDataFolder } from './data-folder.ts'
import { type Database, openDatabase } from './database/database.ts'
import { FanOut } from './fan-out/fan-out.ts'
import { mostHelpers } from './fan-out/settings.ts'
import type { FileStore } from './files/file-store.ts'
import { openFiles } from './files/open-files.ts'
import { Uploads } from './files/uploads.ts'
import { type Log, SILENT } from './log.ts'
import { type JobObserver, NO_OBSERVER } from './observer.ts'
import type { Platform } from './platform.ts'
import type { JobQueue } from './queue/job-queue.ts'
import { openQueue } from './queue/open-queue.ts'
import { TaskProcesses } from './runner/task-processes.ts'
import { JobWorker } from './runner/worker.ts'
import { observePlatform } from './statistics/observe-platform.ts'
import { WorkerRegistry } from './statistics/worker-registry.ts'
import { PostgresJobStore } from './store/postgres-job-store.ts'
import { readChanged } from './store/read-changed.ts'
import { NO_TRACES, type Tracer } from './tracer.ts'
import { openUpkeep } from './upkeep.ts'
import { openWorkspaces } from './workspace.ts'

const TASK_ENTRY = new URL('./runner/task-thread.ts', import.meta.url)

export interface PlatformOptions {
  /** Silent by default. */
  readonly log?: Log
  /** Of the attempts that this process makes; default: nothing is traced, nobody counts. */
  readonly tracer?: Tracer
  readonly observer?: JobObserver
  /** Module that does a job, in a process of its own: it calls `serveTask`. Default: the analyses of the catalogue. */
  readonly taskEntry?: URL
  /**
   * Refuses a submission before it is stored. Default: by the catalogue.
   * @returns the files that the parameters name, which have to be there
   * @throws CodedError analysis_unknown, parameter_*
   */
  readonly checkParameters?: CheckParameters
  /**
   * Of the task entry: results of one version are taken again for the same input and parameters. Default: the catalogue's; with a task
   * entry of another kind nothing is reused.
   */
  readonly version?: string
  /** Job types that the worker takes; default: those of the catalogue, with a task entry of another kind any. */
  readonly types?: readonly string[]
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
  await settleRestore(configuration, log)
  const files = await openFiles(configuration)
  const database = await openDatabase(configuration, log)
  const queue = await openQueue(configuration, database, log).catch(async (error: unknown) => {
    await database.close()
    throw error
  })
  const access = openAccess(database.connection, log)
  const changes = new Changes(readChanged(database.connection), log)
  const store = new PostgresJobStore(database.connection, queue, (jobId) => changes.announce(jobId))
  const uploads = new Uploads(database.connection)
  const { connection } = database
  const checks: CheckServices = {
    store,
    files,
    uploads,
    checkParameters,
    maxAttempts: configuration.maxAttempts,
    uploadBytes: configuration.uploadBytes,
    version: options.version ?? (taskEntry === TASK_ENTRY ? VERSION : undefined),
  }
  const [workerId, slots] = [workerName(), configuration.workers]
  const tasks = openTasks(taskEntry, configuration)
  const worker = openWorker(workerId, { configuration, options, database, queue, store, files, uploads, tasks, log })
  const registry = new WorkerRegistry(connection, { workerId, slots, running: () => worker.running }, log)
  const upkeep = openUpkeep({ ...checks, connection, store, retentionDays: configuration.retentionDays, log })

  const closeAll = async (): Promise<void> => {
    await Promise.all([worker.close(), upkeep.close()])
    await registry.close()
    changes.close()
    await tasks.close()
    await queue.close().catch((error: unknown) => log.warn({ err: error }, 'the queue could not be closed'))
    await access.audit.close()
    await database.close()
  }
  let closed: Promise<void> | undefined
  return {
    within: openWorkspaces({ ...checks, connection, tasks, worker, changes, log }),
    access,
    files,
    database: connection,
    ...observePlatform({
      configuration,
      database,
      files,
      worker: () => ({ slots: registry.isStarted ? slots : 0, running: worker.running }),
      log,
    }),
    async startWorker() {
      await worker.start()
      await registry.start()
      upkeep.start()
    },
    close: () => (closed ??= closeAll()),
  }
}

function openTasks(entry: URL, { jobSeconds, jobMemoryMb, threads }: Configuration): TaskProcesses {
  return new TaskProcesses(entry, { seconds: jobSeconds, memoryMb: jobMemoryMb, threads })
}

interface WorkerParts {
  readonly configuration: Configuration
  readonly options: PlatformOptions
  readonly database: Database
  readonly queue: JobQueue
  readonly store: PostgresJobStore
  readonly files: FileStore
  readonly uploads: Uploads
  readonly tasks: TaskProcesses
  readonly log: Log
}

function openWorker(
  workerId: string,
  { configuration, options, database, queue, store, files, uploads, tasks, log }: WorkerParts,
): JobWorker {
  const { keptMb, uploadBytes, leaseSeconds, workers: slots, graceSeconds } = configuration
  const { tracer = NO_TRACES, observer = NO_OBSERVER, taskEntry = TASK_ENTRY } = options
  const types = options.types ?? (taskEntry === TASK_ENTRY ? ANALYSIS_NAMES : undefined)
  const fanOut = new FanOut({
    connection: database.connection,
    queued: (insert) => store.queued(insert),
    mostHelpers: mostHelpers(configuration, database.exclusive),
    offerAfterSeconds: configuration.fanOutSeconds,
  })
  return new JobWorker(
    queue,
    { store, files, uploads, tasks, fanOut, log, keptBytes: keptMb * 2 ** 20, uploadBytes, leaseSeconds },
    { workerId, slots, graceSeconds, exclusive: database.exclusive, tracer, observer, ...(types ? { types } : {}) },
  )
}

/** Tells this worker from any other, also from one of the same machine before. */
function workerName(): string {
  return `${hostname().slice(0, 40)}-${process.pid}-${randomBytes(3).toString('hex')}`
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

import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { CodedError, hiddenFault } from '@zerosec/errors'
import type { FanOut } from '../fan-out/fan-out.ts'
import type { FileStore } from '../files/file-store.ts'
import { readInput } from '../files/read-input.ts'
import type { Uploads } from '../files/uploads.ts'
import type { Log } from '../log.ts'
import type { AttemptEnd } from '../observer.ts'
import type { Attempt, JobStore, Progress, StoredArtifact } from '../store/job-store.ts'
import { readerOf } from '../store/workspace-reader.ts'
import { checkArtifactType, tidyEndedJobs } from './attempt-files.ts'
import type { RunResult, TaskServices } from './messages.ts'
import { openNamedFile } from './named-file.ts'
import type { TaskProcesses } from './task-processes.ts'

/** Also how soon a worker learns of a cancel that another process made. */
const RENEW_MS = 1000
const PROGRESS_MS = 250
/** A job that is given back because a service is away waits so long: it would meet the same again at once. */
const SERVICE_DELAY_SECONDS = 5
/** The analysis fills the bar up to here; writing the results fills the rest. */
const ANALYSIS_PERCENT = 95

export interface AttemptServices {
  readonly store: JobStore
  readonly files: FileStore
  readonly uploads: Uploads
  readonly tasks: TaskProcesses
  readonly fanOut: FanOut
  readonly log: Log
  /** Most that a job may keep of its parts and its results so far. */
  readonly keptBytes: number
  /** Largest input that is read. */
  readonly uploadBytes: number
  /** How long a worker may be silent before its job is taken for lost. */
  readonly leaseSeconds: number
}

/** Ends an attempt from outside: it lost its job, and may write nothing any more, or it has to give it back. */
export class AttemptStopped extends Error {
  override readonly name = 'AttemptStopped'
  readonly givesBack: boolean

  constructor({ givesBack }: { givesBack: boolean }) {
    super(givesBack ? 'the worker is closing' : 'the job was taken away')
    this.givesBack = givesBack
  }
}

/**
 * One attempt from its claim to the job's next state. Never rejects.
 *
 * @param stop  aborted with AttemptStopped by the worker, or by the heartbeat when the job was cancelled elsewhere
 */
export async function runAttempt(
  attempt: Attempt,
  stop: AbortController,
  services: AttemptServices,
): Promise<AttemptEnd> {
  const { store, files, fanOut } = services
  const { jobId, outputBucket } = attempt.job
  const prefix = `outputs/${jobId}/${attempt.token.slice(0, 8)}/`
  const heartbeat = new Heartbeat(attempt, services, stop)
  const kept = fanOut.filesOf(attempt, services)
  const parts = fanOut.partsOf(attempt, kept, services.log)
  let end: AttemptEnd = 'stopped'
  try {
    const earlier = await store.reusable(attempt.job)
    if (earlier && (await store.complete(attempt, earlier))) return 'completed'
    const result = await analyse(attempt, stop.signal, services, (progress) => heartbeat.report(progress), {
      checkpoints: kept,
      parts,
    }).finally(() => kept.settled())
    if (parts.mayHaveHelp) await fanOut.endHelp(attempt)
    if (result.artifacts.length > 0 && !(await store.upload(attempt))) return end
    const artifacts = await writeArtifacts(result, files, outputBucket, prefix, stop.signal)
    if (await store.complete(attempt, { headline: result.headline, artifacts })) return 'completed'
  } catch (error) {
    end = await settle(attempt, error, stop.signal, services)
  } finally {
    heartbeat.stop()
    if (kept.isUsed) await tidyEndedJobs(services)
  }
  if (attempt.job.parentId === null) await removeOutputs(attempt, prefix, services)
  return end
}

/** Asks the store first: an error of `complete` does not tell whether it was committed. */
async function removeOutputs({ job }: Attempt, prefix: string, { store, files, log }: AttemptServices): Promise<void> {
  try {
    const kept = await store.artifacts(job.workspaceId, job.jobId)
    if (!kept.some(({ fileKey }) => fileKey.startsWith(prefix))) await files.removeAll(job.outputBucket, prefix)
  } catch (error) {
    log.warn({ err: error, jobId: job.jobId, prefix }, 'outputs of an attempt that failed stay behind')
  }
}

async function analyse(
  { job }: Attempt,
  signal: AbortSignal,
  { store, files, uploads, tasks, fanOut, uploadBytes }: AttemptServices,
  report: (progress: Progress) => void,
  keeping: Pick<TaskServices, 'checkpoints' | 'parts'>,
): Promise<RunResult> {
  report({ percent: 0, message: 'Reading the file' })
  const pinned = { sha256: job.inputSha256, maxBytes: uploadBytes }
  const file = await readInput(files, job.inputBucket, job.inputKey, pinned)
  const named = { store: readerOf(store, job.workspaceId), files, uploads }
  const sharing = fanOut.sharingOf(job)
  return tasks.run(
    { kind: 'run', analysis: job.jobType, file, parameters: job.parameters, ...(sharing ? { sharing } : {}) },
    signal,
    (fraction, message) => report({ percent: Math.min(1, Math.max(0, fraction)) * ANALYSIS_PERCENT, message }),
    { ...keeping, openFile: (reference) => openNamedFile(reference, named) },
  )
}

async function writeArtifacts(
  { artifacts }: RunResult,
  files: FileStore,
  bucket: string,
  prefix: string,
  signal: AbortSignal,
): Promise<StoredArtifact[]> {
  const stored: StoredArtifact[] = []
  for (const { path, type, bytes } of artifacts) {
    signal.throwIfAborted()
    checkArtifactType(type)
    const fileKey = prefix + path
    await files.write(bucket, fileKey, Readable.from([bytes]), bytes.byteLength)
    stored.push({
      fileKey,
      fileName: path.slice(path.lastIndexOf('/') + 1),
      fileType: type,
      sizeBytes: bytes.byteLength,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
  }
  return stored
}

/** Writes what an error means for the job. If that can't be written either, the lease runs out and recovery decides. */
async function settle(
  attempt: Attempt,
  error: unknown,
  signal: AbortSignal,
  { store, log }: AttemptServices,
): Promise<AttemptEnd> {
  const { jobId, maxAttempts } = attempt.job
  try {
    if (signal.aborted) {
      const { givesBack } = signal.reason as AttemptStopped
      return givesBack && (await store.release(attempt)) ? 'released' : 'stopped'
    }
    if (error instanceof CodedError && error.code === 'service_unavailable') {
      log.warn({ err: error, jobId }, 'a job is given back because a service went away')
      return (await store.release(attempt, { delaySeconds: SERVICE_DELAY_SECONDS })) ? 'released' : 'stopped'
    }
    if (error instanceof CodedError && error.code !== 'storage_full') {
      return (await store.fail(attempt, { code: error.code, message: error.message })) ? 'failed' : 'stopped'
    }
    const fault = error instanceof CodedError ? error : hiddenFault()
    log.error({ err: error, jobId, reference: fault.details['reference'] }, 'a job failed on a fault of ours')
    if (!(await store.fail(attempt, { code: fault.code, message: fault.message }, { retries: true }))) return 'stopped'
    return attempt.number < maxAttempts ? 'retried' : 'failed'
  } catch (problem) {
    log.error({ err: problem, jobId }, 'the end of an attempt could not be stored')
    return 'stopped'
  }
}

/** Keeps the lease and stores the latest progress, at most every PROGRESS_MS. Runs beside the analysis's process, which can't block it. */
class Heartbeat {
  readonly #attempt: Attempt
  readonly #services: AttemptServices
  readonly #stop: AbortController
  #renewedAt = performance.now()
  #progress: Progress | undefined
  #isStopped = false
  #timer: NodeJS.Timeout

  constructor(attempt: Attempt, services: AttemptServices, stop: AbortController) {
    this.#attempt = attempt
    this.#services = services
    this.#stop = stop
    this.#timer = this.#later()
  }

  report(progress: Progress): void {
    this.#progress = progress
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }

  #later(): NodeJS.Timeout {
    return setTimeout(() => void this.#beat(), PROGRESS_MS)
  }

  async #beat(): Promise<void> {
    const progress = this.#progress
    if (progress || performance.now() - this.#renewedAt >= RENEW_MS) {
      this.#progress = undefined
      this.#renewedAt = performance.now()
      if (!(await this.#renew(progress))) {
        if (!this.#isStopped) this.#stop.abort(new AttemptStopped({ givesBack: false }))
        return
      }
    }
    if (!this.#isStopped) this.#timer = this.#later()
  }

  /** False only when the store says that the job is no longer this attempt's. */
  async #renew(progress: Progress | undefined): Promise<boolean> {
    const { store, log, leaseSeconds } = this.#services
    try {
      return await store.renew(this.#attempt, leaseSeconds, progress)
    } catch (error) {
      log.warn({ err: error, jobId: this.#attempt.job.jobId }, 'a lease could not be renewed; trying again')
      return true
    }
  }
}

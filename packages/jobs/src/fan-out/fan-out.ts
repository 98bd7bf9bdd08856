import type { SharedParts, Sharing } from '@zerosec/analyses'
import type { Connection, Transaction } from '../database/schema.ts'
import type { Job } from '../job.ts'
import type { Log } from '../log.ts'
import { AttemptFiles, type AttemptFilesServices } from '../runner/attempt-files.ts'
import type { Inserted } from '../store/insert-job.ts'
import type { Attempt } from '../store/job-store.ts'
import { keepPart } from './keep-part.ts'
import { offerParts } from './offer-parts.ts'
import { ownerOf, takePart } from './part-claims.ts'
import { removeChildren } from './remove-children.ts'

const LONGEST_KEY = 500
const MOST_KEYS = 10_000

export interface FanOutOptions {
  readonly connection: Connection
  /** Queues what is inserted, in one transaction. */
  readonly queued: (insert: (transaction: Transaction) => Promise<readonly Inserted[]>) => Promise<unknown>
  /** Children of one job; 0: no job is shared. */
  readonly mostHelpers: number
  readonly offerAfterSeconds: number
}

/**
 * Lets several workers compute one job. A job that takes long offers the parts that it has not begun, and submits children: jobs with
 * the same input and parameters that compute such parts, keep them as checkpoints of the job, and end without a result. The job computes as
 * well, reads what they kept, and does without whoever is lost. So nothing depends on a child, and the result not on how many there are.
 */
export class FanOut {
  readonly #options: FanOutOptions

  constructor(options: FanOutOptions) {
    this.#options = options
  }

  /** How the task of a job shares its parts; undefined: it doesn't. */
  sharingOf({ parentId }: Job): Sharing | undefined {
    const { mostHelpers, offerAfterSeconds } = this.#options
    if (parentId !== null) return { isHelper: true, offerAfterSeconds }
    return mostHelpers > 0 ? { isHelper: false, offerAfterSeconds } : undefined
  }

  /** What an attempt keeps: that of a child is kept for the job that it helps. */
  filesOf(attempt: Attempt, services: AttemptFilesServices): AttemptFiles {
    if (attempt.job.parentId === null) return new AttemptFiles(attempt, services)
    const { connection } = this.#options
    const store = {
      kept: (jobId: string) => services.store.kept(jobId),
      keep: (_: Attempt, file: Parameters<typeof keepPart>[2]) => keepPart(connection, attempt, file),
    }
    const owner = { ...attempt, job: { ...attempt.job, jobId: ownerOf(attempt) } }
    return new AttemptFiles(owner, { ...services, store })
  }

  partsOf(attempt: Attempt, files: AttemptFiles, log: Log): AttemptParts {
    return new AttemptParts(attempt, files, log, this.#options)
  }

  /** All parts of the job are computed. */
  async endHelp({ job }: Attempt): Promise<void> {
    await removeChildren(this.#options.connection, job.jobId)
  }
}

/** The parts of a job, as the task of one attempt of it or of a child has them. While the database is away a job goes on alone. */
export class AttemptParts implements Pick<SharedParts, 'offer' | 'take'> {
  readonly #attempt: Attempt
  readonly #files: AttemptFiles
  readonly #log: Log
  readonly #options: FanOutOptions
  #isUsed = false

  constructor(attempt: Attempt, files: AttemptFiles, log: Log, options: FanOutOptions) {
    this.#attempt = attempt
    this.#files = files
    this.#log = log
    this.#options = options
  }

  /** Whether this job, now or in an earlier attempt, may have had help. */
  get mayHaveHelp(): boolean {
    return this.#attempt.job.parentId === null && (this.#isUsed || this.#files.isUsed)
  }

  async offer(keys: readonly string[]): Promise<void> {
    checkKeys(keys)
    const { queued, mostHelpers } = this.#options
    if (this.#attempt.job.parentId !== null) return
    this.#isUsed = true
    try {
      await queued((transaction) => offerParts(transaction, this.#attempt, keys, mostHelpers))
    } catch (error) {
      this.#log.warn({ err: error }, 'the parts of a job could not be offered to other workers; trying again')
    }
  }

  async take(keys: readonly string[], takesOver: boolean): ReturnType<SharedParts['take']> {
    checkKeys(keys)
    this.#isUsed = true
    try {
      const taken = await takePart(this.#options.connection, this.#attempt, keys, takesOver)
      if (taken.kept.length > 0) await this.#files.lookAgain()
      return taken
    } catch (error) {
      this.#log.warn({ err: error }, 'the parts that others have could not be looked at')
      return { mine: this.#attempt.job.parentId === null ? keys[0] : undefined, kept: [] }
    }
  }
}

/** The task is not trusted: it has read somebody's file. */
function checkKeys(keys: unknown): void {
  const areKeys =
    Array.isArray(keys) &&
    keys.length <= MOST_KEYS &&
    keys.every((key) => typeof key === 'string' && key.length <= LONGEST_KEY && /^\P{Cc}+$/u.test(key))
  if (!areKeys) throw new Error('no keys of parts')
}

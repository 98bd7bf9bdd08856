import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { AnalysisFile, Checkpoints } from '@zerosec/analyses'
import { ARTIFACT_TYPES } from '@zerosec/contract'
import type { KeptKind } from '../database/schema.ts'
import type { FileStore } from '../files/file-store.ts'
import { canonicalKey } from '../files/keys.ts'
import { readInput } from '../files/read-input.ts'
import type { Log } from '../log.ts'
import type { Attempt, JobStore, KeptFile } from '../store/job-store.ts'

const LONGEST_NAME = 500
const LONGEST_FILE_NAME = 255
/** A file costs about a block of the disk, however small it is. */
const BLOCK_BYTES = 4096

export interface AttemptFilesServices {
  readonly store: Pick<JobStore, 'keep' | 'kept'>
  readonly files: FileStore
  readonly log: Log
  /** Most that a job may keep in all. */
  readonly keptBytes: number
}

/**
 * What the task of an attempt keeps for the job: parts that are done, for the next attempt, and results so far. A file is stored under
 * a key of its own and counts once the store has taken it by the attempt's token. What can't be kept is logged: the
 * analysis goes on. No call rejects; calls are done one after the other.
 */
export class AttemptFiles implements Checkpoints {
  readonly #attempt: Attempt
  readonly #services: AttemptFilesServices
  /** By kind and name; loaded when it is needed first. */
  #kept: Map<string, KeptFile> | undefined
  #last: Promise<unknown> = Promise.resolve()
  #warned = false

  constructor(attempt: Attempt, services: AttemptFilesServices) {
    this.#attempt = attempt
    this.#services = services
  }

  /** Whether there is anything to tidy up when the job has ended. */
  get isUsed(): boolean {
    return (this.#kept?.size ?? 0) > 0
  }

  load(key: string): Promise<Uint8Array | undefined> {
    return this.#next(async () => {
      const file = (await this.#known()).get(nameOf('checkpoint', key))
      return file && (await this.#read(file))
    })
  }

  async save(key: string, bytes: Uint8Array): Promise<void> {
    await this.#next(async () => {
      checkName(key)
      const { jobId } = this.#attempt.job
      await this.#keep('checkpoint', key, 'part', bytes, { folder: `checkpoints/${jobId}/`, path: 'part' })
    })
  }

  async publish({ path, type, bytes }: AnalysisFile): Promise<void> {
    await this.#next(async () => {
      checkName(path)
      const canonical = canonicalKey(path)
      if (canonical.slice(canonical.lastIndexOf('/') + 1).length > LONGEST_FILE_NAME)
        throw new Error('its name is too long')
      checkArtifactType(type)
      const { jobId } = this.#attempt.job
      await this.#keep('result', canonical, type, bytes, { folder: `outputs/${jobId}/kept/`, path: canonical })
    })
  }

  /** Others have kept files of this job since. */
  async lookAgain(): Promise<void> {
    await this.#next(async () => {
      this.#kept = undefined
      await this.#known()
    })
  }

  /** Resolves when every call before has been done. */
  async settled(): Promise<void> {
    await this.#last
  }

  /** One after the other, so that of two files of one name the later one stays. */
  #next<Result>(call: () => Promise<Result>): Promise<Result | undefined> {
    const done = this.#last.then(call).catch((error: unknown) => {
      // once: an analysis tries again with every part
      if (!this.#warned) this.#services.log.warn({ err: error, jobId: this.#attempt.job.jobId }, 'a part is not kept')
      this.#warned = true
      return undefined
    })
    this.#last = done
    return done
  }

  async #known(): Promise<Map<string, KeptFile>> {
    if (!this.#kept) {
      const kept = await this.#services.store.kept(this.#attempt.job.jobId)
      this.#kept = new Map(kept.map((file) => [nameOf(file.kind, file.name), file]))
    }
    return this.#kept
  }

  async #keep(
    kind: KeptKind,
    name: string,
    fileType: string,
    bytes: Uint8Array,
    place: { folder: string; path: string },
  ): Promise<void> {
    const { store, files } = this.#services
    const { outputBucket } = this.#attempt.job
    if (!(bytes instanceof Uint8Array)) throw new Error('a part that is not bytes')
    const kept = await this.#known()
    this.#checkRoom(kept, nameOf(kind, name), bytes.byteLength)
    const folder = `${place.folder}${randomUUID()}/`
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const file = { kind, name, fileKey: folder + place.path, fileType, sizeBytes: bytes.byteLength, sha256 }
    let unneeded: string | undefined = folder
    try {
      await files.write(outputBucket, file.fileKey, Readable.from([bytes]), bytes.byteLength)
      const taken = await store.keep(this.#attempt, file)
      if (!taken) return
      kept.set(nameOf(kind, name), file)
      unneeded = taken.replaced?.slice(0, -place.path.length)
    } finally {
      if (unneeded !== undefined) await files.removeAll(outputBucket, unneeded)
    }
  }

  #checkRoom(kept: ReadonlyMap<string, KeptFile>, name: string, bytes: number): void {
    const limit = this.#services.keptBytes
    let sum = roomOf(bytes)
    for (const [each, { sizeBytes }] of kept) if (each !== name) sum += roomOf(sizeBytes)
    if (sum > limit) throw new Error(`the job would keep ${sum} bytes, and ZEROSEC_KEPT_MB allows ${limit}`)
  }

  async #read({ fileKey, sha256 }: KeptFile): Promise<Uint8Array> {
    const { bytes } = await readInput(this.#services.files, this.#attempt.job.outputBucket, fileKey)
    const isWhole = createHash('sha256').update(bytes).digest('hex') === sha256
    if (!isWhole) throw new Error(`${fileKey} is not what was kept`)
    return bytes
  }
}

function nameOf(kind: KeptKind, name: string): string {
  return `${kind} ${name}`
}

function roomOf(bytes: number): number {
  return Math.ceil((bytes + 1) / BLOCK_BYTES) * BLOCK_BYTES
}

/** The task is not trusted: it has read somebody's file. */
function checkName(name: unknown): void {
  const isName = typeof name === 'string' && name !== '' && name.length <= LONGEST_NAME && name.isWellFormed()
  if (!isName || /\p{Cc}/u.test(name)) throw new Error(`no name for a part: ${JSON.stringify(name)?.slice(0, 100)}`)
}

/** Removes the files that jobs kept which have ended since, but for results that have become artifacts. */
export async function tidyEndedJobs({
  store,
  files,
  log,
}: {
  readonly store: JobStore
  readonly files: FileStore
  readonly log: Log
}): Promise<void> {
  try {
    for (const { jobId, status, outputBucket } of await store.endedWithKept()) {
      await files.removeAll(outputBucket, `checkpoints/${jobId}/`)
      if (status === 'completed') await files.removeAll(outputBucket, `outputs/${jobId}/kept/`)
      await store.forgetKept(jobId)
    }
  } catch (error) {
    log.warn({ err: error }, 'kept files of jobs that have ended could not be removed; trying again')
  }
}

/** @throws Error for a type that the API can't tell: its clients would get no list of files at all */
export function checkArtifactType(type: string): void {
  if (!(ARTIFACT_TYPES as readonly string[]).includes(type)) throw new Error(`"${type}" is no type of artifacts`)
}

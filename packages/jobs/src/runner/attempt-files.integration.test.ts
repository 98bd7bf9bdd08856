import { randomUUID } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryConfiguration } from '../../test/databases.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { FolderFiles } from '../files/folder-files.ts'
import { DEFAULT_WORKSPACE as HOME } from '../job.ts'
import { type Log, SILENT } from '../log.ts'
import { PostgresJobQueue } from '../queue/postgres-job-queue.ts'
import type { Attempt } from '../store/job-store.ts'
import { PostgresJobStore } from '../store/postgres-job-store.ts'
import { AttemptFiles, tidyEndedJobs } from './attempt-files.ts'

describe('what an attempt keeps', () => {
  const { configuration, remove } = temporaryConfiguration()
  const files = FolderFiles.open(configuration.dataFolder)
  const warnings: string[] = []
  const log: Log = { ...SILENT, warn: (details) => warnings.push((details as { err: Error }).err.message) }
  let database: Database
  let queue: PostgresJobQueue
  let store: PostgresJobStore
  beforeAll(async () => {
    database = await openDatabase(configuration, SILENT)
    queue = new PostgresJobQueue(database)
    store = new PostgresJobStore(database.connection, queue)
  })
  afterAll(async () => {
    await queue.close()
    await database.close()
    remove()
  })
  const attemptOf = async (): Promise<Attempt> => {
    const jobId = randomUUID()
    const input = { inputBucket: files.inputBucket, inputKey: `inputs/${jobId}/a.csv` }
    await store.submit(HOME, { jobId, jobType: jobId, ...input, parameters: {} }, files.outputBucket)
    return (await store.claim({ types: [jobId], limit: 1, leaseSeconds: 60, workerId: 'a' }))[0]!
  }
  const filesOf = (attempt: Attempt, keptBytes = 1e6): AttemptFiles =>
    new AttemptFiles(attempt, { store, files, log, keptBytes })
  /** Paths of all stored files of the job, below the bucket. */
  const stored = ({ job }: Attempt): string[] =>
    readdirSync(join(configuration.dataFolder, 'files', files.outputBucket), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.parentPath.includes(job.jobId))
      .map((entry) => join(entry.parentPath, entry.name))
  const logged = (): string[] => warnings.splice(0)

  it('is what a later attempt loads, the latest of each name, and nothing is left of the others', async () => {
    const attempt = await attemptOf()
    const first = filesOf(attempt)
    expect(await first.load('fold 1')).toBeUndefined()
    void first.save('fold 1', Uint8Array.of(1, 2))
    void first.save('fold 1', Uint8Array.of(3))
    void first.save('../fold 2', new Uint8Array(0))
    await first.settled()
    const second = filesOf(attempt)
    expect(await second.load('fold 1')).toEqual(Uint8Array.of(3))
    expect(await second.load('../fold 2')).toEqual(new Uint8Array(0))
    expect([stored(attempt).length, logged()]).toEqual([2, []])
  })

  it.each([
    ['a name that is empty', (kept: AttemptFiles) => kept.save('', Uint8Array.of(1)), 'no name'],
    ['a name with a line end', (kept: AttemptFiles) => kept.save('a\nb', Uint8Array.of(1)), 'no name'],
    ['a name that is too long', (kept: AttemptFiles) => kept.save('x'.repeat(501), Uint8Array.of(1)), 'no name'],
    ['half a surrogate pair', (kept: AttemptFiles) => kept.save('\ud800', Uint8Array.of(1)), 'no name'],
    ['a name that is no text', (kept: AttemptFiles) => kept.save(undefined as never, Uint8Array.of(1)), 'no name'],
    ['what is not bytes', (kept: AttemptFiles) => kept.save('a', 'text' as never), 'not bytes'],
    ['a path out of the folder', (kept: AttemptFiles) => kept.publish(fileAt('../../secret.json')), '".." part'],
    ['an absolute path', (kept: AttemptFiles) => kept.publish(fileAt('/etc/passwd.json')), 'an empty'],
    ['a type that no client knows', (kept: AttemptFiles) => kept.publish({ ...fileAt('a'), type: 'exe' }), '"exe"'],
    ['more than the limit', (kept: AttemptFiles) => kept.save('a', new Uint8Array(1e6)), 'ZEROSEC_KEPT_MB'],
  ])('is never %s, and the log says so', async (_, keep, reason) => {
    const attempt = await attemptOf()
    await keep(filesOf(attempt))
    expect(logged()).toEqual([expect.stringContaining(reason)])
    expect([stored(attempt), await store.kept(attempt.job.jobId)]).toEqual([[], []])
  })

  it('counts against the limit in blocks of the disk, over all attempts, a file that is replaced once', async () => {
    const attempt = await attemptOf()
    for (let round = 0; round < 3; round++) await filesOf(attempt, 3 * 4096).save('a', Uint8Array.of(1))
    const kept = filesOf(attempt, 3 * 4096)
    await kept.save('b', Uint8Array.of(1))
    await kept.publish(fileAt('c.json'))
    expect(logged()).toEqual([])
    await kept.save('d', Uint8Array.of(1))
    await kept.save('e', Uint8Array.of(1))
    expect(logged()).toHaveLength(1) // for an analysis of a thousand parts as well
    expect(await kept.load('d')).toBeUndefined()
    expect(await kept.load('b')).toEqual(Uint8Array.of(1))
  })

  it('is nothing once the job was taken away, and leaves no file behind', async () => {
    const attempt = await attemptOf()
    const kept = filesOf(attempt)
    await store.cancel(HOME, attempt.job.jobId)
    await kept.save('a', Uint8Array.of(1))
    await kept.publish(fileAt('models/a.json'))
    expect([stored(attempt), await store.artifacts(HOME, attempt.job.jobId)]).toEqual([[], []])
  })

  it('is computed again where its file was damaged', async () => {
    const attempt = await attemptOf()
    await filesOf(attempt).save('a', Uint8Array.of(1))
    writeFileSync(stored(attempt)[0]!, Uint8Array.of(2))
    expect(await filesOf(attempt).load('a')).toBeUndefined()
    expect(logged()).toEqual([expect.stringContaining('is not what was kept')])
  })

  it('goes when the job has ended, but for the results of one that has no other', async () => {
    const [cancelled, completed, running] = [await attemptOf(), await attemptOf(), await attemptOf()]
    for (const attempt of [cancelled, completed, running]) {
      await filesOf(attempt).save('a', Uint8Array.of(1))
      await filesOf(attempt).publish(fileAt('models/a.json'))
    }
    await store.cancel(HOME, cancelled.job.jobId)
    await store.upload(completed)
    await store.complete(completed, { headline: null, artifacts: [] })
    await tidyEndedJobs({ store, files, log })
    expect(stored(cancelled)).toEqual([expect.stringMatching(/models.a\.json$/)])
    expect(stored(completed)).toEqual([])
    expect(stored(running)).toHaveLength(2)
    expect(logged()).toEqual([])
  })
})

function fileAt(path: string): { path: string; type: string; bytes: Uint8Array } {
  return { path, type: 'json', bytes: Uint8Array.of(1) }
}

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type S3Server, startS3Server } from '../../../../test/s3-server.ts'
import { DATABASES } from '../../test/databases.ts'
import { emptyServer } from '../../test/empty-server.ts'
import { type DefaultPlatform, openDefault } from '../../test/open-default.ts'
import { hasCompletedAt, isRunning, jobThat, submit, upload } from '../../test/submit.ts'
import { type Configuration, type Environment, readConfiguration } from '../configuration.ts'
import { openDatabase } from '../database/database.ts'
import { openFiles } from '../files/open-files.ts'
import { SILENT } from '../log.ts'
import { ArchiveWriter } from './archive-writer.ts'
import { type BackupSummary, backUp } from './back-up.ts'
import { dumpDatabase } from './dump-database.ts'
import { restore } from './restore.ts'
import { verifyArchive } from './verify-archive.ts'

const options = { taskEntry: new URL('../../test/test-task.ts', import.meta.url), checkParameters: () => [] }
const root = mkdtempSync(join(tmpdir(), 'zerosec-backup-'))
const archive = (name: string): string => join(root, name)
let s3: S3Server
/** A server takes less of a processor than an embedded database, where there is one. */
const FASTEST = DATABASES.at(-1)![1]

beforeAll(async () => {
  s3 = await startS3Server()
  for (const bucket of ['old-in', 'old-out', 'one-for-both']) s3.createBucket(bucket)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await s3.stop()
  rmSync(root, { recursive: true, force: true, maxRetries: 3 })
})

const inBuckets = (inputs: string, outputs: string): Environment => ({
  ZEROSEC_FILES: 's3',
  ZEROSEC_S3_INPUT_BUCKET: inputs,
  ZEROSEC_S3_OUTPUT_BUCKET: outputs,
  ZEROSEC_S3_ENDPOINT: s3.endpoint,
})

function configurationOf(folder: string, environment: Environment): Configuration {
  return readConfiguration({
    ZEROSEC_DATA: join(root, folder),
    ZEROSEC_WORKERS: '2',
    ZEROSEC_GRACE_SECONDS: '0',
    ...environment,
  })
}

function connecting(configuration: Configuration, parameter: string, value: string): Configuration {
  const url = new URL(configuration.databaseUrl!)
  url.searchParams.set(parameter, value)
  return { ...configuration, databaseUrl: url.href }
}

/** Who signs in as a role that sees of the server's other sessions only what any may. */
const asAnother = (configuration: Configuration) => connecting(configuration, 'options', '-c role=pg_signal_backend')

/** As `zerosec backup` does where the platform runs. */
async function backUpRunning(
  { database }: DefaultPlatform,
  configuration: Configuration,
  path: string,
  afterDump = async (): Promise<void> => {},
): Promise<BackupSummary> {
  const file = await open(path, 'w')
  try {
    return await backUp({
      configuration,
      withSigningSecret: false,
      sink: (chunk) => file.writeFile(chunk),
      dump: async (spool) => {
        await dumpDatabase(database, spool)
        await afterDump()
      },
    })
  } finally {
    await file.close()
  }
}

/** A shop as `packages/commerce` leaves it, and what a load in progress leaves beside it. */
const SHOP: Readonly<Record<string, string>> = {
  'current.json': '{"format":"zerosec.current/1","snapshot":"20260101T000000000Z-00000000"}',
  'snapshots/20260101T000000000Z-00000000.duckdb': 'a snapshot',
  'alerts/3f2b8c1e-0000-4000-8000-000000000000.json': '{}',
  'outbox/sent/1:2,S (金型).eml': 'a message that a mail server has moved',
}
function makeShop({ dataFolder }: Configuration): void {
  const leftOut = {
    'writer.lock': '',
    'snapshots/building.duckdb': 'half',
    'alerts/x.json.next': '',
    'files/.nfs01': '',
  }
  for (const [name, content] of Object.entries({ ...SHOP, ...leftOut })) {
    const path = join(dataFolder, 'commerce', 'default', name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, content)
  }
}
function shopOf({ dataFolder }: Configuration): Record<string, string> {
  const folder = join(dataFolder, 'commerce', 'default')
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]))
}

/** What a client can see of the jobs that have ended, with the bytes of their files. */
async function seen(platform: DefaultPlatform): Promise<unknown> {
  const { jobs } = await platform.jobs.list({ limit: 50 })
  return Promise.all(
    jobs
      .filter(({ completedAt }) => completedAt)
      .map(async ({ inputBucket, outputBucket, ...job }) => {
        const files = (await platform.jobs.artifacts(job.jobId)).map(({ fileKey }) => [outputBucket, fileKey] as const)
        const contents = [[inputBucket, job.inputKey] as const, ...files].map(async ([bucket, key]) =>
          (await buffer((await platform.files.read(bucket, key)).stream)).toString(),
        )
        return { job, contents: await Promise.all(contents) }
      }),
  )
}

describe.each(DATABASES)('a backup of a platform at work on %s', (name, environment) => {
  const isServer = name !== DATABASES[0]![0]
  const configuration = () =>
    configurationOf('source', { ...environment, ...(isServer ? inBuckets('old-in', 'old-out') : {}) })
  const path = archive(isServer ? 'server.tar' : 'embedded.tar')
  let before: unknown
  let running: string
  let summary: BackupSummary
  let key: string
  let scheduled: string
  let removed: string
  let without: BackupSummary

  beforeAll(async () => {
    const platform = await openDefault(configuration(), options)
    await platform.startWorker()
    makeShop(configuration())
    const jobs = [await submit(platform, 'count'), await submit(platform, 'count')]
    for (const { jobId } of jobs) await jobThat(platform, jobId, hasCompletedAt)
    running = (await submit(platform, 'forever')).jobId
    await jobThat(platform, running, isRunning)
    key = (await platform.access.keys.create({ name: 'a', scope: 'read', workspaceId: 'default', createdBy: 'test' }))
      .key
    const { jobId: _, ...text } = await upload(platform, 'count') // nothing else names its file
    const schedule = { name: 'a', cron: '0 0 1 1 *', timeZone: 'UTC', priority: 0, paused: false }
    scheduled = (await platform.schedules.create({ ...schedule, ...text })).inputKey
    before = await seen(platform)
    summary = await backUpRunning(platform, configuration(), path)
    removed = (await platform.jobs.artifacts(jobs[0]!.jobId))[0]!.fileKey
    const store = await openFiles(configuration())
    const remove = () => store.removeAll(store.outputBucket, removed.replace(/[^/]*$/, ''))
    without = await backUpRunning(platform, configuration(), archive('without.tar'), remove)
    await submit(platform, 'count')
    await platform.jobs.cancel(running)
    await platform.close()
    rmSync(configuration().dataFolder, { recursive: true, maxRetries: 3 })
    await emptyServer(configuration())
  })
  afterAll(async () => {
    await emptyServer(configuration())
    rmSync(configuration().dataFolder, { recursive: true, maxRetries: 3 })
  })

  it('gives everything back that there was as it began, and jobs that ran begin again', async () => {
    expect(summary).toMatchObject({ files: 6, commerceFiles: 4, findings: [] })
    const { queuedAgain, aside } = await restore({ configuration: configuration(), path, replaces: false })
    expect({ queuedAgain, aside }).toEqual({ queuedAgain: 1, aside: [] })
    expect(shopOf(configuration())).toEqual(SHOP)
    expect(readdirSync(configuration().dataFolder).filter((name) => /^(restor|before|backup)/.test(name))).toEqual([])
    const platform = await openDefault(configuration(), options)
    if (isServer)
      // on an embedded one the test of the command line tries it, which waits for the lock
      await expect(restore({ configuration: asAnother(configuration()), path, replaces: true })).rejects.toMatchObject({
        code: 'restore_platform_running',
      })
    expect(await seen(platform)).toEqual(before)
    expect(await platform.jobs.get(running)).toMatchObject({ status: 'queued', attempts: 0 })
    expect(await platform.files.size(platform.files.inputBucket, scheduled)).toBe(8)
    expect(await platform.access.keys.identify(key)).toMatchObject({ scope: 'read' })
    const { rows } = await sql<{ free: boolean }>`
      select nextval(pg_get_serial_sequence('job_artifacts', 'artifact_id')) > max(artifact_id) as free
      from job_artifacts`.execute(platform.database)
    expect(rows, 'the counters of ids go on behind those that were given').toEqual([{ free: true }])
    await platform.close()
  })

  it('tells of files that were removed while it was made, and is whole without them', async () => {
    expect(without.findings).toEqual([{ problem: 'missing', area: 'outputs', key: removed }])
    const { header, parts } = await verifyArchive(archive('without.tar'))
    expect(header.findings).toEqual(without.findings)
    expect(parts.size).toBe(1 + without.files + without.commerceFiles)
    expect(without.files).toBe(summary.files - 1)
  })

  it('is refused where data are already, and puts them aside when told to', async () => {
    const target = configuration()
    await expect(restore({ configuration: target, path, replaces: false })).rejects.toMatchObject({
      code: 'restore_target_not_empty',
    })
    const { aside } = await restore({ configuration: target, path, replaces: true })
    expect(aside).toHaveLength(isServer ? 2 : 1)
    expect(readdirSync(aside[0]!)).toEqual(
      expect.arrayContaining(isServer ? ['commerce'] : ['commerce', 'database', 'files']),
    )
    expect(shopOf(target)).toEqual(SHOP)
  })

  it('is refused while someone else reads the tables, and changes nothing', async () => {
    if (!isServer) return
    const named = connecting(configuration(), 'application_name', 'psql')
    const reader = await openDatabase(named, SILENT, { migrates: false })
    const hasty = connecting(configuration(), 'options', '-c lock_timeout=50ms')
    await reader.connection.transaction().execute(async (transaction) => {
      await sql`select from jobs limit 1`.execute(transaction)
      await expect(restore({ configuration: hasty, path, replaces: true })).rejects.toMatchObject({
        code: 'restore_platform_running',
        details: { sessions: [expect.stringMatching(/^psql /)] },
      })
    })
    await reader.close()
    expect(readdirSync(configuration().dataFolder).filter((name) => name.startsWith('restor'))).toEqual([])
  })

  it('is neither made nor restored by a version that does not know all tables of the server', async () => {
    if (!isServer) return
    const database = await openDatabase(configuration(), SILENT)
    await sql`insert into kysely_migration values ('9999_tomorrow', '')`.execute(database.connection)
    const made = dumpDatabase(database.connection, archive('newer.jsonl'))
    await expect(made).rejects.toMatchObject({ code: 'backup_database_newer' })
    await database.close()
    const restored = restore({ configuration: configuration(), path, replaces: true })
    await expect(restored).rejects.toMatchObject({ code: 'restore_target_newer' })
  })

  it('goes into another kind of place, under its names of buckets', async () => {
    const target = configurationOf(
      'moved',
      isServer ? {} : { ...FASTEST, ...inBuckets('one-for-both', 'one-for-both') },
    )
    await restore({ configuration: target, path, replaces: false })
    const platform = await openDefault(target, options)
    expect(await seen(platform)).toEqual(before)
    await platform.close()
    await emptyServer(target)
    rmSync(target.dataFolder, { recursive: true, maxRetries: 3 })
  })
})

describe('an archive', () => {
  const target = () => configurationOf('untouched', FASTEST)
  const refusal = (path: string) =>
    restore({ configuration: target(), path, replaces: true }).catch((error) => error.code)

  it.each([0, 0.1, 0.5, 1])('that ends after %d of it is refused', async (share) => {
    const whole = readFileSync(archive('embedded.tar'))
    const cut = archive('cut.tar')
    writeFileSync(cut, whole.subarray(0, Math.floor(share * (whole.byteLength - 1025))))
    expect(await refusal(cut)).toBe('backup_incomplete')
    expect(existsSync(target().dataFolder)).toBe(false)
  })

  it('in which one bit has changed is refused, wherever that is', async () => {
    const whole = readFileSync(archive('embedded.tar'))
    const { parts } = await verifyArchive(archive('embedded.tar'))
    const places = [...parts.keys(), 'manifest.jsonl', 'manifest.sha256'].map((name) => whole.lastIndexOf(`${name}\0`))
    for (const start of places.filter((place) => place >= 0)) {
      for (const offset of [0, 130, 513]) {
        const bytes = Buffer.from(whole)
        bytes[start + offset]! ^= 1
        writeFileSync(archive('bit.tar'), bytes)
        expect(await refusal(archive('bit.tar')), `at ${start} + ${offset}`).toMatch(/^backup_(damaged|incomplete)$/)
      }
    }
    expect(existsSync(target().dataFolder)).toBe(false)
  })

  const HEADER = {
    format: 'zerosec.backup/1',
    version: '99.0.0',
    madeAt: '2026-01-01T00:00:00.000Z',
    migrations: ['0001_jobs_and_artifacts'],
    buckets: { inputs: 'zerosec-inputs', outputs: 'zerosec-outputs' },
    findings: [],
  }
  const craft = async (parts: Readonly<Record<string, string>>, header: object = {}): Promise<string> => {
    const file = await open(archive('crafted.tar'), 'w')
    const writer = new ArchiveWriter((chunk) => file.writeFile(chunk), new Date(0))
    for (const [name, text] of Object.entries(parts))
      await writer.add(name, Buffer.byteLength(text), [Buffer.from(text)])
    await writer.finish({ ...HEADER, ...header })
    await file.close()
    return archive('crafted.tar')
  }
  const dump = '["zerosec.database/1",{}]\n["end",{"rows":{},"counters":[]}]\n'

  it('of a newer version is refused, as its tables are not known', async () => {
    const path = await craft({ 'database.jsonl': dump }, { migrations: [...HEADER.migrations, '9999_tomorrow'] })
    expect(await refusal(path)).toBe('backup_too_new')
  })

  it.each([
    ['a file outside of its folder', 'files/inputs/../../../etc/passwd'],
    ['a shop outside of its folder', 'commerce/../x'],
    ['a hidden file', 'commerce/default/.x'],
    ['another file', 'local-access.json'],
  ])('with %s is refused', async (_, name) => {
    expect(await refusal(await craft({ 'database.jsonl': dump, [name]: 'x' }))).toBe('backup_damaged')
    expect(existsSync(target().dataFolder)).toBe(false)
  })

  it('with a part behind its manifest is refused, which nothing was held against', async () => {
    const whole = readFileSync(await craft({ 'database.jsonl': dump }))
    const late: Buffer[] = []
    const writer = new ArchiveWriter(async (chunk) => void late.push(chunk), new Date(0))
    await writer.add('commerce/default/late', 2 ** 20, [Buffer.alloc(2 ** 20)]) // as much as is written at once
    const place = whole.lastIndexOf('manifest.sha256\0')
    writeFileSync(archive('late.tar'), Buffer.concat([whole.subarray(0, place), ...late, whole.subarray(place)]))
    expect(await refusal(archive('late.tar'))).toBe('backup_damaged')
  })

  it('that is a folder is refused', async () => {
    expect(await refusal(root)).toBe('backup_damaged')
  })

  it('with a database that is none is refused, and leaves nothing', async () => {
    const path = await craft({ 'database.jsonl': dump.replace('{}', '{}]\n["table","pg_authid"') })
    expect(await refusal(path)).toBe('backup_damaged')
    expect(readdirSync(target().dataFolder).filter((name) => !name.startsWith('lock'))).toEqual([])
    rmSync(target().dataFolder, { recursive: true })
  })

  it('of an earlier version is brought up to date', async () => {
    const job = {
      job_id: 'x',
      job_type: 'count',
      status: 'completed',
      progress_percent: 100,
      input_bucket: 'zerosec-inputs',
    }
    const times = {
      created_at: '2026-01-01T00:00:00.123Z',
      updated_at: '2026-01-01T00:00:00Z',
      completed_at: '2026-01-01T00:00:00Z',
    }
    const row = {
      ...job,
      input_key: 'inputs/x/a.csv',
      output_bucket: 'zerosec-outputs',
      parameters: { 列: 1e300 },
      attempts: 1,
      ...times,
    }
    const old = `["zerosec.database/1",{}]\n["table","jobs"]\n${JSON.stringify(row)}\n["end",{"rows":{"jobs":1},"counters":[]}]\n`
    const path = await craft({ 'database.jsonl': old, 'files/inputs/inputs/x/a.csv': 'a\n1\n' })
    await restore({ configuration: target(), path, replaces: false })
    const platform = await openDefault(target(), options)
    const found = await platform.jobs.get('x')
    expect(found).toMatchObject({
      workspaceId: 'default',
      parameters: { 列: 1e300 },
      createdAt: new Date(times.created_at),
    })
    await platform.close()
    await emptyServer(target())
    rmSync(target().dataFolder, { recursive: true, maxRetries: 3 })
  })
})

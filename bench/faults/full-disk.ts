import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { serverUser } from '../../test/postgres-programs.ts'
import { onServer } from '../../test/postgres-server.ts'
import type { Experiment, Finding, Surroundings } from './experiment.ts'
import { Fleet } from './fleet.ts'
import { judge, PATIENCE_SECONDS } from './judge.ts'
import { SmallDisk } from './small-disk.ts'

const NOT_MADE: Finding = {
  jobs: 0,
  lost: 0,
  double: 0,
  notes: ['not made: this machine lets nobody mount a small disk'],
  wrong: [],
}

/** The disk of uploads and artifacts has no block left, and later it has. */
const FULL_FILES: Experiment = {
  name: 'disk of the files full',
  claim:
    'No job completes without its artifact, uploads are refused with storage_full; once there is room, all complete.',
  async run({ server, short }) {
    const disk = await SmallDisk.open(8)
    if (!disk) return NOT_MADE
    const fleet = await Fleet.open(await server.createDatabase(), { ZEROSEC_DATA: disk.folder })
    try {
      const jobIds = await fleet.submit(short ? 6 : 50)
      disk.fill()
      await fleet.startWorkers({ short })
      await allHaveFailedOnce(fleet, jobIds)
      const refused = await codeOf(fleet.submit(1))
      const early = (await Promise.all(jobIds.map((jobId) => fleet.job(jobId)))).filter(
        ({ status }) => status === 'completed',
      )
      disk.free()
      const freed = Date.now()
      const more = await fleet.submit(2)
      const verdict = await judge(fleet, [...jobIds, ...more], PATIENCE_SECONDS)
      return {
        ...verdict,
        worstRecoverySeconds: (Date.now() - freed) / 1000,
        notes: [`every job has met the full disk; an upload was refused with ${refused}`],
        wrong: [
          ...(refused === 'storage_full' ? [] : [`an upload to the full disk ended with ${refused}`]),
          ...early.map(({ jobId }) => `${jobId} was completed on a full disk`),
        ],
      }
    } finally {
      await fleet.close()
      await disk.close()
    }
  },
}

/** The disk of the database has no block left, and later it has. */
const FULL_DATABASE: Experiment = {
  name: 'disk of PostgreSQL full',
  claim:
    'What can not be stored is refused with service_unavailable and leaves nothing; all that was acknowledged ends once.',
  async run(surroundings) {
    const disk = await SmallDisk.open(48, serverUser())
    if (!disk) return NOT_MADE
    const { server } = surroundings
    // beside its log of writes, without which PostgreSQL ends: that is the experiment that kills it
    const space = `small_${randomBytes(6).toString('hex')}`
    await onServer(server.url('postgres'), `create tablespace ${space} location '${disk.folder}'`)
    const database = await server.createDatabase()
    const name = decodeURIComponent(new URL(database).pathname.slice(1))
    await onServer(server.url('postgres'), `alter database ${name} set tablespace ${space}`)
    try {
      return await fillDatabase(database, disk, surroundings)
    } finally {
      await onServer(server.url('postgres'), `drop database ${name} with (force)`)
      await onServer(server.url('postgres'), `drop tablespace ${space}`)
      await disk.close()
    }
  },
}

async function fillDatabase(database: string, disk: SmallDisk, { short }: Surroundings): Promise<Finding> {
  const fleet = await Fleet.open(database)
  try {
    const jobIds = await fleet.submit(short ? 6 : 50, { parameters: { milliseconds: 300 } })
    const workers = await fleet.startWorkers({ short })
    disk.fill()
    // the pages that are there still have room for some
    let refused = ''
    for (let tries = 0; refused === '' && tries < 1000; tries++) {
      const large = { milliseconds: 50, text: randomBytes(20_000).toString('hex') }
      refused = await codeOf(fleet.submit(1, { parameters: large }).then((ids) => jobIds.push(...ids)))
    }
    await sleep(short ? 1000 : 10_000)
    disk.free()
    const freed = Date.now()
    jobIds.push(...(await fleet.submit(2)))
    const verdict = await judge(fleet, jobIds, PATIENCE_SECONDS)
    const [stored] = await fleet.query<{ jobs: number }>('select count(*)::int as jobs from jobs', [])
    const ended = workers.filter(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null).length
    return {
      ...verdict,
      worstRecoverySeconds: (Date.now() - freed) / 1000,
      notes: [`a submission was refused with ${refused}`],
      wrong: [
        ...(refused === 'service_unavailable' ? [] : [`a submission to the full disk ended with '${refused}'`]),
        ...(stored?.jobs === jobIds.length
          ? []
          : [`${stored?.jobs} jobs are stored, ${jobIds.length} were acknowledged`]),
        ...(ended === 0 ? [] : [`${ended} workers ended`]),
      ],
    }
  } finally {
    await fleet.close()
  }
}

export const FULL_DISK: readonly Experiment[] = [FULL_FILES, FULL_DATABASE]

async function allHaveFailedOnce(fleet: Fleet, jobIds: readonly string[]): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(50)) {
    const [waiting] = await fleet.query<{ jobs: number }>(
      'select count(*)::int as jobs from jobs where job_id = any($1) and attempts = 0',
      [jobIds],
    )
    if (waiting?.jobs === 0) return
  }
  throw new Error('no worker took the jobs')
}

/** Empty where it is fulfilled. */
async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => '',
    (error: unknown) => String((error as { code?: unknown }).code ?? error),
  )
}

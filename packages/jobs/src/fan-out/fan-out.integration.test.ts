import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES, temporaryConfiguration } from '../../test/databases.ts'
import { Fleet, type Helping, helpingWith, resultOf } from '../../test/fan-out-fleet.ts'
import { type DefaultPlatform, openDefault } from '../../test/open-default.ts'
import { hasCompletedAt, jobThat, upload } from '../../test/submit.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { SILENT } from '../log.ts'

const [, server] = DATABASES
const ROWS = 300
const noise = (i: number, k: number): number => (((i + 1) * Math.sqrt(k)) % 1) - 0.5
const rows = Array.from({ length: ROWS }, (_, i) => {
  const [a, b, c] = [noise(i, 2), noise(i, 3), noise(i, 5)]
  return [a, b, c, 3 * a - 2 * b * b + a * c + 0.1 * noise(i, 7)].join(',')
})
const content = `a,b,c,y\n${rows.join('\n')}\n`
const STUDIES = 12
const parameters = {
  target_columns: ['y'],
  models_to_use: ['lightgbm', 'random_forest'],
  outer_splits: 5,
  n_trials: 12,
  enable_shap: false,
  enable_pareto: false,
}

describe.runIf(server)('a job that several workers compute', () => {
  const { configuration, remove } = temporaryConfiguration(server?.[1])
  let platform: DefaultPlatform
  let database: Database
  let fleet: Fleet
  let alone: Record<string, string>

  beforeAll(async () => {
    platform = await openDefault(configuration)
    database = await openDatabase(configuration, SILENT)
    fleet = new Fleet(configuration)
    await fleet.start(1)
    // no worker is free for children
    const { jobId } = await start()
    await jobThat(platform, jobId, hasCompletedAt)
    alone = await resultOf(platform, jobId)
    await fleet.start(1)
  })
  afterAll(async () => {
    await fleet.close()
    await database.close()
    await platform.close()
    remove()
  })

  const start = async () => {
    const submission = await upload(platform, 'nonlinear_analysis', { content, parameters })
    return platform.jobs.submit({ ...submission, reusesResult: false })
  }
  const help = async (jobId: string, isWanted: (helping: Helping) => boolean): Promise<Helping> => {
    let found: Helping | undefined
    await expect
      .poll(async () => isWanted((found = await helpingWith(database.connection, jobId))), {
        timeout: 60_000,
        interval: 50,
      })
      .toBe(true)
    return found!
  }
  const isShared = ({ owner, held, kept }: Helping): boolean => owner !== null && held > 0 && kept < STUDIES - 2
  const expectSame = async (jobId: string): Promise<void> => {
    expect(await jobThat(platform, jobId, hasCompletedAt)).toMatchObject({ status: 'completed' })
    expect(await resultOf(platform, jobId)).toEqual(alone)
    expect(await helpingWith(database.connection, jobId)).toMatchObject({ children: 0 })
  }

  it('gives the same bytes as on one worker, and its children are no jobs of anybody', async () => {
    const { jobId } = await start()
    expect((await help(jobId, isShared)).children).toBe(1)
    const { jobs } = await platform.jobs.list({ limit: 10 })
    expect(jobs.map((job) => job.parentId)).toEqual([null, null])
    await expectSame(jobId)
  })

  it('does without a child whose worker is killed', async () => {
    const { jobId } = await start()
    const { helpers } = await help(jobId, isShared)
    fleet.kill(helpers[0]!)
    await expectSame(jobId)
    await fleet.start(1)
  })

  it('goes on after its own worker is killed, with what it and its children have computed', async () => {
    const { jobId } = await start()
    const { owner } = await help(jobId, isShared)
    fleet.kill(owner!)
    await expectSame(jobId)
    expect((await platform.jobs.attempts(jobId)).map(({ outcome }) => outcome)).toEqual(['lost'])
    await fleet.start(1)
  })

  it('takes its children with it when it is cancelled', async () => {
    const { jobId } = await start()
    await help(jobId, isShared)
    await platform.jobs.cancel(jobId)
    expect(await helpingWith(database.connection, jobId)).toMatchObject({ children: 0 })
  })
})

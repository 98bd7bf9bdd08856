import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES, temporaryConfiguration } from '../../test/databases.ts'
import { type DefaultPlatform, openDefault } from '../../test/open-default.ts'
import { hasCompletedAt, jobThat, upload } from '../../test/submit.ts'
import type { Placement } from '../job.ts'

const taskEntry = new URL('../../test/test-task.ts', import.meta.url)
/** The test task writes one that is none. */
const REPORT: unknown = expect.stringMatching(/^The report of the count of 強度\.csv can't be read: .*no report/)
const TEXT = { name: '強度', description: '', objectives: [] }

describe.each(DATABASES)('projects on %s', (_, environment) => {
  const { configuration, remove } = temporaryConfiguration(environment)
  let platform: DefaultPlatform
  beforeAll(async () => {
    platform = await openDefault(configuration, { taskEntry, checkParameters: () => [] })
    await platform.startWorker()
  })
  afterAll(async () => {
    await platform.close()
    remove()
  })

  const create = async (): Promise<string> => (await platform.projects.create(TEXT)).projectId
  /** A job of the test task, in a project or not; resolves when it has ended. */
  const run = async (
    options: { content?: string; parameters?: Record<string, unknown>; placement?: Placement } = {},
  ): Promise<string> => {
    const { placement, ...file } = options
    const submission = await upload(platform, 'count', file)
    const { jobId } = await platform.jobs.submit({ ...submission, ...(placement ? { placement } : {}) })
    await jobThat(platform, jobId, hasCompletedAt)
    return jobId
  }
  const roundOf = async (projectId: string, jobId: string): Promise<number | undefined> =>
    (await platform.projects.members(projectId)).find((member) => member.jobId === jobId)?.round
  const reportKey = async (jobId: string): Promise<string> => (await platform.jobs.artifacts(jobId))[0]!.fileKey

  describe('the round of a job', () => {
    it('is that of the same file, whatever it is called, and a new one for another file', async () => {
      const projectId = await create()
      const first = await run({ content: 'a,b\n1,2\n', placement: { projectId } })
      const again = await run({ content: 'a,b\n1,2\n', placement: { projectId } })
      const other = await run({ content: 'a,b\n1,3\n', placement: { projectId } })
      const back = await run({ content: 'a,b\n1,2\n', placement: { projectId } })
      expect(await Promise.all([first, again, other, back].map((job) => roundOf(projectId, job)))).toEqual([1, 1, 2, 1])
      expect(await platform.projects.get(projectId)).toMatchObject({ rounds: 2, jobs: 4 })
    })

    it('is that of the job whose file a parameter names, or whose file is its table', async () => {
      const projectId = await create()
      const model = await run({ content: 'a,b\n1,4\n', placement: { projectId } })
      await run({ content: 'a,b\n1,5\n', placement: { projectId } })
      const named = { model: await reportKey(model) }
      const prediction = await run({ content: 'a\n7\n', parameters: named, placement: { projectId } })
      const onItsFile = await run({ content: '{"bytes":8,"name":"強度.csv"}', placement: { projectId } })
      expect(await roundOf(projectId, prediction)).toBe(1)
      expect(await roundOf(projectId, onItsFile)).toBe(2) // the same bytes were made in both rounds: the later one
    })

    it('is what the user says, up to one more than there are', async () => {
      const projectId = await create()
      const first = await run({ content: 'a,b\n1,6\n', placement: { projectId, round: 1 } })
      const same = await run({ content: 'a,b\n1,6\n', placement: { projectId, round: 2 } })
      expect([await roundOf(projectId, first), await roundOf(projectId, same)]).toEqual([1, 2])
      const submission = { ...(await upload(platform, 'count')), placement: { projectId, round: 4 } }
      const refused = { code: 'round_unknown', details: { round: 4, last: 2, next: 3 } }
      await expect(platform.jobs.submit(submission)).rejects.toMatchObject(refused)
      await expect(platform.jobs.get(submission.jobId)).rejects.toMatchObject({ code: 'job_unknown' })
      await platform.projects.moveJob(same, { projectId, round: 1 })
      expect(await platform.projects.get(projectId)).toMatchObject({ rounds: 1, jobs: 2 })
    })

    it('is one new round for twelve jobs on one new file that come at the same time', async () => {
      const projectId = await create()
      const jobs = await Promise.all(
        Array.from({ length: 12 }, () => run({ content: 'a,b\n1,7\n', placement: { projectId } })),
      )
      expect(new Set(await Promise.all(jobs.map((job) => roundOf(projectId, job))))).toEqual(new Set([1]))
    })
  })

  describe('jobs', () => {
    it('are added later, once, to one project, and can leave it', async () => {
      const [projectId, other] = [await create(), await create()]
      const jobId = await run()
      await platform.projects.addJob(jobId, { projectId })
      await platform.projects.addJob(jobId, { projectId })
      expect(await platform.projects.get(projectId)).toMatchObject({ jobs: 1 })
      const taken = { code: 'job_in_project', details: { job_id: jobId, project_id: projectId } }
      await expect(platform.projects.addJob(jobId, { projectId: other })).rejects.toMatchObject(taken)
      await platform.projects.removeJob(jobId, projectId)
      await expect(platform.projects.removeJob(jobId, projectId)).rejects.toMatchObject({ code: 'job_not_in_project' })
      await platform.projects.addJob(jobId, { projectId: other })
      expect((await platform.jobs.get(jobId)).status).toBe('completed')
    })

    it('go on without a project that is deleted', async () => {
      const projectId = await create()
      const jobs = [await run({ placement: { projectId } }), await run({ placement: { projectId } })]
      expect(await platform.projects.remove(projectId)).toEqual({ jobsKept: 2 })
      for (const jobId of jobs) expect((await platform.jobs.get(jobId)).status).toBe('completed')
      await expect(platform.projects.get(projectId)).rejects.toMatchObject({ code: 'project_unknown' })
      await platform.projects.addJob(jobs[0]!, { projectId: await create() })
    })

    it('of no project or of none that is there are refused by code, and nothing is stored', async () => {
      const projectId = randomUUID()
      const refused = { code: 'project_unknown', details: { project_id: projectId } }
      const submission = { ...(await upload(platform, 'count')), placement: { projectId } }
      await expect(platform.jobs.submit(submission)).rejects.toMatchObject(refused)
      await expect(platform.jobs.get(submission.jobId)).rejects.toMatchObject({ code: 'job_unknown' })
      const { projects } = platform
      for (const call of [
        () => projects.get(projectId),
        () => projects.members(projectId),
        () => projects.change(projectId, { name: 'x' }),
        () => projects.remove(projectId),
        () => projects.learned(projectId),
        () => projects.moveJob(randomUUID(), { projectId, round: 1 }),
        () => projects.removeJob(randomUUID(), projectId),
      ]) {
        await expect(call()).rejects.toMatchObject(refused)
      }
      const unknown = { code: 'job_unknown' }
      await expect(projects.addJob(randomUUID(), { projectId: await create() })).rejects.toMatchObject(unknown)
      await expect(projects.lineage(randomUUID())).rejects.toMatchObject(unknown)
    })
  })

  it('say of a table that it can not be read, also by a fault of ours, and of the others what they taught', async () => {
    const { projectId } = await platform.projects.create({ ...TEXT, objectives: [{ column: 'b', goal: 'minimise' }] })
    await run({ content: 'a,b\n1,12\n', placement: { projectId } })
    await run({ content: 'a,b\n1,13\n', parameters: { sheet: 'crashes' }, placement: { projectId } })
    const { rounds } = await platform.projects.learned(projectId)
    expect(rounds).toMatchObject([
      {
        round: 1,
        runs: 0,
        notes: [expect.stringMatching(/^The table 強度\.csv can't be read: The file is empty/), REPORT],
      },
      { round: 2, runs: 0, notes: [expect.stringMatching(/can't be read: Something went wrong on our side/), REPORT] },
    ])
  })

  it('come newest first, a page at a time', async () => {
    const made = [await create(), await create(), await create()]
    const first = await platform.projects.list({ limit: 2 })
    const second = await platform.projects.list({ limit: 2, cursor: first.next ?? '' })
    expect([...first.projects, ...second.projects].slice(0, 3).map(({ projectId }) => projectId)).toEqual(
      made.toReversed(),
    )
    await expect(platform.projects.list({ limit: 2, cursor: 'x' })).rejects.toMatchObject({ code: 'request_invalid' })
  })

  describe('lineage', () => {
    it('leads through every step, up and down, with the bytes that were read', async () => {
      const model = await run({ content: 'a,b\n1,8\n', parameters: { random_seed: 5 } })
      const key = await reportKey(model)
      const prediction = await run({ content: 'a\n9\n', parameters: { model: key } })
      const front = await run({
        content: 'a\n10\n',
        parameters: { objectives: [{ model: await reportKey(prediction) }] },
      })

      const { jobs, parameters, is_cut } = await platform.projects.lineage(prediction)
      expect([parameters, is_cut]).toEqual([{ model: key }, false])
      expect(jobs.map(({ job_id, side, distance }) => [job_id, side, distance])).toEqual([
        [prediction, 'itself', 0],
        [model, 'ancestor', 1],
        [front, 'descendant', 1],
      ])
      const [artifact] = await platform.jobs.artifacts(model)
      expect(jobs[0]!.files).toMatchObject([
        { parameter: null, name: '強度.csv', from_job: null, is_stored: true },
        { parameter: 'model', reference: key, sha256: artifact!.sha256, from_job: model, is_stored: true },
      ])
      expect(jobs[1]).toMatchObject({ seed: 5, job_type: 'count', state: 'present' })
      expect((await platform.projects.lineage(front)).jobs.map(({ job_id }) => job_id)).toEqual([
        front,
        prediction,
        model,
      ])
    })

    it('knows a table that is byte for byte what a job had made', async () => {
      const maker = await run({ content: 'a,b\n100,8\n' })
      const reader = await run({ content: '{"bytes":10,"name":"強度.csv"}' })
      expect((await platform.projects.lineage(reader)).jobs).toMatchObject([
        { job_id: reader, files: [{ parameter: null, from_job: maker }] },
        { job_id: maker, side: 'ancestor' },
      ])
      expect((await platform.projects.lineage(maker)).jobs.map(({ job_id }) => job_id)).toEqual([maker, reader])
    })

    it('says that a job was deleted where there is none, and goes on past it', async () => {
      const [gone, jobId] = [randomUUID(), randomUUID()]
      const key = `outputs/${gone}/1/models/強度.zsm`
      const prediction = await run({ content: 'a\n11\n', parameters: { model: key, same: key } })
      const { jobs } = await platform.projects.lineage(prediction)
      expect(jobs).toMatchObject([
        { job_id: prediction, files: [{}, { name: '強度.zsm', from_job: gone, is_stored: false, sha256: null }] },
        { job_id: gone, state: 'deleted', job_type: null, files: [] },
      ])
      expect((await platform.projects.lineage(gone)).jobs.map(({ job_id }) => job_id)).toEqual([gone, prediction])
      await expect(platform.projects.lineage(jobId)).rejects.toMatchObject({ code: 'job_unknown' })
    })
  })
})

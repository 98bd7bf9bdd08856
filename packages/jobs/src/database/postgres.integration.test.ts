import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES, temporaryConfiguration } from '../../test/databases.ts'
import { itServesWorkspaces } from '../../test/job-claims.conformance.ts'
import { itWakesWorkers } from '../../test/job-queue.conformance.ts'
import { itKeepsJobs } from '../../test/job-store.conformance.ts'
import { DEFAULT_WORKSPACE } from '../job.ts'
import { SILENT } from '../log.ts'
import { PostgresProjectStore } from '../projects/postgres-project-store.ts'
import { MOST_JOBS } from '../projects/project.ts'
import { PostgresJobQueue } from '../queue/postgres-job-queue.ts'
import { PostgresJobStore } from '../store/postgres-job-store.ts'
import { type Database, openDatabase } from './database.ts'
import { migrate } from './migrations.ts'

describe.each(DATABASES)('%s', (_, environment) => {
  const { configuration, remove } = temporaryConfiguration(environment)
  let database: Database
  beforeAll(async () => void (database = await openDatabase(configuration, SILENT)))
  afterAll(async () => {
    await database.close()
    remove()
  })

  it('can be brought up to date by several starters at once, and again', async () => {
    await expect(Promise.all([1, 2, 3].map(() => migrate(database.connection)))).resolves.toBeDefined()
  })

  describe('as a store of projects', () => {
    const fill = async (jobs: number) => {
      const projects = new PostgresProjectStore(database.connection, DEFAULT_WORKSPACE)
      const { projectId } = await projects.create({ name: '強度', description: '', objectives: [] })
      const rows = Array.from({ length: jobs }, () => ({ job_id: randomUUID(), project_id: projectId, round: 1 }))
      await database.connection.insertInto('project_jobs').values(rows).execute()
      return { projects, projectId, jobIds: rows.map((row) => row.job_id) }
    }
    const insertJob = async (): Promise<string> => {
      const jobId = randomUUID()
      const input = { input_bucket: 'in', input_key: `inputs/${jobId}/a.csv`, output_bucket: 'out', parameters: {} }
      const job = { job_id: jobId, job_type: 'count', status: 'completed' as const, ...input }
      await database.connection.insertInto('jobs').values(job).execute()
      return jobId
    }

    it('takes 500 jobs into a project and no more', async () => {
      const { projects, projectId, jobIds } = await fill(MOST_JOBS - 1)
      expect(MOST_JOBS).toBe(500)
      await projects.addJob(await insertJob(), { projectId })
      const refused = { code: 'project_full', details: { limit: 500 } }
      const one = await insertJob()
      await expect(projects.addJob(one, { projectId })).rejects.toMatchObject(refused)
      await projects.removeJob(jobIds[0]!, projectId)
      await projects.addJob(one, { projectId })
    })

    it('keeps the place of a job that was deleted', async () => {
      const { projects, projectId, jobIds } = await fill(1)
      const kept = await insertJob()
      await projects.addJob(kept, { projectId })
      const members = await projects.members(projectId)
      expect(members.map(({ jobId, round, job }) => [jobId, round, job?.jobId])).toEqual([
        [jobIds[0], 1, undefined],
        [kept, 2, kept],
      ])
      expect(await projects.remove(projectId)).toEqual({ jobsKept: 1 })
    })
  })

  describe('as a queue', () => {
    itWakesWorkers(async () => {
      const queue = new PostgresJobQueue(database)
      const { connection, exclusive } = database
      if (exclusive) return { queue, connection, close: () => queue.close() }
      const elsewhere = new PostgresJobQueue(database)
      return {
        queue,
        elsewhere,
        connection,
        close: async () => void (await Promise.all([queue.close(), elsewhere.close()])),
      }
    })
  })

  describe('as a store that workspaces share', () => {
    itServesWorkspaces(async () => {
      const queue = new PostgresJobQueue(database)
      return { store: new PostgresJobStore(database.connection, queue), close: () => queue.close() }
    })
  })

  describe('as a store', () => {
    itKeepsJobs(async () => {
      const queue = new PostgresJobQueue(database)
      return { store: new PostgresJobStore(database.connection, queue), close: () => queue.close() }
    })
  })
})

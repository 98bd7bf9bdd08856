import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES, temporaryConfiguration } from '../../test/databases.ts'
import { itCarriesJobIds } from '../../test/job-queue.conformance.ts'
import { itKeepsJobs } from '../../test/job-store.conformance.ts'
import { SILENT } from '../log.ts'
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
  const openQueue = () =>
    PostgresJobQueue.open(database, SILENT, { name: randomUUID(), acknowledgeSeconds: 1, redeliverySeconds: 1 })

  it('can be brought up to date by several starters at once, and again', async () => {
    await expect(Promise.all([1, 2, 3].map(() => migrate(database.connection)))).resolves.toBeDefined()
  })

  describe('as a queue', () => {
    itCarriesJobIds(async () => {
      const queue = await openQueue()
      return { queue, connection: database.connection, close: () => queue.close() }
    })
  })

  describe('as a store', () => {
    itKeepsJobs(async () => {
      const queue = await openQueue()
      return { store: new PostgresJobStore(database.connection, queue), queue, close: () => queue.close() }
    })
  })
})

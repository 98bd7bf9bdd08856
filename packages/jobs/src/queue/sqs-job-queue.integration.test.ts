import { afterAll, beforeAll, describe } from 'vitest'
import { SQS_SERVERS, type SqsServer, startSqsServer } from '../../../../test/sqs-server.ts'
import { DATABASES, temporaryConfiguration } from '../../test/databases.ts'
import { itWakesWorkers } from '../../test/job-queue.conformance.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { SILENT } from '../log.ts'
import type { SqsSettings } from './sqs-channel.ts'
import { SqsJobQueue } from './sqs-job-queue.ts'

const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' }

describe.each(DATABASES)('SqsJobQueue with its outbox in %s', (_, environment) => {
  const { configuration, remove } = temporaryConfiguration(environment)
  let database: Database
  beforeAll(async () => void (database = await openDatabase(configuration, SILENT)))
  afterAll(async () => {
    await database.close()
    remove()
  })

  /** Two that share a queue, as two processes would. */
  const openPair = async (settings: SqsSettings) => {
    const { connection } = database
    const queue = await SqsJobQueue.open(connection, settings, SILENT)
    const elsewhere = await SqsJobQueue.open(connection, settings, SILENT)
    const close = async (): Promise<void> => void (await Promise.all([queue.close(), elsewhere.close()]))
    return { queue, elsewhere, connection, lookMs: settings.lookMs!, close }
  }

  describe.each(environment['DATABASE_URL'] ? SQS_SERVERS : SQS_SERVERS.slice(0, 1))('on %s', (kind) => {
    let server: SqsServer
    beforeAll(async () => void (server = await startSqsServer(kind)))
    afterAll(() => server.stop())

    itWakesWorkers(async () => {
      const url = await server.createQueue('wake-ups')
      return openPair({ url, endpoint: server.endpoint, credentials, hiddenSeconds: 1, waitSeconds: 1, lookMs: 2000 })
    })
  })

  // The same on AWS, or what the environment names; the credentials come from where AWS's tools look for them.
  const { ZEROSEC_TEST_SQS_URL: url, ZEROSEC_TEST_SQS_ENDPOINT: endpoint } = process.env
  describe.skipIf(url === undefined)('on the queue of ZEROSEC_TEST_SQS_URL', () => {
    itWakesWorkers(() => openPair({ url: url!, endpoint, hiddenSeconds: 1, waitSeconds: 1, lookMs: 3000 }))
  })
})

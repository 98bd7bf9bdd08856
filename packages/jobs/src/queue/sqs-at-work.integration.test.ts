import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { describeWithPostgres } from '../../../../test/own-database.ts'
import { type SqsServer, startSqsServer } from '../../../../test/sqs-server.ts'
import { DATABASES, temporaryConfiguration } from '../../test/databases.ts'
import { queueJob } from '../../test/queued-job.ts'
import { type Database, openDatabase } from '../database/database.ts'
import type { Log } from '../log.ts'
import type { SqsSettings } from './sqs-channel.ts'
import { SqsJobQueue } from './sqs-job-queue.ts'

const credentials = { accessKeyId: 'key', secretAccessKey: 'secret' }
const QUEUE_PROCESS = fileURLToPath(new URL('../../test/queue-process.ts', import.meta.url))
// the server's, where there is one
const [, environment] = DATABASES.at(-1)!
const { configuration, remove } = temporaryConfiguration(environment)

let database: Database
let server: SqsServer
let url: string
let dead: string
const open: SqsJobQueue[] = []
const said: { level: string; message: string; details: object }[] = []
const log = Object.fromEntries(
  (['info', 'warn', 'error'] as const).map((level) => [
    level,
    (details: object, message: string) => void said.push({ level, message, details }),
  ]),
) as unknown as Log

beforeAll(async () => {
  database = await openDatabase(configuration, log)
  server = await startSqsServer()
})
let queues = 0
beforeEach(async () => {
  dead = await server.createQueue(`dead-${++queues}`)
  url = await server.createQueue(`wake-ups-${queues}`, dead)
  said.length = 0
  server.requests.length = 0
})
afterEach(async () => {
  server.inflict()
  await Promise.all(open.splice(0).map((queue) => queue.close()))
  await database.connection.deleteFrom('outbox').execute()
})
afterAll(async () => {
  await server.stop()
  await database.close()
  remove()
})

const openQueue = async (more: Partial<SqsSettings> = {}): Promise<SqsJobQueue> => {
  const settings = { url, endpoint: server.endpoint, credentials, claimSeconds: 1, waitSeconds: 1, ...more }
  const queue = await SqsJobQueue.open(database.connection, settings, log)
  open.push(queue)
  return queue
}
const outboxRows = async (): Promise<number> => {
  const { rows } = await database.connection
    .selectFrom('outbox')
    .select(({ fn }) => fn.countAll<string>().as('rows'))
    .executeTakeFirstOrThrow()
  return Number(rows)
}
const sendRequests = (): number => server.requests.filter(({ action }) => action === 'SendMessageBatch').length
/** The texts of what stands in a queue, which is empty then. */
const takeAll = async (queueUrl: string): Promise<string[]> => {
  const bodies: string[] = []
  for (;;) {
    const { Messages = [] } = await server.call('ReceiveMessage', { QueueUrl: queueUrl, MaxNumberOfMessages: 10 })
    if (Messages.length === 0) return bodies
    for (const { Body, ReceiptHandle } of Messages) {
      bodies.push(Body)
      await server.call('DeleteMessage', { QueueUrl: queueUrl, ReceiptHandle })
    }
  }
}
const jobIds = async (): Promise<string[]> => (await takeAll(url)).map((body) => JSON.parse(body).job_id)
const outboxIsEmpty = () => expect.poll(outboxRows, { timeout: 20_000 }).toBe(0)

describe('the outbox', () => {
  it("brings a job's message to SQS as the contract has it", async () => {
    const queue = await openQueue()
    const jobId = await queueJob(database.connection, queue, { parameters: { target_column: '強度' } })
    await outboxIsEmpty()
    expect(await takeAll(url)).toEqual([
      `{"job_id":"${jobId}","job_type":"count","input":{"bucket":"in","key":"inputs/${jobId}/強度.csv"},` +
        '"output":{"bucket":"out"},"parameters":{"target_column":"強度"}}',
    ])
  })

  it('says nothing of a transaction that was rolled back, nor of a job that waits no more', async () => {
    const queue = await openQueue()
    server.inflict({ kind: 'error', actions: ['SendMessageBatch'], times: 3 })
    const cancelled = await queueJob(database.connection, queue)
    await database.connection.updateTable('jobs').set({ status: 'cancelled' }).where('job_id', '=', cancelled).execute()
    const job = { jobId: cancelled, dueAt: new Date() }
    const rolledBack = database.connection.transaction().execute(async (transaction) => {
      await queue.send([job], transaction)
      throw new Error('rolled back')
    })
    await expect(rolledBack).rejects.toThrow('rolled back')
    await outboxIsEmpty()
    expect(await takeAll(url)).toEqual([])
  })

  it('sends nothing before it is due, and that without being asked', async () => {
    const queue = await openQueue()
    const dueAt = Date.now() + 2000
    const later = await queueJob(database.connection, queue, { dueInMs: 2000 })
    const now = await queueJob(database.connection, queue)
    queue.nudge()
    await expect.poll(outboxRows, { timeout: 20_000, interval: 5 }).toBe(1)
    expect(await jobIds()).toEqual([now])
    await expect.poll(sendRequests, { timeout: 20_000, interval: 5 }).toBe(2)
    expect(Date.now()).toBeGreaterThanOrEqual(dueAt)
    await outboxIsEmpty()
    expect(await jobIds()).toEqual([later])
  })

  it('sends each once with several relays at work', async () => {
    const patient = { claimSeconds: 60 }
    const relays = [await openQueue(patient), await openQueue(patient), await openQueue(patient)]
    const sent: string[] = []
    for (let i = 0; i < 60; i++) sent.push(await queueJob(database.connection, relays[i % 3]!))
    for (const relay of relays) relay.nudge()
    await outboxIsEmpty()
    expect((await jobIds()).sort()).toEqual(sent.sort())
  })

  it('sends ten in a request, fewer where they are large', async () => {
    const queue = await openQueue()
    server.inflict({ kind: 'error', actions: ['SendMessageBatch'] })
    const parameters = { objective: 'x'.repeat(100_000) }
    for (let i = 0; i < 12; i++) await queueJob(database.connection, queue, i < 3 ? { parameters } : {})
    server.inflict()
    await outboxIsEmpty()
    const batches = server.requests.filter(({ action }) => action === 'SendMessageBatch')
    const taken = batches.slice(-3).map(({ input }) => input.Entries!.length)
    expect(taken.reduce((sum, size) => sum + size)).toBe(12)
    expect(await jobIds()).toHaveLength(12)
  })

  it('keeps what SQS, being away, does not take, and sends it when that is back', async () => {
    const queue = await openQueue()
    server.inflict({ kind: 'away' })
    const sent = [await queueJob(database.connection, queue), await queueJob(database.connection, queue)]
    queue.nudge()
    await expect.poll(() => queue.connected(), { timeout: 20_000 }).toBe(false)
    await expect.poll(sendRequests, { timeout: 20_000 }).toBeGreaterThan(4)
    expect(await outboxRows()).toBe(2)
    server.inflict()
    await outboxIsEmpty()
    await expect.poll(() => queue.connected(), { timeout: 20_000 }).toBe(true)
    expect((await jobIds()).sort()).toEqual(sent.sort())
    const told = said.filter(({ message }) => message.includes('wake-ups can not be sent'))
    expect(told.map(({ level }) => level)).toEqual(['warn', 'info'])
  })

  it('sends twice rather than never when the acknowledgement is lost', async () => {
    const queue = await openQueue()
    server.inflict({ kind: 'lost', actions: ['SendMessageBatch'], times: 1 })
    const jobId = await queueJob(database.connection, queue)
    queue.nudge()
    await outboxIsEmpty()
    expect(await jobIds()).toEqual([jobId, jobId])
  })
})

describeWithPostgres('a process that is killed', () => {
  /** Kills a process that has queued jobs, once it has begun to send. @returns the jobs */
  const killWhileSending = async (kind: 'silent' | 'held'): Promise<string[]> => {
    server.inflict({ kind, actions: ['SendMessageBatch'] })
    const child = fork(QUEUE_PROCESS, ['12'], {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: {
        ...process.env,
        ...environment,
        ZEROSEC_DATA: configuration.dataFolder,
        ZEROSEC_QUEUE: 'sqs',
        ZEROSEC_SQS_URL: url,
        ZEROSEC_SQS_ENDPOINT: server.endpoint,
        AWS_ACCESS_KEY_ID: 'key',
        AWS_SECRET_ACCESS_KEY: 'secret',
      },
    })
    const [committed] = (await once(child, 'message')) as [string[]]
    await expect.poll(sendRequests, { timeout: 20_000 }).toBeGreaterThan(0)
    child.kill('SIGKILL')
    await once(child, 'exit')
    server.inflict()
    return committed
  }

  it('between the commit and the sending has its wake-ups sent by another', async () => {
    const committed = await killWhileSending('silent')
    expect(await outboxRows()).toBe(12)
    expect(await jobIds()).toEqual([])
    await openQueue()
    await outboxIsEmpty()
    expect((await jobIds()).sort()).toEqual(committed.sort())
  })

  it('between the sending and the deletion has them sent again, and none is left out', async () => {
    const committed = await killWhileSending('held')
    expect(await outboxRows()).toBe(12)
    await openQueue()
    await outboxIsEmpty()
    const arrived = await jobIds()
    expect([...new Set(arrived)].sort()).toEqual(committed.sort())
    expect(arrived.length).toBeGreaterThan(12)
  })
})

describe('the inbox', () => {
  const FOREIGN = ['no JSON', '{"order":7}', '{"job_id":"1; drop table jobs"}', '[]']

  it('leaves what is not ours to the redrive policy, tells of each once, and works on', async () => {
    const queue = await openQueue({ hiddenSeconds: 1, lookMs: 1000 })
    for (const MessageBody of FOREIGN) await server.call('SendMessage', { QueueUrl: url, MessageBody })
    const jobId = await queueJob(database.connection, queue)
    let answered = false
    const lettersDead: string[] = []
    const end = AbortSignal.timeout(30_000)
    while (lettersDead.length < FOREIGN.length && !end.aborted) {
      const wakeUp = await queue.receive(end)
      if (wakeUp?.jobId !== undefined) {
        expect(wakeUp.jobId).toBe(jobId)
        await wakeUp.acknowledge()
        answered = true
      }
      lettersDead.push(...(await takeAll(dead)))
    }
    expect(lettersDead.sort()).toEqual([...FOREIGN].sort())
    expect(answered).toBe(true)
    expect(await takeAll(url)).toEqual([])
    const told = said.filter(({ message }) => message.includes('not ours'))
    expect(told).toHaveLength(FOREIGN.length)
    expect(JSON.stringify(told)).not.toMatch(/order|drop table/)
    const hidden = server.requests.filter(({ action }) => action === 'ChangeMessageVisibility')
    expect(new Set(hidden.map(({ input }) => input.VisibilityTimeout))).toEqual(new Set([2]))
  })

  it('gives a message that nobody asked for to another process when it closes', async () => {
    const queue = await openQueue({ hiddenSeconds: 60, waitSeconds: 10 })
    await queue.receive(AbortSignal.timeout(50)) // its request goes on
    const jobId = await queueJob(database.connection, queue)
    await outboxIsEmpty()
    await sleep(1000) // the reply is on its way
    expect(await jobIds()).toEqual([])
    await queue.close()
    expect(await jobIds()).toEqual([jobId])
  })

  it('waits for SQS to come back without asking it all the time', async () => {
    server.inflict({ kind: 'away', actions: ['ReceiveMessage'] })
    const queue = await openQueue({ lookMs: 300 })
    const begun = Date.now()
    let looks = 0
    while (Date.now() - begun < 2000) {
      expect(await queue.receive(AbortSignal.timeout(20_000))).toMatchObject({ acknowledge: expect.any(Function) })
      looks++
    }
    expect(looks).toBeLessThanOrEqual(7)
    expect(queue.connected()).toBe(false)
    const asked = server.requests.filter(({ action }) => action === 'ReceiveMessage').length
    expect(asked).toBeLessThan(12)
    server.inflict()
    await expect.poll(async () => (await queue.receive(AbortSignal.timeout(100)), queue.connected())).toBe(true)
  })
})

describe('a start', () => {
  const refused = (setting: string, problem: RegExp) => ({
    code: 'configuration_invalid',
    details: { setting, problem: expect.stringMatching(problem) },
  })

  it('is refused by name when there is no such queue', async () => {
    await expect(openQueue({ url: `${url}-none` })).rejects.toMatchObject(
      refused('ZEROSEC_SQS_URL', /there is no such queue/),
    )
  })

  it('does not wait for SQS when that is away', async () => {
    server.inflict({ kind: 'away' })
    const queue = await openQueue()
    expect(said.map(({ message }) => message).join()).toMatch(/wake-ups do not travel yet/)
    const jobId = await queueJob(database.connection, queue)
    server.inflict()
    await outboxIsEmpty()
    expect(await jobIds()).toEqual([jobId])
  })

  it('says that there is no dead-letter queue', async () => {
    await openQueue({ url: dead })
    expect(said.map(({ message }) => message).join()).toMatch(/no dead-letter queue/)
  })
})

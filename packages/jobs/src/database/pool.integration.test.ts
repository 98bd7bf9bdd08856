import { setTimeout as sleep } from 'node:timers/promises'
import { CodedError } from '@zerosec/errors'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithPostgres } from '../../../../test/own-database.ts'
import { type PostgresServer, startPostgresServer } from '../../../../test/postgres-server.ts'
import { SILENT } from '../log.ts'
import { openPool, serverConnections } from './pool.ts'

type Rows = Kysely<{ kept: { id: number } }>
const TIMES = { statementMs: 500, answerMs: 1000, silenceMs: 500 }

describeWithPostgres('the connections to a server', () => {
  let server: PostgresServer
  let url: string
  let connection: Rows
  beforeAll(async () => {
    server = await startPostgresServer({ max_connections: '20' })
    url = await server.createDatabase()
    connection = connect(5)
    await sql`create table kept (id integer primary key)`.execute(connection)
  })
  afterAll(async () => {
    await connection.destroy()
    await server.close()
  })
  const connect = (max: number): Rows =>
    new Kysely({ dialect: new PostgresDialect({ pool: openPool({ ...serverConnections(url, TIMES), max }, SILENT) }) })
  /** On one connection only, so that the next statement shows whether it was replaced. */
  const onOne = async (act: (one: Rows) => Promise<void>): Promise<void> => {
    const one = connect(1)
    await act(one).finally(() => one.destroy())
  }
  const backendOf = async (one: Rows): Promise<number> =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(one)).rows[0]!.pid
  const unavailable = (problem: string) => ({ code: 'service_unavailable', details: { problem } })

  it('say service_unavailable and nothing else while the server restarts under load, and lose nothing it acknowledged', async () => {
    const acknowledged: number[] = []
    const others: unknown[] = []
    const stop = new AbortController()
    let next = 0
    const insert = async (): Promise<void> => {
      const id = next++
      const write = connection.transaction().execute(async (transaction) => {
        await transaction.insertInto('kept').values({ id }).execute()
        await sql`select pg_sleep(0.002)`.execute(transaction)
      })
      await write.then(
        () => acknowledged.push(id),
        (error: unknown) => {
          if (!(error instanceof CodedError && error.code === 'service_unavailable')) others.push(error)
          return sleep(10)
        },
      )
    }
    const load = Promise.all(
      Array.from({ length: 8 }, async () => {
        while (!stop.signal.aborted) await insert()
      }),
    )
    for (const fault of ['fast', 'immediate', 'kill9'] as const) {
      await (fault === 'kill9' ? server.kill9() : server.stop(fault))
      await server.start()
      const before = acknowledged.length
      await expect.poll(() => acknowledged.length, { timeout: 10_000 }).toBeGreaterThan(before + 10)
    }
    stop.abort()
    await load
    expect(others).toEqual([])
    const stored = new Set((await connection.selectFrom('kept').select('id').execute()).map(({ id }) => id))
    expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
  })

  it('end a statement that takes too long, and stay', () =>
    onOne(async (one) => {
      const backend = await backendOf(one)
      await expect(sql`select pg_sleep(5)`.execute(one)).rejects.toMatchObject(
        unavailable('the database took too long'),
      )
      expect(await backendOf(one)).toBe(backend)
    }))

  it('are replaced when the server no longer answers', () =>
    onOne(async (one) => {
      const backend = await backendOf(one)
      process.kill(backend, 'SIGSTOP')
      await expect(
        one.transaction().execute((transaction) => sql`select 1`.execute(transaction)),
      ).rejects.toMatchObject(unavailable("the database can't be reached"))
      expect(await backendOf(one)).not.toBe(backend)
      process.kill(backend, 'SIGCONT')
    }))

  it('give up the rows that a process has locked when it stops in the middle of a transaction', () =>
    onOne(async (stuck) => {
      const wake = Promise.withResolvers<void>()
      const locked = Promise.withResolvers<void>()
      await connection.insertInto('kept').values({ id: -1 }).execute()
      const silent = stuck.transaction().execute(async (transaction) => {
        await transaction.updateTable('kept').set({ id: -2 }).where('id', '=', -1).execute()
        locked.resolve()
        await wake.promise
        await sql`select 1`.execute(transaction)
      })
      const refusal = silent.catch((error: unknown) => error)
      await locked.promise
      await expect
        .poll(() => connection.deleteFrom('kept').where('id', '=', -1).execute().catch(String))
        .toMatchObject([{ numDeletedRows: 1n }])
      wake.resolve()
      expect(await refusal).toMatchObject(unavailable("the database can't be reached"))
    }))

  it('are replaced when the server only reads, as the old one does after a failover', () =>
    onOne(async (one) => {
      await sql`set default_transaction_read_only = on`.execute(one)
      const write = () => one.insertInto('kept').values({ id: -3 }).execute()
      await expect(write()).rejects.toMatchObject({ code: 'service_unavailable' })
      await expect(write()).resolves.toBeDefined()
    }))

  it('say so when the server takes no more of them', async () => {
    const many = connect(30)
    const hold = () => many.connection().execute((held) => sql`select pg_sleep(0.3)`.execute(held))
    const ends = await Promise.allSettled(Array.from({ length: 30 }, hold))
    const reasons = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason as unknown)
    expect(reasons.length).toBeGreaterThan(5)
    for (const reason of reasons) expect(reason).toMatchObject(unavailable('the database takes no more connections'))
    await many.destroy()
  })

  it('pass on what is wrong with a statement', async () => {
    await expect(sql`select nothing from nowhere`.execute(connection)).rejects.toMatchObject({ code: '42P01' })
  })
})

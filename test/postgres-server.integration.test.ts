import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithPostgres, ownDatabase } from './own-database.ts'
import { type PostgresServer, startPostgresServer } from './postgres-server.ts'

const OWNER = fileURLToPath(new URL('./server-owner.ts', import.meta.url))

async function rowsOf(url: string, statement: string): Promise<object[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<object>(statement)).rows
  } finally {
    await client.end()
  }
}

describeWithPostgres('a server of its own', () => {
  let server: PostgresServer
  let url: string
  beforeAll(async () => {
    server = await startPostgresServer({ statement_timeout: '50s' })
    url = await server.createDatabase()
    await rowsOf(url, 'create table kept as select 1 as x')
  })
  afterAll(() => server.close())

  it('syncs what it writes, listens on no port, and takes the settings it is given', async () => {
    const settings = "select current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses"
    expect(await rowsOf(url, settings)).toEqual([{ fsync: 'on', addresses: '' }])
    expect(await rowsOf(url, 'show statement_timeout')).toEqual([{ statement_timeout: '50s' }])
  })

  it('keeps databases apart', async () => {
    await expect(rowsOf(await server.createDatabase('強度 "2"'), 'select * from kept')).rejects.toThrow(
      'does not exist',
    )
  })

  it.each(['smart', 'fast', 'immediate'] as const)('has its data after a %s stop and a start', async (mode) => {
    await server.stop(mode)
    await expect(rowsOf(url, 'select x from kept')).rejects.toThrow(/ENOENT|ECONNREFUSED/)
    await server.start()
    expect(await rowsOf(url, 'select x from kept')).toEqual([{ x: 1 }])
  })

  it('has its data after kill -9 with a session in mid-query', async () => {
    const lost = rowsOf(url, 'select pg_sleep(60)').catch((error: Error) => error.message)
    await expect
      .poll(() => rowsOf(url, "select 1 from pg_stat_activity where query = 'select pg_sleep(60)'"))
      .toHaveLength(1)
    await server.kill9()
    await server.start()
    expect(await lost).toMatch(/terminat/)
    expect(await rowsOf(url, 'select x from kept')).toEqual([{ x: 1 }])
  })

  it('says why it does not start', async () => {
    await server.stop()
    const settings = join(server.socketFolder, 'data', 'postgresql.auto.conf')
    writeFileSync(settings, 'work_mem = many\n')
    await expect(server.start()).rejects.toThrow(/invalid value.*"work_mem"/)
    writeFileSync(settings, '')
    await server.start()
  })

  it('leaves nothing when it is closed, be it dead', async () => {
    await server.kill9()
    await server.close()
    expect(existsSync(server.socketFolder)).toBe(false)
  })

  it('leaves nothing when its owner is killed', async () => {
    const owner = spawn(process.execPath, [OWNER], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(createInterface(owner.stdout), 'line')) as [string]
    const { folder, url } = JSON.parse(line) as { folder: string; url: string }
    expect(await rowsOf(url, 'select 1 as x')).toEqual([{ x: 1 }])
    owner.kill('SIGKILL')
    await expect.poll(() => existsSync(folder), { timeout: 60_000 }).toBe(false)
    await expect(rowsOf(url, 'select 1')).rejects.toThrow('ENOENT')
  })
})

describeWithPostgres('the server of the run', () => {
  it('gives each who asks an empty database', async () => {
    const urls = [(await ownDatabase())!, (await ownDatabase())!]
    await rowsOf(urls[0]!, 'create table mine as select 1 as x')
    const tables = "select count(*)::int as tables from pg_tables where schemaname = 'public'"
    expect(await Promise.all(urls.map((url) => rowsOf(url, tables)))).toEqual([[{ tables: 1 }], [{ tables: 0 }]])
  })
})

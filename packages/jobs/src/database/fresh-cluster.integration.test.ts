import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beginAsFreshCluster, buildFreshCluster } from './fresh-cluster.ts'

describe('a fresh cluster', () => {
  let folder: string
  let cluster: string
  let built: boolean

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zerosec-test-'))
    cluster = join(folder, 'built', 'cluster')
    built = await buildFreshCluster(cluster)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('is made once, and leaves nothing beside it', async () => {
    expect([built, await buildFreshCluster(cluster)]).toEqual([true, false])
    expect(readdirSync(join(folder, 'built'))).toEqual(['cluster'])
  })

  test('becomes a database that keeps what is written, each copy for itself, also after a copy that was cut off', async () => {
    mkdirSync(join(folder, 'first.new'))
    writeFileSync(join(folder, 'first.new', 'rest'), 'of a copy that was cut off')
    for (const name of ['first', 'second']) beginAsFreshCluster(join(folder, name), cluster)

    expect(existsSync(join(folder, 'first', 'rest'))).toBe(false)
    const first = await PGlite.create({ dataDir: join(folder, 'first') })
    await first.exec('create table written (value text); insert into written values ($$kept$$)')
    await first.close()
    beginAsFreshCluster(join(folder, 'first'), cluster) // what is there is not touched
    const again = await PGlite.create({ dataDir: join(folder, 'first') })
    expect((await again.query('select value from written')).rows).toEqual([{ value: 'kept' }])
    await again.close()

    const second = await PGlite.create({ dataDir: join(folder, 'second') })
    const { rows } = await second.query('select count(*)::int as tables from pg_tables where schemaname = $$public$$')
    expect(rows).toEqual([{ tables: 0 }])
    await second.close()
  })

  test('that was not built leaves the database to PGlite', () => {
    beginAsFreshCluster(join(folder, 'third'), join(folder, 'nowhere'))
    expect(existsSync(join(folder, 'third'))).toBe(false)
  })
})

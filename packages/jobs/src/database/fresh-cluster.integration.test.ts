import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildClusters } from './build-clusters.ts'
import { beginAsFreshCluster, type FreshCluster } from './fresh-cluster.ts'
import { MIGRATION_NAMES } from './migrations.ts'

describe('a fresh cluster', () => {
  let folder: string
  let built: number
  const folderOf = (kind: FreshCluster): string => join(folder, 'built', kind)

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zerosec-test-'))
    built = await buildClusters(folderOf)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('is made once, and leaves nothing beside it', async () => {
    expect([built, await buildClusters(folderOf)]).toEqual([2, 0])
    expect(readdirSync(join(folder, 'built'))).toEqual(['empty', 'migrated'])
  })

  test('becomes a database that keeps what is written, each copy for itself, also after a copy that was cut off', async () => {
    mkdirSync(join(folder, 'first.new'))
    writeFileSync(join(folder, 'first.new', 'rest'), 'of a copy that was cut off')
    for (const name of ['first', 'second']) beginAsFreshCluster(join(folder, name), 'empty', folderOf)

    expect(existsSync(join(folder, 'first', 'rest'))).toBe(false)
    const first = await PGlite.create({ dataDir: join(folder, 'first') })
    await first.exec('create table written (value text); insert into written values ($$kept$$)')
    await first.close()
    beginAsFreshCluster(join(folder, 'first'), 'empty', folderOf) // what is there is not touched
    const again = await PGlite.create({ dataDir: join(folder, 'first') })
    expect((await again.query('select value from written')).rows).toEqual([{ value: 'kept' }])
    await again.close()

    const second = await PGlite.create({ dataDir: join(folder, 'second') })
    const { rows } = await second.query('select count(*)::int as tables from pg_tables where schemaname = $$public$$')
    expect(rows).toEqual([{ tables: 0 }])
    await second.close()
  })

  test('has the tables of this version, where those are wanted', async () => {
    beginAsFreshCluster(join(folder, 'third'), 'migrated', folderOf)
    const database = await PGlite.create({ dataDir: join(folder, 'third') })
    const { rows } = await database.query<{ name: string }>('select name from kysely_migration order by name')
    expect(rows.map(({ name }) => name)).toEqual(MIGRATION_NAMES)
    await database.close()
  })

  test('that was not built leaves the database to the empty one, or to PGlite', () => {
    beginAsFreshCluster(join(folder, 'fourth'), 'migrated', (kind) => (kind === 'empty' ? folderOf(kind) : 'nowhere'))
    expect(readdirSync(join(folder, 'fourth'))).toEqual(readdirSync(folderOf('empty')))
    beginAsFreshCluster(join(folder, 'fifth'), 'migrated', () => join(folder, 'nowhere'))
    expect(existsSync(join(folder, 'fifth'))).toBe(false)
  })
})

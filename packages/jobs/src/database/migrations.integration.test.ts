import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { expect, it } from 'vitest'
import { temporaryConfiguration } from '../../test/databases.ts'
import { openDefault } from '../../test/open-default.ts'
import { SILENT } from '../log.ts'
import { openDatabase } from './database.ts'
import { startEmbeddedDatabase } from './embedded-database.ts'
import { migrate } from './migrations.ts'
import { openPool } from './pool.ts'
import type { Schema } from './schema.ts'

const JOB = randomUUID()
const SHA256 = 'ab'.repeat(32)

/** A data folder as the version before projects left it, with a completed job. */
async function leaveOldFolder(dataFolder: string): Promise<void> {
  const embedded = await startEmbeddedDatabase(dataFolder, SILENT, 'empty')
  const pool = openPool({ host: embedded.socketFolder, user: 'postgres', database: 'postgres', max: 1 }, SILENT)
  const connection = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  await migrate(connection, '0002_kept_files')
  const { rows } = await sql`select 1 from information_schema.columns where column_name = 'input_sha256'`.execute(
    connection,
  )
  expect(rows).toEqual([])
  await sql`insert into jobs (job_id, job_type, status, input_bucket, input_key, output_bucket, parameters, completed_at)
    values (${JOB}, 'linear_analysis', 'completed', 'zerosec-inputs', ${`inputs/${JOB}/強度.csv`}, 'zerosec-outputs',
      '{"target_column": "強度", "random_seed": 7}', now())`.execute(connection)
  await sql`insert into job_artifacts (job_id, file_key, file_name, file_type, size_bytes, sha256)
    values (${JOB}, ${`outputs/${JOB}/a/report.json`}, 'report.json', 'json', 2, ${SHA256})`.execute(connection)
  await connection.destroy()
  await embedded.close()
}

it('takes over the data folder of a version without projects: its jobs stay, and can be given a place', async () => {
  const { configuration, remove } = temporaryConfiguration()
  await leaveOldFolder(configuration.dataFolder)
  const platform = await openDefault(configuration)
  try {
    const job = await platform.jobs.get(JOB)
    expect(job).toMatchObject({ status: 'completed', inputSha256: null, parameters: { target_column: '強度' } })
    expect(await platform.jobs.artifacts(JOB)).toMatchObject([{ fileName: 'report.json', sha256: SHA256 }])

    const { projectId } = await platform.projects.create({ name: '強度', description: '', objectives: [] })
    await platform.projects.addJob(JOB, { projectId })
    expect(await platform.projects.members(projectId)).toMatchObject([{ jobId: JOB, round: 1, job: { jobId: JOB } }])

    const { jobs } = await platform.projects.lineage(JOB)
    expect(jobs).toMatchObject([
      { job_id: JOB, state: 'present', seed: 7, files: [{ name: '強度.csv', sha256: null, is_stored: false }] },
    ])
  } finally {
    await platform.close()
    remove()
  }
})

it('leaves alone what a newer version has made, and has nothing to make itself', async () => {
  const { configuration, remove } = temporaryConfiguration()
  const first = await openDatabase(configuration, SILENT)
  await sql`insert into kysely_migration (name, timestamp) values ('9999_of_tomorrow', '2099-01-01T00:00:00.000Z')`.execute(
    first.connection,
  )
  await first.close()
  const again = await openDatabase(configuration, SILENT)
  expect(again.migrated).toEqual([])
  await again.close()
  remove()
})

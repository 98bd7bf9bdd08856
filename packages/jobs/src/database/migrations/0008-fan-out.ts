import { type Kysely, sql } from 'kysely'

/** Parts of a job that other workers may compute, and the attempt that has each. */
export async function addFanOut(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('job_parts')
    .addColumn('job_id', 'varchar(36)', (column) => column.notNull().references('jobs.job_id').onDelete('cascade'))
    .addColumn('name', 'varchar(500)', (column) => column.notNull())
    .addColumn('claimed_by', 'uuid')
    .addColumn('offered_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
    .addPrimaryKeyConstraint('job_parts_key', ['job_id', 'name'])
    .execute()
}

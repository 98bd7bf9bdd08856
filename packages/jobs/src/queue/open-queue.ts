import type { Configuration } from '../configuration.ts'
import type { Database } from '../database/database.ts'
import type { Log } from '../log.ts'
import type { JobQueue } from './job-queue.ts'
import { PostgresJobQueue } from './postgres-job-queue.ts'
import { sqsSettingsOf } from './settings.ts'

/**
 * The queue that the configuration names.
 *
 * @throws CodedError configuration_invalid
 */
export async function openQueue(configuration: Configuration, database: Database, log: Log): Promise<JobQueue> {
  if (configuration.queue === 'postgres') return new PostgresJobQueue(database)
  const settings = sqsSettingsOf(configuration)
  // here, not at the top: Amazon's client takes long to load
  const { SqsJobQueue } = await import('./sqs-job-queue.ts')
  return SqsJobQueue.open(database.connection, settings, log)
}

import { access, constants } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Configuration } from '../configuration.ts'
import type { Database } from '../database/database.ts'
import { missingMigrations } from '../database/migrations.ts'
import type { FileStore } from '../files/file-store.ts'
import type { Log } from '../log.ts'
import type { Platform } from '../platform.ts'
import { DatabaseProbe } from './database-probe.ts'
import type { PlatformLoad } from './platform-load.ts'
import { statisticsOf } from './read-statistics.ts'
import { type Dependency, sharedReadiness } from './readiness.ts'

/** Names no file: it is asked for to see whether the store answers. */
const NO_FILE = 'inputs/is-anyone-there'

export interface ObservedParts {
  readonly configuration: Configuration
  readonly database: Database
  readonly files: FileStore
  readonly worker: () => Omit<PlatformLoad, 'pool'>
  readonly log: Log
}

/** What the platform tells of itself. */
export function observePlatform(
  parts: ObservedParts,
): Pick<Platform, 'databaseConnected' | 'readiness' | 'statistics' | 'load'> {
  const { database, worker, log } = parts
  const probe = new DatabaseProbe(() => sql`select 1`.execute(database.connection))
  return {
    databaseConnected: () => probe.connected(),
    readiness: sharedReadiness(dependenciesOf(parts, probe)),
    statistics: statisticsOf(database.connection, log),
    load: () => ({ ...worker(), pool: database.poolLoad() }),
  }
}

function dependenciesOf(
  { configuration, database, files }: ObservedParts,
  probe: DatabaseProbe,
): readonly Dependency[] {
  return [
    { name: 'database', check: async () => ((await probe.look()) ? null : 'it does not answer') },
    {
      name: 'migrations',
      async check() {
        if (!(await probe.look())) return 'they can not be looked at while the database is away'
        const missing = await missingMigrations(database.connection)
        return missing.length === 0
          ? null
          : `missing: ${missing.join(', ')}; run zerosec migrate, or start zerosec again`
      },
    },
    {
      name: 'files',
      async check() {
        await files.size(files.inputBucket, NO_FILE)
        if (configuration.files === 'folder') await access(configuration.dataFolder, constants.W_OK)
        return null
      },
    },
    // not the queue: without wake-ups jobs start some seconds late, which is no reason to send nobody here
  ]
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownDatabase } from '../../../test/own-database.ts'
import { type Configuration, type Environment, readConfiguration } from '../src/configuration.ts'

const serverUrl = await ownDatabase()

/** The databases to test on: the embedded one, and one on a PostgreSQL server, empty and this test file's own, where there is a server. */
export const DATABASES: readonly (readonly [name: string, environment: Environment])[] = [
  ['the embedded database', {}],
  ...(serverUrl === undefined ? [] : [['a PostgreSQL server', { DATABASE_URL: serverUrl }] as const]),
]

/** A configuration with a data folder of its own, and how to remove that. */
export function temporaryConfiguration(environment: Environment = {}): {
  configuration: Configuration
  remove: () => void
} {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-test-'))
  return {
    configuration: readConfiguration({ ZEROSEC_DATA: folder, ...environment }),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Configuration, type Environment, readConfiguration } from '../src/configuration.ts'

/** The databases to test on: the embedded one, and the server of ZEROSEC_TEST_DATABASE_URL where that is set. */
export const DATABASES: readonly (readonly [name: string, environment: Environment])[] = [
  ['the embedded database', {}],
  ...(process.env['ZEROSEC_TEST_DATABASE_URL'] === undefined
    ? []
    : [['a PostgreSQL server', { DATABASE_URL: process.env['ZEROSEC_TEST_DATABASE_URL'] }] as const]),
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

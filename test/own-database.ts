import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { describe, inject } from 'vitest'
import { findPostgres } from './postgres-programs.ts'

/**
 * `describe` for tests that start a server of their own; skipped, and says so in its title, where its programs are missing. The tests
 * refuse that when CI is set.
 */
export const describeWithPostgres: typeof describe | typeof describe.skip =
  findPostgres() !== undefined
    ? describe
    : (((title: string, body: () => void) =>
        describe.skip(`${title} (skipped: no PostgreSQL found)`, body)) as typeof describe.skip)

/**
 * An empty database on the run's server, gone when this process ends.
 *
 * @returns its URL; undefined where there is no server
 */
export async function ownDatabase(): Promise<string | undefined> {
  const service = inject('databaseService')
  if (service === undefined) return undefined
  const socket = connect(service)
  const [line] = (await once(createInterface(socket), 'line')) as [string]
  socket.unref()
  const { url, problem } = JSON.parse(line) as { url?: string; problem?: string }
  if (url === undefined) throw new Error(`no database for this test file: ${problem}`)
  return url
}

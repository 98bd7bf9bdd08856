#!/usr/local/bin/node
import { endOnEarlySignals } from './early-signals.ts'
import { readSecretFiles, requireDatabase } from './secret-files.ts'

/**
 * The command line of an image: `zerosec api` is what it runs, and `docker exec … zerosec keys create` works beside it. These would
 * open the embedded database where no other is named.
 */
const NEED_DATABASE = new Set(['api', 'start', 'migrate', 'keys', 'backup', 'restore'])

try {
  endOnEarlySignals()
  readSecretFiles()
  if (NEED_DATABASE.has(process.argv[2] ?? '')) requireDatabase()
  const { main } = await import('../../../apps/cli/src/index.ts')
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

#!/usr/local/bin/node
import { endOnEarlySignals } from './early-signals.ts'
import { readSecretFiles, requireDatabase } from './secret-files.ts'

/** The command line of an image: `zerosec api` is what it runs, and `docker exec … zerosec keys create` works beside it. */
const SERVERS = new Set(['api', 'start', 'migrate'])

try {
  endOnEarlySignals()
  readSecretFiles()
  if (SERVERS.has(process.argv[2] ?? '')) requireDatabase()
  const { main } = await import('../../../apps/cli/src/index.ts')
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

#!/usr/local/bin/node
import { endOnEarlySignals } from './early-signals.ts'
import { readSecretFiles, requireDatabase } from './secret-files.ts'

try {
  endOnEarlySignals()
  readSecretFiles()
  requireDatabase()
  await import('../../../apps/worker/src/main.ts')
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

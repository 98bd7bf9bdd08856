import { CodedError } from '@zerosec/errors'
import { runWorker } from './run-worker.ts'

/** `node apps/worker/src/main.ts`: a worker in a process of its own. */
try {
  const worker = await runWorker()
  await worker.closed
} catch (error) {
  if (!(error instanceof CodedError)) throw error
  process.stderr.write(`error: ${error.message} (${error.code})\n`)
  process.exitCode = error.exit
}

import { serve } from '../src/serve.ts'

/** Runs the service as the command line does, settings from the environment; for tests that send it signals. */
try {
  const service = await serve()
  await service.closed
} catch (error) {
  console.error(error)
  process.exitCode = 1
}

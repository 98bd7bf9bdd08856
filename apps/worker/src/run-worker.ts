import { CodedError } from '@zerosec/errors'
import { type Configuration, openPlatform, readConfiguration } from '@zerosec/jobs'
import { openTelemetry } from '@zerosec/telemetry'
import packageJson from '../package.json' with { type: 'json' }
import { type Answers, type Listening, listen } from './listen.ts'
import { observations } from './observations.ts'

export interface WorkerOptions {
  /** Left out: read from the environment. */
  readonly configuration?: Configuration
}

export interface RunningWorker {
  /** Where `/metrics` and `/health` are; undefined where no port is configured. */
  readonly watchedAt: string | undefined
  /** Lets running jobs end within the grace period and gives the others back. */
  close(): Promise<void>
  /** Settles when the worker has been closed, by `close` or by a signal. */
  readonly closed: Promise<void>
}

/**
 * Runs jobs in this process, beside an API in another one, until `close`, SIGTERM or SIGINT; a second signal ends the process
 * at once. Both need the same DATABASE_URL and the same files.
 *
 * @throws CodedError configuration_invalid, port_in_use, service_unavailable
 */
export async function runWorker(options: WorkerOptions = {}): Promise<RunningWorker> {
  const { configuration = readConfiguration() } = options
  if (configuration.databaseUrl === undefined) {
    const problem =
      'a worker in a process of its own needs a PostgreSQL server. With the embedded database one process does it all, ' +
      'and zerosec start runs the jobs already'
    throw new CodedError('configuration_invalid', { setting: 'DATABASE_URL', problem })
  }

  const telemetry = await openTelemetry({ ...configuration, name: 'worker', version: packageJson.version })
  const { log } = telemetry
  let closing = false
  const platform = await openPlatform(configuration, telemetry)
  let watched: Listening | undefined
  try {
    watched = await watch(
      configuration,
      observations(platform, telemetry, () => closing),
    )
    await platform.startWorker()
  } catch (error) {
    await closeAll()
    throw error
  }
  log.info({ slots: configuration.workers, ...(watched ? { watchedAt: watched.url } : {}) }, 'taking jobs')

  async function closeAll(): Promise<void> {
    await platform.close()
    await watched?.close()
    await telemetry.close()
  }
  const { promise: closed, resolve, reject } = Promise.withResolvers<void>()
  const close = (): Promise<void> => {
    if (!closing) {
      closing = true
      closeAll().then(resolve, reject)
    }
    return closed
  }
  const onSignal = (): void => {
    if (closing) process.exit(1)
    void close().finally(() => SIGNALS.forEach((signal) => process.off(signal, onSignal)))
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return { watchedAt: watched?.url, close, closed }
}

async function watch({ workerHost, workerPort }: Configuration, answers: Answers): Promise<Listening | undefined> {
  return workerPort === undefined ? undefined : listen(answers, { host: workerHost, port: workerPort })
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

import { CodedError } from '@zerosec/errors'
import { type Configuration, type Log, openPlatform, readConfiguration } from '@zerosec/jobs'
import { pino } from 'pino'

export interface WorkerOptions {
  /** Left out: read from the environment. */
  readonly configuration?: Configuration
  /** Left out: JSON lines on standard error. */
  readonly log?: Log
}

export interface RunningWorker {
  /** Lets running jobs end within the grace period and gives the others back. */
  close(): Promise<void>
  /** Settles when the worker has been closed, by `close` or by a signal. */
  readonly closed: Promise<void>
}

/**
 * Runs jobs in this process, beside an API in another one, until `close`, SIGTERM or SIGINT; a second signal ends the process
 * at once. Both need the same DATABASE_URL and the same files.
 *
 * @throws CodedError configuration_invalid, service_unavailable
 */
export async function runWorker(options: WorkerOptions = {}): Promise<RunningWorker> {
  const { configuration = readConfiguration() } = options
  const { log = pino({ level: configuration.logLevel }, process.stderr) } = options
  if (configuration.databaseUrl === undefined) {
    const problem =
      'a worker in a process of its own needs a PostgreSQL server. With the embedded database one process does it all, ' +
      'and zerosec start runs the jobs already'
    throw new CodedError('configuration_invalid', { setting: 'DATABASE_URL', problem })
  }

  const platform = await openPlatform(configuration, { log })
  await platform.startWorker()
  log.info({ slots: configuration.workers }, 'taking jobs')

  const { promise: closed, resolve, reject } = Promise.withResolvers<void>()
  let closing = false
  const close = (): Promise<void> => {
    if (!closing) platform.close().then(resolve, reject)
    closing = true
    return closed
  }
  const onSignal = (): void => {
    if (closing) process.exit(1)
    void close().finally(() => SIGNALS.forEach((signal) => process.off(signal, onSignal)))
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return { close, closed }
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const

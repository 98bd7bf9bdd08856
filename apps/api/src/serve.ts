import { fileURLToPath } from 'node:url'
import { CodedError } from '@zerosec/errors'
import { type Configuration, openPlatform, type Platform, readConfiguration } from '@zerosec/jobs'
import { openTelemetry, type Telemetry } from '@zerosec/telemetry'
import packageJson from '../package.json' with { type: 'json' }
import { accessOf, isLoopback, openLocalAccess } from './access/serve-access.ts'
import type { Api } from './api.ts'
import { type ApiSettings, LOOPBACK_HOSTS } from './settings.ts'

const PAGE_FOLDER = fileURLToPath(new URL('../../web/out', import.meta.url))
const HEARTBEAT_MS = 15_000
/** For requests that are still being answered when the service is told to stop. */
const LAST_ANSWERS_MS = 5_000

export interface ServeOptions {
  /** Left out: read from the environment. */
  readonly configuration?: Configuration
  /** Whether this process also runs the jobs; default true. */
  readonly worker?: boolean
  /** Told one line when the service is ready; default: standard output. */
  readonly print?: (line: string) => void
}

export interface Service {
  /** Where it listens. */
  readonly url: string
  /** Stops listening, lets running jobs end within the grace period, closes the database. */
  close(): Promise<void>
  /** Settles when the service has been closed, by `close` or by a signal. */
  readonly closed: Promise<void>
}

/**
 * Runs the API, the page and (unless told otherwise) a worker in this process, until `close`, SIGTERM or SIGINT; a second
 * signal ends the process at once.
 *
 * @throws CodedError configuration_invalid, data_folder_in_use, port_in_use, service_unavailable
 */
export async function serve(options: ServeOptions = {}): Promise<Service> {
  const { configuration = readConfiguration(), worker = true, print = console.log } = options
  const settings = settingsOf(configuration)
  const { version } = settings
  const telemetry = await openTelemetry({ ...configuration, name: 'api', version })
  // the database starts in a process of its own: loading the API fills the wait
  const [platform, { createApi }] = await Promise.all([
    openPlatform(configuration, telemetry),
    import('./create-api.ts'),
  ])
  let app: Api | undefined
  try {
    app = await createApi(platform, settings, telemetry)
    const url = await listen(app, configuration)
    if (worker) await platform.startWorker()
    print(`zerosec ${packageJson.version} is ready at ${url}`)
    const closeLocalAccess = await openLocalAccess(platform, configuration, settings.access, { url, print })
    return service(url, { app, platform, telemetry }, closeLocalAccess)
  } catch (error) {
    await app?.close()
    await platform.close()
    await telemetry.close()
    throw error
  }
}

export function settingsOf(configuration: Configuration): ApiSettings {
  const { host, hosts, publicUrl } = configuration
  // the loopback names stay: the command line of this machine calls by them
  const named = isLoopback(host) || hosts.length > 0 ? [...LOOPBACK_HOSTS, host, ...hosts] : []
  return {
    version: packageJson.version,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    origins: configuration.origins,
    ...(named.length === 0 ? {} : { hosts: named }),
    access: accessOf(configuration),
    trustProxy: configuration.trustProxy,
    uploadBytes: configuration.uploadBytes,
    urlSeconds: configuration.urlSeconds,
    requestsPerMinute: configuration.requestsPerMinute,
    commerce: {
      dataFolder: configuration.dataFolder,
      memoryMb: configuration.commerceMemoryMb,
      allowsPrivate: configuration.webhooks === 'any',
      mailFrom: configuration.mailFrom,
      pageUrl: publicUrl,
    },
    models: { memoryMb: configuration.modelMemoryMb, expected: configuration.expectedModels },
    pageFolder: PAGE_FOLDER,
    heartbeatMs: HEARTBEAT_MS,
    eventStreams: { most: configuration.eventStreams, mostOfOne: configuration.eventStreamsOfOne },
  }
}

async function listen(app: Api, { host, port }: Configuration): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw new CodedError('port_in_use', { port, host }, { cause: error })
    if (code === 'EACCES') throw new CodedError('configuration_invalid', { setting: 'ZEROSEC_PORT', problem: message })
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new CodedError('configuration_invalid', { setting: 'ZEROSEC_HOST', problem: message })
    }
    throw error
  }
}

interface Parts {
  readonly app: Api
  readonly platform: Platform
  readonly telemetry: Telemetry
}

function service(url: string, parts: Parts, closeLocalAccess: () => void): Service {
  const { promise: closed, resolve, reject } = Promise.withResolvers<void>()
  closed.catch(() => {}) // whoever waits on it is told; it must not end the process by itself
  let closing = false
  const close = () => {
    if (!closing) {
      closing = true
      closeLocalAccess()
      closeAll(parts).then(resolve, reject)
    }
    return closed
  }
  const onSignal = () => {
    if (closing) process.exit(1)
    void close()
  }
  const signals = ['SIGTERM', 'SIGINT'] as const
  for (const signal of signals) process.on(signal, onSignal)
  void closed.finally(() => signals.forEach((signal) => process.off(signal, onSignal))).catch(() => {})
  return { url, close, closed }
}

async function closeAll({ app, platform, telemetry }: Parts): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), LAST_ANSWERS_MS)
  await app.close()
  clearTimeout(late)
  await platform.close()
  await telemetry.close()
}

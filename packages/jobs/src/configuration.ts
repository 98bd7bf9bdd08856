import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { THREADS_VARIABLE, ThreadCount } from '@zerosec/analyses/threads'
import { CodedError } from '@zerosec/errors'
import { z } from 'zod'
import { ACCESS_SETTINGS } from './access/settings.ts'
import { FAN_OUT_SETTINGS } from './fan-out/settings.ts'
import { FILE_SETTINGS } from './files/settings.ts'
import { MODEL_SETTINGS } from './models/settings.ts'
import { QUEUE_SETTINGS } from './queue/settings.ts'
import { RETENTION_SETTINGS } from './retention/settings.ts'

const whole = (low: number, high: number) => z.coerce.number<string>().int().min(low).max(high)
const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)

/** Every setting: the environment variable, how its text is read, its default text and what it does. The only such list. */
const SETTINGS = {
  dataFolder: {
    name: 'ZEROSEC_DATA',
    default: '.zerosec',
    description: 'Folder for the embedded database, the files and the key that signs URLs.',
    schema: z.string().transform((path) => resolve(path)),
  },
  host: {
    name: 'ZEROSEC_HOST',
    default: '127.0.0.1',
    description: 'Address the API listens on. The default is reachable from this machine only.',
    schema: z.string(),
  },
  port: {
    name: 'ZEROSEC_PORT',
    default: '8000',
    description: 'Port the API listens on; 0 takes a free one.',
    schema: whole(0, 65_535),
  },
  origins: {
    name: 'ZEROSEC_ORIGINS',
    default: '',
    description: 'Web origins that may call the API beside its own, separated by commas.',
    schema: z
      .string()
      .transform((text) => text.split(/[\s,]+/).filter(Boolean))
      .pipe(z.array(origin)),
  },
  hosts: {
    name: 'ZEROSEC_HOSTS',
    default: '',
    description:
      'Host names that requests may name beside localhost, separated by commas. Where the API listens beyond this ' +
      'machine, empty means any.',
    schema: z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean)),
  },
  publicUrl: {
    name: 'ZEROSEC_PUBLIC_URL',
    default: '',
    description: 'Where clients reach the API, for the URLs it hands out; empty for what each request names.',
    schema: z.union([z.literal('').transform(() => undefined), origin]),
  },
  requestsPerMinute: {
    name: 'ZEROSEC_REQUESTS_PER_MINUTE',
    default: '6000',
    description: 'Requests that one client address may send in a minute before it is told to wait.',
    schema: whole(1, 1_000_000),
  },
  ...ACCESS_SETTINGS,
  eventStreams: {
    name: 'ZEROSEC_EVENT_STREAMS',
    default: '5000',
    description:
      'Event streams that clients may hold open in all. Each takes some 100 kB; the rest ask for the status.',
    schema: whole(1, 1_000_000),
  },
  eventStreamsOfOne: {
    name: 'ZEROSEC_EVENT_STREAMS_OF_ONE',
    default: '500',
    description: 'Event streams that one key, or one address that shows none, may hold open.',
    schema: whole(1, 1_000_000),
  },
  logLevel: {
    name: 'ZEROSEC_LOG',
    default: 'warn',
    description: 'How much is logged on standard error: silent, fatal, error, warn, info or debug.',
    schema: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug']),
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    default: '',
    description: 'postgres://… of a PostgreSQL server; empty for the embedded database in the data folder.',
    secret: true,
    schema: z.union([z.literal('').transform(() => undefined), z.url({ protocol: /^postgres(ql)?$/ })]),
  },
  ...QUEUE_SETTINGS,
  ...FILE_SETTINGS,
  ...RETENTION_SETTINGS,
  workers: {
    name: 'ZEROSEC_WORKERS',
    default: String(Math.max(1, Math.floor(availableParallelism() / 2))),
    description: 'Jobs that run at the same time in one process. The default is half of the processors.',
    schema: whole(1, 256),
  },
  threads: {
    name: THREADS_VARIABLE,
    default: String(availableParallelism()),
    description:
      'Threads that one analysis works on, in a job or on the command line. The results are the same for any number.',
    schema: ThreadCount,
  },
  ...FAN_OUT_SETTINGS,
  jobSeconds: {
    name: 'ZEROSEC_JOB_SECONDS',
    default: '3600',
    description: 'Time limit of one job, in seconds.',
    schema: z.coerce
      .number<string>()
      .min(0.1)
      .max(7 * 86_400),
  },
  jobMemoryMb: {
    name: 'ZEROSEC_JOB_MEMORY_MB',
    default: '2048',
    description:
      'Memory that one job may take, all its threads together, in MB. Drawing the figures of a report takes about 250.',
    schema: whole(128, 1_048_576),
  },
  keptMb: {
    name: 'ZEROSEC_KEPT_MB',
    default: '1024',
    description:
      'Most that a running job keeps on the disk of parts that are done and of results so far, in MB. What would go beyond ' +
      'is not kept: after a crash it is computed again.',
    schema: whole(0, 1_048_576),
  },
  commerceMemoryMb: {
    name: 'ZEROSEC_COMMERCE_MEMORY_MB',
    default: '1024',
    description: 'Memory that the queries of one shop may use together, in MB; what needs more is spilled or refused.',
    schema: whole(64, 1_048_576),
  },
  webhooks: {
    name: 'ZEROSEC_WEBHOOKS',
    default: 'public',
    description:
      'Where alerts and reports of a shop may be sent by webhook: public addresses alone (public), or those of this machine and its network too (any).',
    schema: z.enum(['public', 'any']),
  },
  mailFrom: {
    name: 'ZEROSEC_MAIL_FROM',
    default: 'zerosec@localhost',
    description: 'Mailbox that e-mails of a shop are from; they are written into its outbox folder.',
    schema: z
      .string()
      .max(254)
      .regex(/^[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]+$/, 'no address of a mailbox'),
  },
  ...MODEL_SETTINGS,
  uploadBytes: {
    name: 'ZEROSEC_UPLOAD_BYTES',
    default: String(256 * 2 ** 20),
    description: 'Largest file that can be uploaded, in bytes.',
    schema: whole(1, 2 ** 40),
  },
  urlSeconds: {
    name: 'ZEROSEC_URL_SECONDS',
    default: '3600',
    description: 'How long an upload or download URL is valid, in seconds.',
    schema: whole(1, 7 * 86_400),
  },
  leaseSeconds: {
    name: 'ZEROSEC_LEASE_SECONDS',
    default: '30',
    description: 'How long a worker may be silent before its jobs are taken for lost and run again, in seconds.',
    schema: z.coerce.number<string>().min(1).max(3600),
  },
  maxAttempts: {
    name: 'ZEROSEC_MAX_ATTEMPTS',
    default: '3',
    description: 'How many times a job is started before faults and workers that die are blamed on it.',
    schema: whole(1, 100),
  },
  graceSeconds: {
    name: 'ZEROSEC_GRACE_SECONDS',
    default: '8',
    description: 'How long running jobs may go on after a request to stop, before they are given back to the queue.',
    schema: z.coerce.number<string>().min(0).max(86_400),
  },
  workerHost: {
    name: 'ZEROSEC_WORKER_HOST',
    default: '127.0.0.1',
    description: 'Address where zerosec worker shows its metrics and its health.',
    schema: z.string(),
  },
  workerPort: {
    name: 'ZEROSEC_WORKER_PORT',
    default: '',
    description: 'Port for that; 0 takes a free one, empty shows nothing.',
    schema: z.union([z.literal('').transform(() => undefined), whole(0, 65_535)]),
  },
  tracesEndpoint: {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    default: '',
    description: 'Base URL of an OpenTelemetry receiver (OTLP over HTTP) that traces are sent to; empty for none.',
    schema: z.union([z.literal('').transform(() => undefined), z.url({ protocol: /^https?$/ })]),
  },
} as const satisfies Record<string, Setting>

interface Setting {
  readonly name: string
  readonly default: string
  readonly description: string
  readonly secret?: true
  readonly schema: z.ZodType<unknown, string>
}

export type Configuration = {
  readonly [Property in keyof typeof SETTINGS]: z.infer<(typeof SETTINGS)[Property]['schema']>
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads every setting once; one that is unset or empty takes its default.
 *
 * @throws CodedError configuration_invalid naming the setting
 */
export function readConfiguration(environment: Environment = process.env): Configuration {
  const values = Object.entries<Setting>(SETTINGS).map(([property, setting]) => {
    const { text } = textOf(setting, environment)
    const result = setting.schema.safeParse(text)
    if (result.success) return [property, result.data]
    const problem = `${setting.secret ? 'its value' : `"${text.replace(/\/\/[^/@]*@/, '//…@')}"`}: ${result.error.issues[0]?.message ?? 'not understood'}`
    throw new CodedError('configuration_invalid', { setting: setting.name, problem })
  })
  return Object.fromEntries(values) as Configuration
}

export interface SettingDescription {
  readonly name: string
  /** As written in the environment or the default; `(hidden)` for a secret that is set. */
  readonly value: string
  readonly default: string
  readonly source: 'environment' | 'default'
  readonly description: string
}

/** All settings with their values and where these come from, secrets hidden: for `zerosec doctor` and the docs. */
export function describeConfiguration(environment: Environment = process.env): readonly SettingDescription[] {
  return Object.values<Setting>(SETTINGS).map((setting) => {
    const { text, source } = textOf(setting, environment)
    const value = setting.secret && text !== '' ? '(hidden)' : text
    return { name: setting.name, value, default: setting.default, source, description: setting.description }
  })
}

function textOf(setting: Setting, environment: Environment): { text: string; source: 'environment' | 'default' } {
  const text = environment[setting.name]?.trim()
  return text ? { text, source: 'environment' } : { text: setting.default, source: 'default' }
}

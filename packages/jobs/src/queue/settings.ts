import { CodedError } from '@zerosec/errors'
import { z } from 'zod'
import type { SqsSettings } from './sqs-channel.ts'

const unset = z.literal('').transform(() => undefined)
/** Also of what is no URL: that is told already. */
const isPlain = (text: string): boolean => {
  if (!URL.canParse(text)) return true
  const { username, password, search, hash } = new URL(text)
  return username + password + search + hash === ''
}
const namesQueue = (text: string): boolean => !URL.canParse(text) || new URL(text).pathname !== '/'
const address = z.url({ protocol: /^https?$/ }).refine(isPlain, 'an address without user, password and query')

/** What carries wake-ups. Part of the list in `configuration.ts`. */
export const QUEUE_SETTINGS = {
  queue: {
    name: 'ZEROSEC_QUEUE',
    default: 'postgres',
    description: 'What wakes the workers when a job is due: postgres (the database itself) or sqs (Amazon SQS).',
    schema: z.enum(['postgres', 'sqs']),
  },
  sqsUrl: {
    name: 'ZEROSEC_SQS_URL',
    default: '',
    description: 'https://… of the queue, a standard one, with ZEROSEC_QUEUE=sqs.',
    schema: z.union([
      unset,
      address
        .refine(namesQueue, "the queue's own URL, with its name at the end")
        .refine((text) => !/\.fifo\/?$/.test(text), 'a FIFO queue; it has to be a standard one'),
    ]),
  },
  sqsRegion: {
    name: 'ZEROSEC_SQS_REGION',
    default: '',
    description: "Region of the queue; empty for the one in its URL, or what AWS's own settings say.",
    schema: z
      .string()
      .regex(/^[a-z0-9-]*$/, 'a region has small letters, digits and hyphens')
      .transform((text) => text || undefined),
  },
  sqsEndpoint: {
    name: 'ZEROSEC_SQS_ENDPOINT',
    default: '',
    description: "http(s)://… where the queue's service is reached, if not at the host of the queue's URL.",
    schema: z.union([unset, address]),
  },
} as const

type QueueConfiguration = {
  readonly [Property in keyof typeof QUEUE_SETTINGS]: z.infer<(typeof QUEUE_SETTINGS)[Property]['schema']>
}

/** @throws CodedError configuration_invalid when no queue is named, or nobody else could see the jobs that it is for */
export function sqsSettingsOf(
  configuration: QueueConfiguration & { readonly databaseUrl: string | undefined },
): SqsSettings {
  const { sqsUrl, sqsRegion: region, sqsEndpoint: endpoint, databaseUrl } = configuration
  if (sqsUrl === undefined) {
    const problem = "it is empty, and ZEROSEC_QUEUE=sqs needs the queue's URL"
    throw new CodedError('configuration_invalid', { setting: QUEUE_SETTINGS.sqsUrl.name, problem })
  }
  if (databaseUrl === undefined) {
    const problem =
      'sqs wakes workers in other processes, and these see no jobs without a PostgreSQL server. Set DATABASE_URL as well'
    throw new CodedError('configuration_invalid', { setting: QUEUE_SETTINGS.queue.name, problem })
  }
  return { url: sqsUrl, region: region ?? regionOf(new URL(sqsUrl).hostname), endpoint }
}

/** That the host of a queue's URL names; undefined where it names none. A server that is not AWS's takes any. */
function regionOf(host: string): string | undefined {
  const named = /(?:^|\.)sqs(?:-fips)?\.([a-z0-9-]+)\./.exec(host) ?? /^([a-z0-9-]+)\.queue\.amazonaws\./.exec(host)
  return named?.[1] ?? (/\.amazonaws\.com(\.cn)?$/.test(host) ? undefined : 'us-east-1')
}

import { CodedError } from '@zerosec/errors'
import { z } from 'zod'
import { canonicalKey } from './keys.ts'
import type { S3Settings } from './s3-settings.ts'

const bucket = z
  .string()
  .regex(/^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$/, 'a bucket has 3 to 63 small letters, digits, dots and hyphens')
const endpoint = z.union([
  z.literal('').transform(() => undefined),
  z.url({ protocol: /^https?$/ }).refine((text) => {
    const { username, password, search, hash } = new URL(text)
    return username + password + search + hash === ''
  }, 'an address without user, password and query'),
])
const prefix = z
  .string()
  .max(200)
  .refine((text) => text === '' || isKey(text.replace(/\/$/, '')), 'no key of a file could begin so')
  .transform((text) => (text === '' ? '' : canonicalKey(text.replace(/\/$/, '')) + '/'))

/** Where files are kept. Part of the list in `configuration.ts`. */
export const FILE_SETTINGS = {
  files: {
    name: 'ZEROSEC_FILES',
    default: 'folder',
    description:
      'Where uploads and artifacts are kept: folder (in the data folder) or s3 (S3 or a store that speaks its protocol).',
    schema: z.enum(['folder', 's3']),
  },
  s3InputBucket: {
    name: 'ZEROSEC_S3_INPUT_BUCKET',
    default: '',
    description: 'Bucket of the uploads, with ZEROSEC_FILES=s3.',
    schema: bucket,
  },
  s3OutputBucket: {
    name: 'ZEROSEC_S3_OUTPUT_BUCKET',
    default: '',
    description: 'Bucket of the artifacts; it may be the same.',
    schema: bucket,
  },
  s3Prefix: {
    name: 'ZEROSEC_S3_PREFIX',
    default: '',
    description: 'Before every key, so that buckets can be shared.',
    schema: prefix,
  },
  s3Region: {
    name: 'ZEROSEC_S3_REGION',
    default: '',
    description: "Region of the buckets; empty for what AWS's own settings say.",
    schema: z
      .string()
      .regex(/^[a-z0-9-]*$/, 'a region has small letters, digits and hyphens')
      .transform((text) => text || undefined),
  },
  s3Endpoint: {
    name: 'ZEROSEC_S3_ENDPOINT',
    default: '',
    description: "http(s)://… of another store than AWS's.",
    schema: endpoint,
  },
  s3PublicEndpoint: {
    name: 'ZEROSEC_S3_PUBLIC_ENDPOINT',
    default: '',
    description: 'The same store as browsers and clients reach it, if that is another address.',
    schema: endpoint,
  },
  s3PathStyle: {
    name: 'ZEROSEC_S3_PATH_STYLE',
    default: '',
    description:
      'true for <endpoint>/<bucket>, false for <bucket>.<endpoint>; empty: true with an endpoint of your own.',
    schema: z.enum(['', 'true', 'false']).transform((text) => (text === '' ? undefined : text === 'true')),
  },
} as const

type FileConfiguration = {
  readonly [Property in keyof typeof FILE_SETTINGS]: z.infer<(typeof FILE_SETTINGS)[Property]['schema']>
}

/** @throws CodedError configuration_invalid when a bucket is not named */
export function s3SettingsOf(configuration: FileConfiguration): S3Settings {
  const named = (setting: 's3InputBucket' | 's3OutputBucket'): string => {
    if (configuration[setting] !== '') return configuration[setting]
    const problem = 'it is empty, and ZEROSEC_FILES=s3 needs a bucket'
    throw new CodedError('configuration_invalid', { setting: FILE_SETTINGS[setting].name, problem })
  }
  return {
    inputBucket: named('s3InputBucket'),
    outputBucket: named('s3OutputBucket'),
    prefix: configuration.s3Prefix,
    region: configuration.s3Region,
    endpoint: configuration.s3Endpoint,
    publicEndpoint: configuration.s3PublicEndpoint,
    pathStyle: configuration.s3PathStyle,
  }
}

function isKey(text: string): boolean {
  try {
    canonicalKey(text)
    return true
  } catch {
    return false
  }
}

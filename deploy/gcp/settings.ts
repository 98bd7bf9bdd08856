import type * as pulumi from '@pulumi/pulumi'

export interface Range {
  readonly least: number
  readonly most: number
}

/** What a deployment on Google Cloud has to be told. */
export interface GcpSettings {
  readonly project: string
  readonly region: string
  readonly environment: string
  /** Where the page and the API are reached; its record has to point at the stack's address before the certificate is given. */
  readonly domain: string
  /** By digest. Undefined before the first images have been pushed: everything but the services is made. */
  readonly images: Readonly<Record<'api' | 'worker', string>> | undefined
  readonly apiInstances: Range
  /** They have no requests to be scaled by, so they are as many as are said here. */
  readonly workerInstances: number
  readonly databaseTier: string
  readonly databaseGb: number
  /** A second machine of the database in another zone. */
  readonly isDatabaseRegional: boolean
  /** Who is told of alarms. */
  readonly alarmEmail: string
  /** Whose workflow may deploy, as GitHub's tokens name it: `owner@1/name@2`, or `owner/name`; undefined: none may. */
  readonly repository: string | undefined
}

const DEFAULTS = {
  region: 'europe-west1',
  environment: 'production',
  // One: the folder of shops is mounted from a bucket, where no lock of one instance keeps another out.
  apiInstances: { least: 1, most: 1 },
  workerInstances: 1,
  databaseTier: 'db-custom-1-3840',
  databaseGb: 20,
  isDatabaseRegional: true,
} as const

/** The settings of `Pulumi.<stack>.yaml`; `docs/deploy-gcp.md` says what each means. */
export function readGcpSettings(config: pulumi.Config): GcpSettings {
  return {
    project: config.require('project'),
    region: config.get('region') ?? DEFAULTS.region,
    environment: config.get('environment') ?? DEFAULTS.environment,
    domain: config.require('domain'),
    images: readImages(config),
    apiInstances: readApiInstances(config),
    workerInstances: config.getNumber('workerInstances') ?? DEFAULTS.workerInstances,
    databaseTier: config.get('databaseTier') ?? DEFAULTS.databaseTier,
    databaseGb: config.getNumber('databaseGb') ?? DEFAULTS.databaseGb,
    isDatabaseRegional: config.getBoolean('databaseRegional') ?? DEFAULTS.isDatabaseRegional,
    alarmEmail: config.require('alarmEmail'),
    repository: config.get('repository'),
  }
}

function readImages(config: pulumi.Config): GcpSettings['images'] {
  const images = config.getObject<Partial<Record<'api' | 'worker', string>>>('images')
  if (images === undefined) return undefined
  const { api, worker } = images
  if (!api || !worker) throw new RangeError('zerosec:images needs both, images.api and images.worker')
  return { api, worker }
}

function readApiInstances(config: pulumi.Config): Range {
  const least = config.getNumber('apiInstances') ?? DEFAULTS.apiInstances.least
  const most = config.getNumber('apiInstancesMost') ?? Math.max(least, DEFAULTS.apiInstances.most)
  if (most < least) throw new RangeError(`zerosec:apiInstancesMost, ${most}, is less than apiInstances, ${least}`)
  return { least, most }
}

const EXAMPLE_REGISTRY = 'europe-west1-docker.pkg.dev/zerosec-example/zerosec'

/** Names and addresses that belong to documentation. */
export const EXAMPLE: GcpSettings = {
  ...DEFAULTS,
  project: 'zerosec-example',
  domain: 'zerosec.example',
  images: {
    api: `${EXAMPLE_REGISTRY}/api@sha256:${'0'.repeat(64)}`,
    worker: `${EXAMPLE_REGISTRY}/worker@sha256:${'0'.repeat(64)}`,
  },
  alarmEmail: 'operations@zerosec.example',
  repository: 'example/zerosec',
}

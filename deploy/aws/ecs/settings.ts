import type * as pulumi from '@pulumi/pulumi'

/** What the deployment on ECS has to be told. */
export interface EcsSettings {
  readonly region: string
  readonly environment: string
  /** Where users reach it, `zerosec.acme.example`, and the Route 53 zone that it is in. */
  readonly domain: string
  readonly zoneId: string
  readonly alarmEmail: string
  /**
   * `none` makes everything but the services: the repositories have to be there before an image can be pushed. `live` runs the images
   * that carry the tag `live-<environment>`, which deployments move.
   */
  readonly images: 'none' | 'live'
  /** Certificates of the authorities that RDS's are signed by, as AWS publishes them for the region (PEM). */
  readonly databaseAuthorities: string
  readonly apiTasks: Range
  readonly workerTasks: Range
  readonly databaseClass: string
  readonly databaseGb: number
  /** Whose workflow may deploy, as GitHub's tokens name it: `owner@1/name@2`, or `owner/name`; undefined: none may. */
  readonly repository: string | undefined
  /** ARN of the account's provider of GitHub's tokens, of which it can have one; undefined: it has none yet. */
  readonly githubProvider: string | undefined
}

interface Range {
  readonly least: number
  readonly most: number
}

const DEFAULTS = {
  environment: 'production',
  apiTasks: { least: 2, most: 6 },
  workerTasks: { least: 1, most: 10 },
  databaseClass: 'db.t4g.medium',
  databaseGb: 50,
} as const

/** The settings of `Pulumi.<stack>.yaml`; `docs/deploy-aws.md` says what each means. */
export function readEcsSettings(config: pulumi.Config, region: string): EcsSettings {
  return {
    region,
    environment: config.get('environment') ?? DEFAULTS.environment,
    domain: config.require('domain'),
    zoneId: config.require('zoneId'),
    alarmEmail: config.require('alarmEmail'),
    images: config.get<'none' | 'live'>('images', { allowedValues: ['none', 'live'] }) ?? 'none',
    databaseAuthorities: config.require('databaseAuthorities'),
    apiTasks: { ...DEFAULTS.apiTasks, ...config.getObject<Partial<Range>>('apiTasks') },
    workerTasks: { ...DEFAULTS.workerTasks, ...config.getObject<Partial<Range>>('workerTasks') },
    databaseClass: config.get('databaseClass') ?? DEFAULTS.databaseClass,
    databaseGb: config.getNumber('databaseGb') ?? DEFAULTS.databaseGb,
    repository: config.get('repository'),
    githubProvider: config.get('githubProvider'),
  }
}

/** Addresses and names that belong to documentation. */
export const EXAMPLE: EcsSettings = {
  ...DEFAULTS,
  region: 'us-east-1',
  domain: 'zerosec.example',
  zoneId: 'Z0123456789EXAMPLE',
  alarmEmail: 'operations@zerosec.example',
  images: 'live',
  databaseAuthorities: '-----BEGIN CERTIFICATE-----\nan example\n-----END CERTIFICATE-----\n',
  repository: 'acme/zerosec',
  githubProvider: undefined,
}

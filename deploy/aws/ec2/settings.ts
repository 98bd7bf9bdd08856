import type * as pulumi from '@pulumi/pulumi'

/** What a deployment on one machine has to be told. */
export interface Ec2Settings {
  readonly region: string
  readonly environment: string
  /** Addresses that may reach port 80. The connection is not encrypted: a company's network or VPN, never the world. */
  readonly allowedCidrs: readonly string[]
  readonly instanceType: string
  readonly dataGb: number
  /** PostgreSQL, of the version that the tests run on; a digest behind the tag pins it. */
  readonly databaseImage: string
  /** A group of one, which replaces a machine that has failed, instead of the machine alone. */
  readonly isGroup: boolean
  /** Who is told of alarms. */
  readonly alarmEmail: string
  /** Whose workflow may deploy, as GitHub's tokens name it: `owner@1/name@2`, or `owner/name`; undefined: none may. */
  readonly repository: string | undefined
  /** ARN of the account's provider of GitHub's tokens, of which it can have one; undefined: it has none yet. */
  readonly githubProvider: string | undefined
}

const DEFAULTS = {
  environment: 'production',
  instanceType: 't3.small',
  dataGb: 20,
  databaseImage: 'public.ecr.aws/docker/library/postgres:18',
} as const

/** The settings of `Pulumi.<stack>.yaml`; `docs/deploy-aws.md` says what each means. */
export function readEc2Settings(config: pulumi.Config, region: string): Ec2Settings {
  return {
    region,
    environment: config.get('environment') ?? DEFAULTS.environment,
    allowedCidrs: config.requireObject<string[]>('allowedCidrs'),
    instanceType: config.get('instanceType') ?? DEFAULTS.instanceType,
    dataGb: config.getNumber('dataGb') ?? DEFAULTS.dataGb,
    databaseImage: config.get('databaseImage') ?? DEFAULTS.databaseImage,
    isGroup: config.getBoolean('group') ?? false,
    alarmEmail: config.require('alarmEmail'),
    repository: config.get('repository'),
    githubProvider: config.get('githubProvider'),
  }
}

/** Addresses and names that belong to documentation. */
export const EXAMPLE: Ec2Settings = {
  ...DEFAULTS,
  region: 'us-east-1',
  allowedCidrs: ['203.0.113.0/24'],
  isGroup: false,
  alarmEmail: 'operations@zerosec.example',
  repository: 'acme/zerosec',
  githubProvider: undefined,
}

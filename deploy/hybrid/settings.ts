import type * as pulumi from '@pulumi/pulumi'

/** What has to be known of both clouds. */
export interface HybridSettings {
  /** Of Google's. */
  readonly project: string
  /** Of the dataset and its files: `EU`, `US`, or a region. */
  readonly location: string
  readonly environment: string
  readonly dataset: string
  /** Twelve digits. */
  readonly awsAccount: string
  /** The name of the role that publishes and asks: of a task, of a machine. */
  readonly awsRole: string
}

const DEFAULTS = { location: 'EU', environment: 'production', dataset: 'zerosec' } as const

/** The settings of `Pulumi.<stack>.yaml`; `docs/deploy-hybrid.md` says what each means. */
export function readHybridSettings(config: pulumi.Config): HybridSettings {
  return {
    project: config.require('project'),
    location: config.get('location') ?? DEFAULTS.location,
    environment: config.get('environment') ?? DEFAULTS.environment,
    dataset: config.get('dataset') ?? DEFAULTS.dataset,
    awsAccount: config.require('awsAccount'),
    awsRole: config.require('awsRole'),
  }
}

/** Names and numbers that belong to documentation. */
export const EXAMPLE: HybridSettings = {
  ...DEFAULTS,
  project: 'zerosec-example',
  awsAccount: '123456789012',
  awsRole: 'zerosec-analytics',
}

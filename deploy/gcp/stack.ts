import * as gcp from '@pulumi/gcp'
import * as pulumi from '@pulumi/pulumi'
import { grantOnProject, makeAccount } from './components/accounts.ts'
import { makeAudit } from './components/audit.ts'
import { makeAddress, makeBalancer } from './components/balancer.ts'
import { grantOnBucket, makeBucket } from './components/buckets.ts'
import { makeDatabase } from './components/database.ts'
import { makeDeployer } from './components/deployer.ts'
import { makeFirewall } from './components/firewall.ts'
import { makeMonitoring } from './components/monitoring.ts'
import { makeNetwork } from './components/network.ts'
import { makeRegistry } from './components/registry.ts'
import { makeSecret } from './components/secrets.ts'
import { type Surroundings, surroundings } from './components/surroundings.ts'
import { makeWarehouse } from './components/warehouse.ts'
import { makeServices } from './services.ts'
import type { GcpSettings } from './settings.ts'

type Outputs = Record<string, pulumi.Output<string>>

/** Of Google's: what the stack is made of. */
const SERVICES = [
  'artifactregistry',
  'bigquery',
  'cloudresourcemanager',
  'compute',
  'containerscanning',
  'iam',
  'iamcredentials',
  'logging',
  'monitoring',
  'run',
  'secretmanager',
  'servicenetworking',
  'sqladmin',
  'storage',
  'sts',
] as const

/** API and workers on Cloud Run, PostgreSQL with a private address, files in Cloud Storage, facts in BigQuery. */
export function gcpStack(settings: GcpSettings): Outputs {
  const around = surroundings(settings, SERVICES)
  makeAudit(around)
  const network = makeNetwork(around)
  const { databaseTier: tier, databaseGb: gb, isDatabaseRegional: isRegional } = settings
  const database = makeDatabase({ tier, gb, isRegional, network }, around)
  const images = makeRegistry(around)
  const accounts = makeAccounts(around)
  const buckets = makeBuckets(settings, accounts, around)
  const facts = makeWarehouse(
    { name: 'zerosec', location: settings.region, readers: { api: accounts.api }, facts: buckets.facts },
    around,
  )
  const secrets = {
    PGPASSWORD: makeSecret('database-password', database.password, Object.values(accounts), around),
    ...makeStorageKey(accounts, around),
  }
  const address = makeAddress(around)
  const outputs = {
    address: address.address,
    images: registryOf(images, around),
    facts: buckets.facts.url,
    database: database.instance.name,
  }
  if (settings.images === undefined) return outputs

  const { inputs, outputs: artifacts, commerce } = buckets
  const services = makeServices(
    {
      settings,
      images: settings.images,
      stores: { database, inputs, outputs: artifacts },
      commerce,
      facts,
      secrets,
      accounts,
      network,
      address,
    },
    around,
  )
  makeBalancer({ domain: settings.domain, address, service: services.api, firewall: makeFirewall(around) }, around)
  makeMonitoring({ domain: settings.domain, email: settings.alarmEmail, database: database.instance }, around)
  const { api, worker, migrate } = services
  const { repository } = settings
  const deployer = makeDeployer({ repository, images, services: { api, worker }, job: migrate, accounts }, around)
  return { ...outputs, ...deployer }
}

export type Accounts = Readonly<Record<'api' | 'worker', gcp.serviceaccount.Account>>

function makeAccounts(around: Surroundings): Accounts {
  const accounts = {
    api: makeAccount('api', 'The API of zerosec', around),
    worker: makeAccount('worker', 'Workers of zerosec', around),
  }
  for (const [name, account] of Object.entries(accounts))
    grantOnProject(
      account,
      name,
      ['roles/cloudsql.client', 'roles/logging.logWriter', 'roles/monitoring.metricWriter'],
      around,
    )
  return accounts
}

type Purpose = 'inputs' | 'outputs' | 'commerce' | 'facts'

function makeBuckets(
  { domain }: GcpSettings,
  { api, worker }: Accounts,
  around: Surroundings,
): Record<Purpose, gcp.storage.Bucket> {
  const origins = [`https://${domain}`]
  const buckets = {
    inputs: makeBucket({ purpose: 'inputs', keptDays: 7, origins }, around),
    outputs: makeBucket({ purpose: 'outputs', keptDays: 30, origins }, around),
    commerce: makeBucket({ purpose: 'commerce', keptDays: 30, isHierarchical: true }, around),
    facts: makeBucket({ purpose: 'facts', keptDays: 7, endsAfterDays: 30 }, around),
  }
  // Files are written, read, listed and removed; the bucket itself is not theirs.
  for (const purpose of ['inputs', 'outputs'] as const)
    grantOnBucket(buckets[purpose], 'roles/storage.objectUser', { api, worker }, purpose, around)
  grantOnBucket(buckets.commerce, 'roles/storage.objectUser', { api }, 'commerce', around)
  return buckets
}

/** S3's protocol wants a key; it stands for an account that may do no more than the files need. */
function makeStorageKey(
  { api, worker }: Accounts,
  around: Surroundings,
): Record<string, ReturnType<typeof makeSecret>> {
  const key = new gcp.storage.HmacKey('files', { serviceAccountEmail: worker.email }, around.options)
  return {
    AWS_ACCESS_KEY_ID: makeSecret('files-key-id', key.accessId, [api, worker], around),
    AWS_SECRET_ACCESS_KEY: makeSecret('files-key', key.secret, [api, worker], around),
  }
}

function registryOf(
  { repositoryId }: gcp.artifactregistry.Repository,
  { project, region }: Surroundings,
): pulumi.Output<string> {
  return pulumi.interpolate`${region}-docker.pkg.dev/${project}/${repositoryId}`
}

import * as gcp from '@pulumi/gcp'
import * as pulumi from '@pulumi/pulumi'
import { makeAccount } from '../gcp/components/accounts.ts'
import { makeAudit } from '../gcp/components/audit.ts'
import { grantOnBucket, makeBucket } from '../gcp/components/buckets.ts'
import { surroundings } from '../gcp/components/surroundings.ts'
import { makeWarehouse } from '../gcp/components/warehouse.ts'
import { makeFederation } from './federation.ts'
import type { HybridSettings } from './settings.ts'

/** Of Google's: what the stack is made of. */
const SERVICES = ['bigquery', 'cloudresourcemanager', 'iam', 'iamcredentials', 'storage', 'sts'] as const

const FACTS_KEPT_DAYS = 30

/** A dataset, a bucket for its files, and an account that a role of AWS can be: for a zerosec that runs on AWS. */
export function hybridStack(settings: HybridSettings): Record<string, pulumi.Output<unknown>> {
  const { project, location, environment, dataset, awsAccount, awsRole } = settings
  const around = surroundings({ project, region: location, environment }, SERVICES)
  makeAudit(around)
  const account = makeAccount('analytics', 'zerosec on AWS', around)
  const bucket = makeBucket({ purpose: 'facts', keptDays: 7, endsAfterDays: FACTS_KEPT_DAYS }, around)
  const facts = makeWarehouse({ name: dataset, location, readers: { analytics: account }, facts: bucket }, around)
  // It publishes as well: puts the files there and defines the tables over them.
  grantOnBucket(bucket, 'roles/storage.objectUser', { analytics: account }, 'publishing', around)
  new gcp.bigquery.DatasetIamMember(
    'publishing-analytics',
    { datasetId: facts.datasetId, role: 'roles/bigquery.dataEditor', member: account.member },
    around.options,
  )
  const credentials = makeFederation({ awsAccount, awsRole, account }, around)
  const environmentOfClients = pulumi.output(warehouseEnvironment(settings))
  return { facts: bucket.url, credentials: pulumi.jsonStringify(credentials), environment: environmentOfClients }
}

/** For whoever asks: the settings of docs/warehouses.md. */
export function warehouseEnvironment({ project, dataset, location }: HybridSettings): Readonly<Record<string, string>> {
  return {
    ZEROSEC_BIGQUERY_PROJECT: project,
    ZEROSEC_BIGQUERY_DATASET: dataset,
    ZEROSEC_BIGQUERY_LOCATION: location,
  }
}

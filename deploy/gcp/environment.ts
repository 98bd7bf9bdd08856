import type * as gcp from '@pulumi/gcp'
import * as pulumi from '@pulumi/pulumi'
import type { Database } from './components/database.ts'
import { IMAGE } from './image.ts'
import type { GcpSettings } from './settings.ts'

/** What API and workers read and write. */
export interface Stores {
  readonly database: Database
  readonly inputs: gcp.storage.Bucket
  readonly outputs: gcp.storage.Bucket
}

type Environment = Readonly<Record<string, pulumi.Input<string>>>

/** Cloud Storage answers S3's protocol there, to keys that stand for an account. */
const STORAGE = 'https://storage.googleapis.com'
/** Google's own front ends, and what is between them and a container of Cloud Run. */
const FRONT_ENDS = ['169.254.0.0/16', '35.191.0.0/16', '130.211.0.0/22']
/** Cloud Run ends a container ten seconds after it was asked to stop. */
const GRACE_SECONDS = 7

function ofBoth({ database, inputs, outputs }: Stores): Environment {
  return {
    DATABASE_URL: database.url,
    ZEROSEC_FILES: 's3',
    ZEROSEC_S3_ENDPOINT: STORAGE,
    ZEROSEC_S3_REGION: 'auto',
    ZEROSEC_S3_PATH_STYLE: 'true',
    ZEROSEC_S3_INPUT_BUCKET: inputs.name,
    ZEROSEC_S3_OUTPUT_BUCKET: outputs.name,
    ZEROSEC_LOG: 'info',
    ZEROSEC_GRACE_SECONDS: `${GRACE_SECONDS}`,
  }
}

/** The API answers to its public name, and believes what the load balancer says of who asks. */
export function apiEnvironment(
  stores: Stores,
  { domain }: GcpSettings,
  address: gcp.compute.GlobalAddress,
): Environment {
  return {
    ...ofBoth(stores),
    ZEROSEC_HOST: '0.0.0.0',
    ZEROSEC_PORT: `${IMAGE.apiPort}`,
    ZEROSEC_DATA: IMAGE.dataFolder,
    ZEROSEC_HOSTS: domain,
    ZEROSEC_PUBLIC_URL: `https://${domain}`,
    ZEROSEC_TRUST_PROXY: pulumi.interpolate`${FRONT_ENDS.join(',')},${address.address}`,
    ZEROSEC_COMMERCE_MEMORY_MB: '1024',
  }
}

/** Of a command: the migration, or whatever else somebody runs the job with. Commands ask BigQuery; the page is answered from snapshots. */
export function jobEnvironment(stores: Stores, { project }: GcpSettings, facts: gcp.bigquery.Dataset): Environment {
  return {
    ...ofBoth(stores),
    ZEROSEC_DATA: IMAGE.dataFolder,
    ZEROSEC_BIGQUERY_PROJECT: project,
    ZEROSEC_BIGQUERY_DATASET: facts.datasetId,
    ZEROSEC_BIGQUERY_LOCATION: facts.location.apply((location) => location ?? ''),
  }
}

/** What a job keeps on the disk is memory here. */
export function workerEnvironment(stores: Stores): Environment {
  return {
    ...ofBoth(stores),
    ZEROSEC_DATA: IMAGE.dataFolder,
    ZEROSEC_WORKERS: '1',
    ZEROSEC_JOB_MEMORY_MB: '5000',
    ZEROSEC_KEPT_MB: '512',
    ZEROSEC_WORKER_HOST: '0.0.0.0',
    ZEROSEC_WORKER_PORT: `${IMAGE.workerPort}`,
  }
}

import type * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { Athena } from '../components/athena.ts'
import { edgeAddresses } from '../components/balancer.ts'
import type { Bucket } from '../components/bucket.ts'
import type { Database } from '../components/database.ts'
import { VPC_CIDR } from '../components/network.ts'
import type { Statement } from '../components/policy-document.ts'
import type { Surroundings } from '../components/surroundings.ts'
import { STOP_SECONDS } from '../components/task.ts'
import { IMAGE } from '../image.ts'
import type { EcsSettings } from './settings.ts'
import { trusting } from './trust.ts'

/** What tasks read and write. */
export interface Stores {
  readonly database: Database
  readonly queue: aws.sqs.Queue
  readonly inputs: Bucket
  readonly outputs: Bucket
  readonly athena: Athena
  readonly key: aws.kms.Key
}

type Environment = Readonly<Record<string, pulumi.Input<string>>>

const MEMORY_OF_JOB_MB = 5000

function ofBoth(stores: Stores, { region, databaseAuthorities }: EcsSettings): Environment {
  return {
    AWS_REGION: region,
    ...trusting(databaseAuthorities),
    DATABASE_URL: stores.database.url,
    ZEROSEC_QUEUE: 'sqs',
    ZEROSEC_SQS_URL: stores.queue.url,
    ZEROSEC_SQS_REGION: region,
    ZEROSEC_FILES: 's3',
    ZEROSEC_S3_REGION: region,
    ZEROSEC_S3_INPUT_BUCKET: stores.inputs.id,
    ZEROSEC_S3_OUTPUT_BUCKET: stores.outputs.id,
    ZEROSEC_LOG: 'info',
  }
}

/**
 * The API answers to its public name. Who asked it believes from the load balancer, which is in the network, and from CloudFront before
 * that: the load balancer names the address that CloudFront came from, be it of the network or of CloudFront's own.
 */
export function apiEnvironment(stores: Stores, settings: EcsSettings, around: Surroundings): Environment {
  const edge = edgeAddresses(around).entries.apply((entries) => entries.map(({ cidr }) => cidr))
  return {
    ...ofBoth(stores, settings),
    ...stores.athena.environment,
    ZEROSEC_HOST: '0.0.0.0',
    ZEROSEC_PORT: `${IMAGE.port}`,
    ZEROSEC_DATA: IMAGE.dataFolder,
    ZEROSEC_HOSTS: settings.domain,
    ZEROSEC_PUBLIC_URL: `https://${settings.domain}`,
    ZEROSEC_TRUST_PROXY: edge.apply((cidrs) => [VPC_CIDR, ...cidrs].join()),
    ZEROSEC_COMMERCE_MEMORY_MB: '1024',
  }
}

/** A worker that is stopped has nearly two minutes to finish what it does. */
export function workerEnvironment(stores: Stores, settings: EcsSettings): Environment {
  return {
    ...ofBoth(stores, settings),
    ZEROSEC_DATA: IMAGE.dataFolder,
    ZEROSEC_WORKERS: '1',
    ZEROSEC_JOB_MEMORY_MB: `${MEMORY_OF_JOB_MB}`,
    ZEROSEC_WORKER_HOST: '0.0.0.0',
    ZEROSEC_WORKER_PORT: `${IMAGE.workerPort}`,
    ZEROSEC_GRACE_SECONDS: `${STOP_SECONDS - 10}`,
  }
}

/** What API and workers may do: docs/files.md and docs/queue.md say why. */
export function rights({ queue, inputs, outputs, key }: Stores): readonly Statement[] {
  return [
    {
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      Resource: [inputs, outputs].map(({ arn }) => pulumi.interpolate`${arn}/*`),
    },
    { Effect: 'Allow', Action: 's3:ListBucket', Resource: [inputs.arn, outputs.arn] },
    {
      Effect: 'Allow',
      Action: [
        'sqs:SendMessage',
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:GetQueueAttributes',
      ],
      Resource: queue.arn,
    },
    { Effect: 'Allow', Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: key.arn },
  ]
}

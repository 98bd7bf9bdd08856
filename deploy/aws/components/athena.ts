import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { type Bucket, makeBucket } from './bucket.ts'
import type { Statement } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

/** 100 GB: a query that would read more is stopped, at half a dollar. */
const MOST_BYTES_READ = 100 * 10 ** 9
const RESULT_DAYS = 7

export interface Athena {
  /** Where `zerosec commerce export --for athena` puts the facts of a shop. */
  readonly facts: Bucket
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>
  /** What asking takes. */
  readonly statements: readonly Statement[]
}

/** A shop's facts as Parquet in a bucket, and the right to ask for them. The tables are made by the statements that an export writes. */
export function makeAthena(key: aws.kms.Key, logs: Bucket, around: Surroundings): Athena {
  const { region, account, options } = around
  const facts = makeBucket('facts', { key, logs }, around)
  const results = makeBucket('query-results', { key, logs, expireDays: RESULT_DAYS }, around)
  const database = new aws.glue.CatalogDatabase(
    'shop',
    { name: 'zerosec_shop', locationUri: pulumi.interpolate`s3://${facts.id}/` },
    options,
  )
  const workgroup = new aws.athena.Workgroup(
    'shop',
    {
      name: 'zerosec',
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: MOST_BYTES_READ,
        resultConfiguration: {
          outputLocation: pulumi.interpolate`s3://${results.id}/`,
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: key.arn },
        },
      },
    },
    options,
  )
  const catalog = pulumi.interpolate`arn:aws:glue:${region}:${account}`
  return {
    facts,
    environment: { ZEROSEC_ATHENA_DATABASE: database.name, ZEROSEC_ATHENA_WORKGROUP: workgroup.name },
    statements: [
      {
        Effect: 'Allow',
        Action: [
          'athena:StartQueryExecution',
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:StopQueryExecution',
        ],
        Resource: workgroup.arn,
      },
      {
        Effect: 'Allow',
        Action: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartitions'],
        Resource: [
          pulumi.interpolate`${catalog}:catalog`,
          database.arn,
          pulumi.interpolate`${catalog}:table/${database.name}/*`,
        ],
      },
      {
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
        Resource: [facts, results].map(({ arn }) => pulumi.interpolate`${arn}/*`),
      },
      { Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetBucketLocation'], Resource: [facts.arn, results.arn] },
    ],
  }
}

import * as pulumi from '@pulumi/pulumi'
import { type Bucket, makeBucket } from './bucket.ts'
import type { Statement } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

const YEAR = 365

/** Where S3, the load balancer and CloudFront write down who asked for what; each may write below a prefix of its own. */
export function makeLogBucket(around: Surroundings): Bucket {
  const { account } = around
  const writes =
    (service: string, prefix: string) =>
    (bucket: Bucket): Statement => ({
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 's3:PutObject',
      Resource: pulumi.interpolate`${bucket.arn}/${prefix}*`,
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    })
  const writers = [
    writes('logging.s3.amazonaws.com', 's3/'),
    writes('logdelivery.elasticloadbalancing.amazonaws.com', 'balancer/'),
    writes('delivery.logs.amazonaws.com', 'edge/'),
  ]
  const statements = (bucket: Bucket) => writers.map((writer) => writer(bucket))
  return makeBucket('access-logs', { key: undefined, logs: undefined, expireDays: YEAR, statements }, around)
}

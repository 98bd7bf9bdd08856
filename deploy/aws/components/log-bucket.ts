import * as pulumi from '@pulumi/pulumi'
import { type Bucket, makeBucket } from './bucket.ts'
import type { Statement } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

const YEAR = 365

/** Where S3, the load balancer and CloudFront write down who asked for what; each may write below a prefix of its own. */
export function makeLogBucket(around: Surroundings): Bucket {
  const { account } = around
  const statements = ({ arn }: Bucket): Statement[] => {
    const write = (service: string, files: pulumi.Output<string>): Statement => ({
      Effect: 'Allow',
      Principal: { Service: service },
      Action: 's3:PutObject',
      Resource: files,
    })
    const fromHere = { Condition: { StringEquals: { 'aws:SourceAccount': account } } }
    return [
      { ...write('logging.s3.amazonaws.com', pulumi.interpolate`${arn}/s3/*`), ...fromHere },
      // Whose load balancer it is, AWS says by the path alone; a condition that its test write did not meet would stop the stack.
      write('logdelivery.elasticloadbalancing.amazonaws.com', pulumi.interpolate`${arn}/balancer/AWSLogs/${account}/*`),
      { ...write('delivery.logs.amazonaws.com', pulumi.interpolate`${arn}/edge/*`), ...fromHere },
    ]
  }
  return makeBucket('access-logs', { key: undefined, logs: undefined, expireDays: YEAR, statements }, around)
}

import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { policyDocument, type Statement } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

/** How long replaced and deleted versions can be brought back. */
const GOING_BACK_DAYS = 30

/** A bucket as others refer to it: its name and ARN are known once its policy is in place, so that nobody writes to it before. */
export interface Bucket {
  readonly id: pulumi.Output<string>
  readonly arn: pulumi.Output<string>
}

export interface BucketArgs {
  /** Undefined for logs: AWS's services write those under its own key only. */
  readonly key: aws.kms.Key | undefined
  /** Where reads and writes are logged; undefined for the bucket of logs itself. */
  readonly logs: Bucket | undefined
  /** After which files are deleted; undefined: never. */
  readonly expireDays?: number
  /** Origin of the page that PUTs to it and GETs from it. */
  readonly origin?: string
  /** Beside the one that refuses what is not encrypted on its way. */
  readonly statements?: (bucket: Bucket) => readonly Statement[]
}

/** A private bucket: encrypted, versioned, over TLS only, its accesses logged. */
export function makeBucket(name: string, args: BucketArgs, { options }: Surroundings): Bucket {
  const bucket = new aws.s3.Bucket(name, {}, { ...options, protect: args.expireDays === undefined })
  const of = { bucket: bucket.id }
  const block = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true }
  const closed = new aws.s3.BucketPublicAccessBlock(name, { ...of, ...block }, options)
  new aws.s3.BucketOwnershipControls(name, { ...of, rule: { objectOwnership: 'BucketOwnerEnforced' } }, options)
  new aws.s3.BucketVersioning(name, { ...of, versioningConfiguration: { status: 'Enabled' } }, options)
  const encryption =
    args.key === undefined
      ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
      : {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: args.key.arn },
          bucketKeyEnabled: true,
        }
  new aws.s3.BucketServerSideEncryptionConfiguration(name, { ...of, rules: [encryption] }, options)
  new aws.s3.BucketLifecycleConfiguration(name, { ...of, rules: [lifecycle(args.expireDays)] }, options)
  if (args.logs !== undefined) {
    new aws.s3.BucketLogging(name, { ...of, targetBucket: args.logs.id, targetPrefix: `s3/${name}/` }, options)
  }
  if (args.origin !== undefined) {
    const rule = {
      allowedOrigins: [args.origin],
      allowedMethods: ['GET', 'PUT'],
      allowedHeaders: ['content-type'],
      maxAgeSeconds: 3600,
    }
    new aws.s3.BucketCorsConfiguration(name, { ...of, corsRules: [rule] }, options)
  }
  const policy = policyDocument(tlsOnly(bucket.arn), ...(args.statements?.(bucket) ?? []))
  // AWS takes one change of a bucket's rules at a time.
  const ruled = new aws.s3.BucketPolicy(name, { ...of, policy }, { ...options, dependsOn: [closed] })
  return { id: ruled.bucket, arn: pulumi.interpolate`arn:aws:s3:::${ruled.bucket}` }
}

/** Jobs name their files, so nothing that is current expires where `expireDays` does not say so. */
function lifecycle(expireDays: number | undefined): aws.types.input.s3.BucketLifecycleConfigurationRule {
  return {
    id: 'old-versions',
    status: 'Enabled',
    filter: { prefix: '' },
    abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    noncurrentVersionExpiration: { noncurrentDays: GOING_BACK_DAYS },
    ...(expireDays === undefined ? {} : { expiration: { days: expireDays } }),
  }
}

function tlsOnly(arn: pulumi.Output<string>): Statement {
  return {
    Sid: 'EncryptedOnItsWay',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, pulumi.interpolate`${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  }
}

/** Nobody writes over what a job has made: every write has to say that it expects no file there. */
export function writtenOnce(bucket: Bucket): Statement {
  return {
    Sid: 'WrittenOnce',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: pulumi.interpolate`${bucket.arn}/*`,
    Condition: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
  }
}

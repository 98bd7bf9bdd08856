import { ofType, Properties, resourceRule, type Subject, stackRule } from '../rule.ts'
import { refusesPlainText, statementsOf } from '../statements.ts'

const BUCKET = 'aws:s3/bucket:Bucket'

interface Companion {
  readonly name: string
  readonly says: string
  readonly covers: readonly string[]
  readonly type: string
  /** Whether the bucket's companion is as it should be. */
  readonly isWell: (props: Properties) => boolean
}

/** AWS gives a bucket its settings as resources beside it, so a bucket without one has none. */
function everyBucketHas({ type, isWell, ...description }: Companion) {
  return stackRule({
    ...description,
    problems: (subjects) => {
      const companions = ofType(subjects, type)
      return ofType(subjects, BUCKET)
        .filter((bucket) => !companions.some((one) => belongsTo(one, bucket) && isWell(new Properties(one.props))))
        .map((subject) => ({ subject, problem: description.says }))
    },
  })
}

/** Recorded and real ids differ, but both are what the companion's `bucket` says; names are the program's for both. */
function belongsTo(companion: Subject, bucket: Subject): boolean {
  return companion.name === bucket.name
}

export const BUCKET_RULES = [
  everyBucketHas({
    name: 'buckets-not-public',
    says: 'A bucket blocks public access in all four ways.',
    covers: ['CIS 2.1.4', 'CKV_AWS_53', 'CKV_AWS_54', 'CKV_AWS_55', 'CKV_AWS_56', 'CKV2_AWS_6', 'AwsSolutions-S2'],
    type: 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock',
    isWell: (props) =>
      ['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'].every((block) =>
        props.isOn(block),
      ),
  }),
  everyBucketHas({
    name: 'buckets-over-tls-only',
    says: 'A bucket refuses what is not encrypted on its way.',
    covers: ['CIS 2.1.1', 'CKV_AWS_379', 'AwsSolutions-S10'],
    type: 'aws:s3/bucketPolicy:BucketPolicy',
    isWell: (props) => refusesPlainText(statementsOf(props, 'policy'), 's3:*'),
  }),
  everyBucketHas({
    name: 'buckets-encrypted',
    says: 'A bucket encrypts what it stores.',
    covers: ['CKV_AWS_19'],
    type: 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
    isWell: (props) => props.list('rules').some((rule) => algorithm(rule) !== ''),
  }),
  everyBucketHas({
    name: 'buckets-encrypted-with-own-key',
    says: 'A bucket encrypts with a key of the stack.',
    covers: ['CKV_AWS_145'],
    type: 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
    isWell: (props) => props.list('rules').some((rule) => algorithm(rule) === 'aws:kms'),
  }),
  everyBucketHas({
    name: 'buckets-versioned',
    says: 'A bucket keeps what was replaced or deleted.',
    covers: ['CKV_AWS_21'],
    type: 'aws:s3/bucketVersioning:BucketVersioning',
    isWell: (props) => props.text('versioningConfiguration.status') === 'Enabled',
  }),
  everyBucketHas({
    name: 'buckets-log-accesses',
    says: 'Who reads and writes a bucket is logged.',
    covers: ['CKV_AWS_18', 'AwsSolutions-S1'],
    type: 'aws:s3/bucketLogging:BucketLogging',
    isWell: (props) => props.text('targetBucket') !== '',
  }),
  everyBucketHas({
    name: 'buckets-tidied-up',
    says: 'Uploads that broke off and old versions go after a while.',
    covers: ['CKV2_AWS_61', 'CKV_AWS_300'],
    type: 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
    isWell: (props) =>
      props
        .list('rules')
        .some(
          (rule) =>
            rule.text('status') === 'Enabled' &&
            rule.number('abortIncompleteMultipartUpload.daysAfterInitiation') > 0 &&
            rule.number('noncurrentVersionExpiration.noncurrentDays') > 0,
        ),
  }),
  everyBucketHas({
    name: 'buckets-without-acls',
    says: 'Access to a bucket is decided by policies alone.',
    covers: ['CKV2_AWS_65'],
    type: 'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
    isWell: (props) => props.text('rule.objectOwnership') === 'BucketOwnerEnforced',
  }),
  resourceRule({
    name: 'buckets-let-nobody-in',
    says: 'The policy of a bucket allows nothing to everybody.',
    covers: ['CKV_AWS_20', 'CKV_AWS_70'],
    types: ['aws:s3/bucketPolicy:BucketPolicy'],
    problems: (props) => [
      statementsOf(props, 'policy').some(
        ({ effect, principals }) => effect === 'Allow' && ('*' in principals || principals['AWS']?.includes('*')),
      ) && 'it allows something to everybody',
    ],
  }),
]

function algorithm(rule: Properties): string {
  return rule.text('applyServerSideEncryptionByDefault.sseAlgorithm')
}

import { expect } from 'vitest'
import { arn, type Expected, KEY } from './expected.ts'
import { trustOf } from './network.ts'

const BUCKETS = ['access-logs', 'inputs', 'outputs', 'facts', 'query-results']
const ofUsers = ['inputs', 'outputs', 'facts', 'query-results']
const each = (names: readonly string[], what: (name: string) => object): Record<string, object> =>
  Object.fromEntries(names.map((name) => [name, what(name)]))

const denied = (name: string): object => ({
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: [`arn:aws:s3:::${name}`, `arn:aws:s3:::${name}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
})
const rules = (more: object): object => ({
  rules: [
    {
      status: 'Enabled',
      abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      ...more,
    },
  ],
})

export const FILES: Expected = {
  's3/bucket': each(BUCKETS, () => ({})),
  's3/bucketPublicAccessBlock': each(BUCKETS, () => ({
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  })),
  's3/bucketOwnershipControls': each(BUCKETS, () => ({ rule: { objectOwnership: 'BucketOwnerEnforced' } })),
  's3/bucketVersioning': each(BUCKETS, () => ({ versioningConfiguration: { status: 'Enabled' } })),
  's3/bucketServerSideEncryptionConfiguration': {
    ...each(ofUsers, () => ({
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: KEY },
          bucketKeyEnabled: true,
        },
      ],
    })),
    'access-logs': { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
  },
  's3/bucketLifecycleConfiguration': {
    ...each(['inputs', 'outputs', 'facts'], () => rules({ filter: { prefix: '' } })),
    'query-results': rules({ expiration: { days: 7 } }),
    'access-logs': rules({ expiration: { days: 365 } }),
  },
  's3/bucketLogging': each(ofUsers, (name) => ({ targetBucket: 'access-logs', targetPrefix: `s3/${name}/` })),
  's3/bucketCorsConfiguration': each(['inputs', 'outputs'], () => ({
    corsRules: [{ allowedOrigins: ['https://zerosec.example'], allowedMethods: ['GET', 'PUT'] }],
  })),
  's3/bucketPolicy': {
    ...each(['inputs', 'facts', 'query-results'], (name) => ({ policy: { Statement: [denied(name)] } })),
    outputs: {
      policy: {
        Statement: [
          denied('outputs'),
          { Effect: 'Deny', Action: 's3:PutObject', Condition: { Null: { 's3:if-none-match': 'true' } } },
        ],
      },
    },
    'access-logs': {
      policy: {
        Statement: [
          denied('access-logs'),
          { Principal: { Service: 'logging.s3.amazonaws.com' }, Resource: 'arn:aws:s3:::access-logs/s3/*' },
          {
            Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
            Resource: 'arn:aws:s3:::access-logs/balancer/AWSLogs/123456789012/*',
          },
          { Principal: { Service: 'delivery.logs.amazonaws.com' }, Resource: 'arn:aws:s3:::access-logs/edge/*' },
        ],
      },
    },
  },
  'efs/fileSystem': { data: { encrypted: true, kmsKeyId: KEY } },
  'efs/mountTarget': {
    'data-1': { subnetId: 'private-1-id', securityGroups: ['files-id'] },
    'data-2': { subnetId: 'private-2-id', securityGroups: ['files-id'] },
  },
  'efs/accessPoint': {
    data: { posixUser: { uid: 65_532, gid: 65_532 }, rootDirectory: { creationInfo: { permissions: '0700' } } },
  },
}

export const DATABASE: Expected = {
  'rds/instance': {
    database: {
      engine: 'postgres',
      engineVersion: '18',
      instanceClass: 'db.t4g.medium',
      allocatedStorage: 50,
      maxAllocatedStorage: 200,
      multiAz: true,
      publiclyAccessible: false,
      storageEncrypted: true,
      kmsKeyId: KEY,
      manageMasterUserPassword: true,
      backupRetentionPeriod: 14,
      backupWindow: '01:00-02:00',
      maintenanceWindow: 'sun:06:00-sun:07:00',
      deletionProtection: true,
      skipFinalSnapshot: false,
      vpcSecurityGroupIds: ['database-id'],
      parameterGroupName: 'database',
    },
  },
  'rds/parameterGroup': {
    database: {
      family: 'postgres18',
      parameters: expect.arrayContaining([
        { name: 'rds.force_ssl', value: '1' },
        { name: 'log_connections', value: 'all' },
      ]),
    },
  },
  'rds/subnetGroup': { database: { subnetIds: ['private-1-id', 'private-2-id'] } },
  'secretsmanager/secretRotation': { database: { rotationEnabled: false } },
  'iam/role': { 'database-monitoring': { assumeRolePolicy: trustOf('monitoring.rds') } },
  'iam/rolePolicyAttachment': {
    'database-monitoring': { policyArn: expect.stringMatching(/AmazonRDSEnhancedMonitoringRole$/) },
    'backups-of-buckets': { policyArn: expect.stringMatching(/AWSBackupServiceRolePolicyForS3Backup$/) },
  },
  'backup/selection': {
    backups: {
      resources: [
        arn('rds', 'instance/database'),
        arn('elasticfilesystem', 'file-system/data-id'),
        ...['inputs', 'outputs', 'facts'].map((name) => `arn:aws:s3:::${name}`),
      ],
    },
  },
}

const refused = (name: string): object => ({
  policy: { Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: arn('sqs', name) }] },
})

export const QUEUE: Expected = {
  'sqs/queue': {
    jobs: {
      kmsMasterKeyId: KEY,
      receiveWaitTimeSeconds: 20,
      redrivePolicy: { deadLetterTargetArn: arn('sqs', 'dead-letters'), maxReceiveCount: 8 },
    },
    'dead-letters': { kmsMasterKeyId: KEY, messageRetentionSeconds: 1_209_600 },
  },
  'sqs/queuePolicy': { jobs: refused('jobs'), 'dead-letters': refused('dead-letters') },
  'sqs/redriveAllowPolicy': {
    'dead-letters': { redriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [arn('sqs', 'jobs')] } },
  },
  'athena/workgroup': {
    shop: {
      configuration: {
        enforceWorkgroupConfiguration: true,
        bytesScannedCutoffPerQuery: 100_000_000_000,
        resultConfiguration: {
          outputLocation: 's3://query-results/',
          encryptionConfiguration: { encryptionOption: 'SSE_KMS', kmsKeyArn: KEY },
        },
      },
    },
  },
  'glue/catalogDatabase': { shop: { name: 'zerosec_shop', locationUri: 's3://facts/' } },
}

import { expect } from 'vitest'
import { arn, type Expected, KEY } from './expected.ts'
import { trustOf } from './network.ts'

const DIGEST = `sha256:${'0'.repeat(64)}`
const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com/zerosec-ecs'

const container = (name: string, port: number): object => ({
  name,
  image: `${registry}/${name}@${DIGEST}`,
  user: '65532:65532',
  readonlyRootFilesystem: true,
  portMappings: [{ containerPort: port }],
  stopTimeout: 120,
  healthCheck: { command: expect.arrayContaining([`${port}`, '/health']) },
  secrets: [{ name: 'PGPASSWORD', valueFrom: `${arn('secretsmanager', 'secret:rds!db-database-a1b2c3')}:password::` }],
  logConfiguration: { logDriver: 'awslogs' },
})

const service = (name: string): object => ({
  name: `zerosec-${name}`,
  networkConfiguration: {
    subnets: ['private-1-id', 'private-2-id'],
    securityGroups: [`${name}-id`],
    assignPublicIp: false,
  },
  deploymentMinimumHealthyPercent: 100,
  deploymentCircuitBreaker: { enable: true, rollback: true },
  alarms: { enable: true, rollback: true, alarmNames: ['zerosec-ecs-api-faults', 'zerosec-ecs-api-unhealthy'] },
})

const FILES_AND_QUEUE = [
  { Resource: ['arn:aws:s3:::inputs/*', 'arn:aws:s3:::outputs/*'] },
  { Action: 's3:ListBucket', Resource: ['arn:aws:s3:::inputs', 'arn:aws:s3:::outputs'] },
  { Resource: arn('sqs', 'jobs') },
  { Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: KEY },
]

/** Images, tasks and what they may do. */
export const TASKS: Expected = {
  'ecr/repository': {
    'api-images': repository('api'),
    'worker-images': repository('worker'),
  },
  'ecr/lifecyclePolicy': { 'api-images': lifecycle(), 'worker-images': lifecycle() },
  'ecs/cluster': { cluster: { name: 'zerosec-ecs', settings: [{ name: 'containerInsights', value: 'enabled' }] } },
  'ecs/taskDefinition': {
    api: {
      cpu: '1024',
      memory: '4096',
      volumes: [
        {
          name: 'data',
          efsVolumeConfiguration: {
            fileSystemId: 'data-id',
            transitEncryption: 'ENABLED',
            authorizationConfig: { accessPointId: 'data-id', iam: 'ENABLED' },
          },
        },
      ],
      containerDefinitions: [
        {
          ...container('api', 8000),
          linuxParameters: { capabilities: { drop: ['ALL'] }, tmpfs: [{ containerPath: '/tmp', size: 1280 }] },
          mountPoints: [{ sourceVolume: 'data', containerPath: '/data' }],
        },
      ],
    },
    worker: {
      cpu: '2048',
      memory: '8192',
      volumes: [],
      containerDefinitions: [
        {
          ...container('worker', 9464),
          linuxParameters: {
            tmpfs: [
              { containerPath: '/tmp' },
              { containerPath: '/data', size: 1280, mountOptions: expect.arrayContaining(['uid=65532']) },
            ],
          },
        },
      ],
    },
  },
  'ecs/service': {
    api: { ...service('api'), desiredCount: 2, loadBalancers: [{ containerName: 'api', containerPort: 8000 }] },
    worker: { ...service('worker'), desiredCount: 1 },
  },
  'cloudwatch/logGroup': {
    'api-logs': { name: '/zerosec/ecs/api', kmsKeyId: KEY, retentionInDays: 365 },
    'worker-logs': { name: '/zerosec/ecs/worker', kmsKeyId: KEY, retentionInDays: 365 },
  },
  'iam/role': Object.fromEntries(
    ['api-execution', 'api-task', 'worker-execution', 'worker-task'].map((name) => [
      name,
      { assumeRolePolicy: trustOf('ecs-tasks') },
    ]),
  ),
  'iam/rolePolicy': {
    'api-execution': execution('api'),
    'worker-execution': execution('worker'),
    'worker-task': { policy: { Statement: FILES_AND_QUEUE } },
    'api-task': {
      policy: {
        Statement: [
          ...FILES_AND_QUEUE,
          { Resource: arn('athena', 'workgroup/shop') },
          { Action: expect.arrayContaining(['glue:GetTable']) },
          { Resource: ['arn:aws:s3:::facts/*', 'arn:aws:s3:::query-results/*'] },
          { Resource: ['arn:aws:s3:::facts', 'arn:aws:s3:::query-results'] },
          {
            Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
            Condition: {
              StringEquals: { 'elasticfilesystem:AccessPointArn': arn('elasticfilesystem', 'access-point/data-id') },
            },
          },
        ],
      },
    },
    deployer: {
      policy: {
        Statement: [
          { Action: 'ecr:GetAuthorizationToken' },
          { Resource: [arn('ecr', 'repository/api-images'), arn('ecr', 'repository/worker-images')] },
          { Action: ['ecs:RegisterTaskDefinition', 'ecs:DescribeTaskDefinition'] },
          {
            Resource: ['service/zerosec-ecs/zerosec-api', 'service/zerosec-ecs/zerosec-worker'].map((name) =>
              arn('ecs', name),
            ),
          },
          { Action: 'ecs:RunTask', Resource: arn('ecs', 'task-definition/zerosec-api:*') },
          { Action: 'ecs:DescribeTasks' },
          { Action: 'iam:PassRole', Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } } },
        ],
      },
    },
  },
}

/** Scanned, written once but for what is live, encrypted. */
export function repository(image: string, stack = 'ecs'): object {
  return {
    name: `zerosec-${stack}/${image}`,
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: [{ filter: 'live-*' }],
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfigurations: [{ encryptionType: 'KMS', kmsKey: KEY }],
  }
}

/** Ten images, and those that are live beside them. */
export function lifecycle(): object {
  return {
    policy: {
      rules: [
        { rulePriority: 1, selection: { tagStatus: 'tagged', tagPrefixList: ['live-'], countNumber: 10 } },
        { rulePriority: 2, selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 10 } },
      ],
    },
  }
}

function execution(name: string): object {
  return {
    policy: {
      Statement: [
        { Action: 'ecr:GetAuthorizationToken' },
        { Resource: arn('ecr', `repository/${name}-images`) },
        { Resource: `${arn('logs', `log-group:${name}-logs`)}:*` },
        { Action: 'secretsmanager:GetSecretValue', Resource: [arn('secretsmanager', 'secret:rds!db-database-a1b2c3')] },
        { Action: 'kms:Decrypt', Resource: KEY },
      ],
    },
  }
}

import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { IMAGE } from '../image.ts'
import { assumedBy, policyDocument, type Statement } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

/** Fargate's longest time between SIGTERM and the end. */
export const STOP_SECONDS = 120

export interface TaskArgs {
  readonly name: 'api' | 'worker'
  readonly image: pulumi.Input<string>
  readonly repository: aws.ecr.Repository
  readonly cpu: number
  readonly memoryMb: number
  /** MB of folders in memory, by path: the root of the container can't be written to. */
  readonly scratch: Readonly<Record<string, number>>
  readonly port: number
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>
  /** `valueFrom` by the variable: where in Secrets Manager each stands. */
  readonly secrets: Readonly<Record<string, pulumi.Input<string>>>
  readonly secretArns: readonly pulumi.Input<string>[]
  /** What the process itself may do. */
  readonly statements: readonly Statement[]
  readonly folder?: {
    readonly fileSystem: aws.efs.FileSystem
    readonly accessPoint: aws.efs.AccessPoint
    readonly path: string
  }
  readonly logs: aws.cloudwatch.LogGroup
  readonly key: aws.kms.Key
}

/** A task of one container, without root, capabilities or a root folder that can be written to. */
export function makeTask(args: TaskArgs, around: Surroundings): aws.ecs.TaskDefinition {
  const { options } = around
  const volumes = args.folder === undefined ? [] : [sharedVolume(args.folder)]
  return new aws.ecs.TaskDefinition(
    args.name,
    {
      family: `zerosec-${args.name}`,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: `${args.cpu}`,
      memory: `${args.memoryMb}`,
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: 'X86_64' },
      executionRoleArn: makeExecutionRole(args, around).arn,
      taskRoleArn: makeTaskRole(args, around).arn,
      volumes,
      containerDefinitions: pulumi.jsonStringify([container(args, around.region)]),
    },
    options,
  )
}

function container(args: TaskArgs, region: string): object {
  return {
    name: args.name,
    image: args.image,
    essential: true,
    user: `${IMAGE.user}:${IMAGE.user}`,
    readonlyRootFilesystem: true,
    linuxParameters: {
      initProcessEnabled: true,
      capabilities: { drop: ['ALL'] },
      tmpfs: Object.entries(args.scratch).map(([containerPath, size]) => ({
        containerPath,
        size,
        mountOptions: ['rw', 'nosuid', 'nodev', `uid=${IMAGE.user}`, `gid=${IMAGE.user}`],
      })),
    },
    portMappings: [{ containerPort: args.port, protocol: 'tcp' }],
    environment: Object.entries(args.environment).map(([name, value]) => ({ name, value })),
    secrets: Object.entries(args.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    mountPoints:
      args.folder === undefined ? [] : [{ sourceVolume: 'data', containerPath: args.folder.path, readOnly: false }],
    stopTimeout: STOP_SECONDS,
    // ECS does not look at the HEALTHCHECK of an image.
    healthCheck: {
      command: ['CMD', '/usr/local/bin/node', '/app/deploy/docker/entry/healthcheck.ts', `${args.port}`, '/health'],
      interval: 10,
      timeout: 5,
      retries: 3,
      startPeriod: 60,
    },
    logConfiguration: {
      logDriver: 'awslogs',
      options: { 'awslogs-region': region, 'awslogs-group': args.logs.name, 'awslogs-stream-prefix': args.name },
    },
  }
}

function sharedVolume({ fileSystem, accessPoint }: NonNullable<TaskArgs['folder']>) {
  return {
    name: 'data',
    efsVolumeConfiguration: {
      fileSystemId: fileSystem.id,
      transitEncryption: 'ENABLED',
      authorizationConfig: { accessPointId: accessPoint.id, iam: 'ENABLED' },
    },
  }
}

/** What ECS itself does for the task: pull the image, read its secrets, write its log. */
function makeExecutionRole(
  { name, repository, secretArns, logs, key }: TaskArgs,
  { options }: Surroundings,
): aws.iam.Role {
  const role = new aws.iam.Role(
    `${name}-execution`,
    { assumeRolePolicy: assumedBy('ecs-tasks.amazonaws.com') },
    options,
  )
  const policy = policyDocument(
    { Sid: 'Login', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    {
      Effect: 'Allow',
      Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
      Resource: repository.arn,
    },
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: pulumi.interpolate`${logs.arn}:*`,
    },
    { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: [...secretArns] },
    { Effect: 'Allow', Action: 'kms:Decrypt', Resource: key.arn },
  )
  new aws.iam.RolePolicy(`${name}-execution`, { role: role.id, policy }, options)
  return role
}

function makeTaskRole({ name, statements }: TaskArgs, { options }: Surroundings): aws.iam.Role {
  const role = new aws.iam.Role(`${name}-task`, { assumeRolePolicy: assumedBy('ecs-tasks.amazonaws.com') }, options)
  new aws.iam.RolePolicy(`${name}-task`, { role: role.id, policy: policyDocument(...statements) }, options)
  return role
}

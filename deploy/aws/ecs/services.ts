import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import type { Balancer } from '../components/balancer.ts'
import { makeLogGroup } from '../components/logs.ts'
import type { Statement } from '../components/policy-document.ts'
import { makeService } from '../components/service.ts'
import type { SharedFolder } from '../components/shared-folder.ts'
import type { Surroundings } from '../components/surroundings.ts'
import { makeTask, type TaskArgs } from '../components/task.ts'
import { IMAGE } from '../image.ts'
import { countJobs } from './job-metrics.ts'
import { scaleApi, scaleWorkers } from './scaling.ts'
import type { EcsSettings } from './settings.ts'
import { apiEnvironment, rights, type Stores, workerEnvironment } from './task-environment.ts'

export interface ServicesArgs {
  readonly settings: EcsSettings
  readonly cluster: aws.ecs.Cluster
  readonly stores: Stores
  readonly folder: SharedFolder
  readonly repositories: Readonly<Record<'api' | 'worker', aws.ecr.Repository>>
  readonly groups: Readonly<Record<'api' | 'worker', aws.ec2.SecurityGroup>>
  readonly subnets: readonly aws.ec2.Subnet[]
  readonly balancer: Balancer
  readonly alarms: readonly aws.cloudwatch.MetricAlarm[]
}

/** The API behind the load balancer and the workers behind the queue, with the images that deployments have marked as live. */
export function makeServices(args: ServicesArgs, around: Surroundings): void {
  const { settings, cluster, stores, folder, groups, subnets, balancer, alarms } = args
  const placed = { cluster, subnets, alarms }
  const api = makeService(
    {
      ...placed,
      name: 'api',
      balancer,
      group: groups.api,
      tasks: settings.apiTasks.least,
      task: makeTask(
        {
          ...ofTask('api', args, around),
          cpu: 1024,
          memoryMb: 4096,
          // The files of a shop lie here while they are loaded.
          scratch: { '/tmp': 1280 },
          port: IMAGE.port,
          environment: apiEnvironment(stores, settings, around),
          statements: [...rights(stores), ...stores.athena.statements, mounting(folder)],
          folder: { ...folder, path: IMAGE.dataFolder },
        },
        around,
      ),
    },
    around,
  )
  const worker = makeService(
    {
      ...placed,
      name: 'worker',
      group: groups.worker,
      tasks: settings.workerTasks.least,
      task: makeTask(
        {
          ...ofTask('worker', args, around),
          cpu: 2048,
          memoryMb: 8192,
          scratch: { '/tmp': 512, [IMAGE.dataFolder]: 1280 },
          port: IMAGE.workerPort,
          environment: workerEnvironment(stores, settings),
          statements: rights(stores),
        },
        around,
      ),
    },
    around,
  )
  scaleApi({ service: api, cluster: cluster.name, tasks: settings.apiTasks }, around)
  scaleWorkers({ service: worker, cluster: cluster.name, tasks: settings.workerTasks }, stores.queue, around)
}

type OfTask = 'name' | 'image' | 'repository' | 'secrets' | 'secretArns' | 'logs' | 'key'

function ofTask(
  name: 'api' | 'worker',
  { stores, repositories, settings }: ServicesArgs,
  around: Surroundings,
): Pick<TaskArgs, OfTask> {
  const { database, key } = stores
  const repository = repositories[name]
  const logs = makeLogGroup(name, key, around)
  if (name === 'worker') countJobs(logs, around)
  return {
    name,
    repository,
    image: liveImage(repository, settings.environment, around),
    secrets: { PGPASSWORD: pulumi.interpolate`${database.secret}:password::` },
    secretArns: [database.secret],
    logs,
    key,
  }
}

/** By digest: what a task runs does not change because a tag moves. */
function liveImage(
  repository: aws.ecr.Repository,
  environment: string,
  { options }: Surroundings,
): pulumi.Output<string> {
  const { imageDigest } = aws.ecr.getImageOutput(
    { repositoryName: repository.name, imageTag: `live-${environment}` },
    options,
  )
  return pulumi.interpolate`${repository.repositoryUrl}@${imageDigest}`
}

function mounting({ fileSystem, accessPoint }: SharedFolder): Statement {
  return {
    Effect: 'Allow',
    Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
    Resource: fileSystem.arn,
    Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': accessPoint.arn } },
  }
}

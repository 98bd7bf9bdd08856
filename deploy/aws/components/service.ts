import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { IMAGE } from '../image.ts'
import type { Balancer } from './balancer.ts'
import type { Surroundings } from './surroundings.ts'

/** Before a task that starts has to be healthy: migrations may run. */
const GRACE_SECONDS = 120

export interface ServiceArgs {
  readonly name: 'api' | 'worker'
  readonly cluster: aws.ecs.Cluster
  readonly task: aws.ecs.TaskDefinition
  readonly tasks: number
  readonly subnets: readonly aws.ec2.Subnet[]
  readonly group: aws.ec2.SecurityGroup
  readonly balancer?: Balancer
  /** A deployment during which one of these alarms is on is taken back. */
  readonly alarms: readonly aws.cloudwatch.MetricAlarm[]
}

/**
 * Tasks in the private subnets. A new version is started beside the old one and takes over once it is healthy; if it doesn't get healthy,
 * or an alarm goes on meanwhile, ECS goes back by itself.
 */
export function makeService(args: ServiceArgs, { options }: Surroundings): aws.ecs.Service {
  const { name, balancer } = args
  return new aws.ecs.Service(
    name,
    {
      name: `zerosec-${name}`,
      cluster: args.cluster.arn,
      taskDefinition: args.task.arn,
      desiredCount: args.tasks,
      launchType: 'FARGATE',
      platformVersion: 'LATEST',
      networkConfiguration: {
        subnets: args.subnets.map(({ id }) => id),
        securityGroups: [args.group.id],
        assignPublicIp: false,
      },
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      alarms: { enable: true, rollback: true, alarmNames: args.alarms.map(({ name: of }) => of) },
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      ...(balancer === undefined
        ? {}
        : {
            healthCheckGracePeriodSeconds: GRACE_SECONDS,
            loadBalancers: [{ targetGroupArn: balancer.targets.arn, containerName: name, containerPort: IMAGE.port }],
          }),
    },
    // How many there are is the scaling's business.
    { ...options, ignoreChanges: ['desiredCount'], ...(balancer && { dependsOn: [balancer.listener] }) },
  )
}

export interface Range {
  readonly least: number
  readonly most: number
}

/** What scaling policies of a service act on. */
export function makeScalable(
  service: aws.ecs.Service,
  name: string,
  cluster: pulumi.Output<string>,
  { least, most }: Range,
  { options }: Surroundings,
): aws.appautoscaling.Target {
  return new aws.appautoscaling.Target(
    name,
    {
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: pulumi.interpolate`service/${cluster}/${service.name}`,
      minCapacity: least,
      maxCapacity: most,
    },
    options,
  )
}

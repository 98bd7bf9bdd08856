import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { makeScalable, type Range } from '../components/service.ts'
import type { Surroundings } from '../components/surroundings.ts'

const CPU_OF_API_PERCENT = 60
/** How long a wake-up has waited before another worker is wanted, and before several are. */
const WAITED_SECONDS = 60
const WAITED_LONG_SECONDS = 300
/** Of every worker: none has anything to do. */
const IDLE_CPU_PERCENT = 5
const IDLE_MINUTES = 15

export interface Scaled {
  readonly service: aws.ecs.Service
  readonly cluster: pulumi.Output<string>
  readonly tasks: Range
}

/** As many tasks of the API as keep each at 60 % of its processor. */
export function scaleApi({ service, cluster, tasks }: Scaled, around: Surroundings): void {
  const target = makeScalable(service, 'api', cluster, tasks, around)
  new aws.appautoscaling.Policy(
    'api-by-processor',
    {
      policyType: 'TargetTrackingScaling',
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        targetValue: CPU_OF_API_PERCENT,
        scaleInCooldown: 300,
        scaleOutCooldown: 60,
      },
    },
    around.options,
  )
}

/**
 * Workers by the age of the oldest queued job: a wake-up stays in the queue until a worker is free. They go only when none of them has
 * computed anything for a quarter of an hour, as ECS does not choose an idle one to stop.
 */
export function scaleWorkers(scaled: Scaled, queue: aws.sqs.Queue, around: Surroundings): void {
  const target = makeScalable(scaled.service, 'worker', scaled.cluster, scaled.tasks, around)
  const more = step(
    'more-workers',
    target,
    [
      [0, WAITED_LONG_SECONDS - WAITED_SECONDS, 1],
      [WAITED_LONG_SECONDS - WAITED_SECONDS, undefined, 3],
    ],
    120,
    around,
  )
  const fewer = step('fewer-workers', target, [[0, undefined, -1]], 60, around)
  whileJobsWait(queue, more.arn, around)
  whileWorkersAreIdle(scaled, queue, fewer.arn, around)
}

type Policy = pulumi.Output<string>

function whileJobsWait(queue: aws.sqs.Queue, then: Policy, { options, stack }: Surroundings): void {
  new aws.cloudwatch.MetricAlarm(
    'jobs-wait',
    {
      name: `zerosec-${stack}-jobs-wait`,
      alarmDescription:
        'The oldest queued job has waited for a minute: another worker is started. No reason to wake anybody.',
      namespace: 'AWS/SQS',
      metricName: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: queue.name },
      statistic: 'Maximum',
      period: 60,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: WAITED_SECONDS,
      treatMissingData: 'notBreaching',
      alarmActions: [then],
    },
    options,
  )
}

function whileWorkersAreIdle(
  { service, cluster }: Scaled,
  queue: aws.sqs.Queue,
  then: Policy,
  { options, stack }: Surroundings,
): void {
  new aws.cloudwatch.MetricAlarm(
    'workers-idle',
    {
      name: `zerosec-${stack}-workers-idle`,
      alarmDescription: 'Nothing waits and no worker computes: one is stopped.',
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      evaluationPeriods: IDLE_MINUTES,
      treatMissingData: 'notBreaching',
      alarmActions: [then],
      metricQueries: [
        {
          id: 'idle',
          expression: `IF(FILL(waiting, 0) < 1 AND cpu < ${IDLE_CPU_PERCENT}, 1, 0)`,
          label: 'idle',
          returnData: true,
        },
        {
          id: 'waiting',
          metric: {
            namespace: 'AWS/SQS',
            metricName: 'ApproximateNumberOfMessagesVisible',
            dimensions: { QueueName: queue.name },
            stat: 'Maximum',
            period: 60,
          },
        },
        {
          id: 'cpu',
          metric: {
            namespace: 'AWS/ECS',
            metricName: 'CPUUtilization',
            dimensions: { ClusterName: cluster, ServiceName: service.name },
            stat: 'Maximum',
            period: 60,
          },
        },
      ],
    },
    options,
  )
}

/** @param steps  from and below how much over the alarm's threshold, and how many tasks more */
function step(
  name: string,
  target: aws.appautoscaling.Target,
  steps: readonly (readonly [number, number | undefined, number])[],
  cooldown: number,
  { options }: Surroundings,
): aws.appautoscaling.Policy {
  return new aws.appautoscaling.Policy(
    name,
    {
      policyType: 'StepScaling',
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      stepScalingPolicyConfiguration: {
        adjustmentType: 'ChangeInCapacity',
        metricAggregationType: 'Maximum',
        cooldown,
        stepAdjustments: steps.map(([low, high, scalingAdjustment]) => ({
          metricIntervalLowerBound: `${low}`,
          ...(high === undefined ? {} : { metricIntervalUpperBound: `${high}` }),
          scalingAdjustment,
        })),
      },
    },
    options,
  )
}

import type * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { type Alarm, makeAlarm } from '../components/alarms.ts'
import type { Balancer } from '../components/balancer.ts'
import type { Surroundings } from '../components/surroundings.ts'

export interface Watched {
  readonly balancer: Balancer
  readonly queue: aws.sqs.Queue
  readonly deadLetters: aws.sqs.Queue
  readonly database: aws.rds.Instance
  readonly databaseGb: number
}

const GB = 10 ** 9

/** Alarms during which a deployment of the API is taken back. They exist before the services do. */
export function makeDeploymentAlarms(
  { balancer, targets }: Balancer,
  topic: aws.sns.Topic,
  around: Surroundings,
): aws.cloudwatch.MetricAlarm[] {
  const of = {
    namespace: 'AWS/ApplicationELB',
    dimensions: { LoadBalancer: balancer.arnSuffix, TargetGroup: targets.arnSuffix },
  }
  const alarms: Record<string, Alarm> = {
    'api-faults': {
      ...of,
      description: 'The API answers with 5xx: look into its log, by requestId.',
      metric: 'HTTPCode_Target_5XX_Count',
      statistic: 'Sum',
      comparison: 'over',
      threshold: 10,
      minutes: 2,
      missing: 'notBreaching',
    },
    'api-unhealthy': {
      ...of,
      description: 'A task of the API is not ready: /health/ready names what it misses.',
      metric: 'UnHealthyHostCount',
      statistic: 'Minimum',
      comparison: 'over',
      threshold: 0,
      minutes: 5,
      missing: 'notBreaching',
    },
  }
  return Object.entries(alarms).map(([name, alarm]) => makeAlarm(name, alarm, topic, around))
}

/** What somebody should be told of. */
export function makeAlarms(watched: Watched, topic: aws.sns.Topic, around: Surroundings): void {
  const alarms = { ...alarmsOfApi(watched.balancer), ...alarmsOfQueue(watched), ...alarmsOfDatabase(watched) }
  for (const [name, alarm] of Object.entries(alarms)) makeAlarm(name, alarm, topic, around)
}

function alarmsOfApi({ balancer, targets }: Balancer): Record<string, Alarm> {
  const dimensions = { LoadBalancer: balancer.arnSuffix, TargetGroup: targets.arnSuffix }
  const of = { namespace: 'AWS/ApplicationELB', dimensions }
  return {
    'api-away': {
      ...of,
      description: 'No task of the API answers: the events of the service say why none starts.',
      metric: 'HealthyHostCount',
      statistic: 'Maximum',
      comparison: 'under',
      threshold: 1,
      minutes: 2,
      missing: 'breaching',
    },
    'api-slow': {
      ...of,
      description:
        'One request in twenty takes longer than two seconds: look at the processor of the API and at the database.',
      metric: 'TargetResponseTime',
      statistic: 'p95',
      comparison: 'over',
      threshold: 2,
      minutes: 10,
      missing: 'notBreaching',
    },
  }
}

function alarmsOfQueue({ queue, deadLetters }: Watched): Record<string, Alarm> {
  const of = (name: pulumi.Output<string>) => ({ namespace: 'AWS/SQS', dimensions: { QueueName: name } })
  return {
    'jobs-wait-long': {
      ...of(queue.name),
      description: 'The oldest queued job has waited for half an hour: there are too few workers, or none can start.',
      metric: 'ApproximateAgeOfOldestMessage',
      statistic: 'Maximum',
      comparison: 'over',
      threshold: 1800,
      minutes: 5,
      missing: 'notBreaching',
    },
    'dead-letters': {
      ...of(deadLetters.name),
      description: 'No worker could answer a message: docs/queue.md says what such a message is.',
      metric: 'ApproximateNumberOfMessagesVisible',
      statistic: 'Maximum',
      comparison: 'over',
      threshold: 0,
      minutes: 1,
      missing: 'notBreaching',
    },
  }
}

function alarmsOfDatabase({ database, databaseGb }: Watched): Record<string, Alarm> {
  const of = {
    namespace: 'AWS/RDS',
    dimensions: { DBInstanceIdentifier: database.identifier },
    missing: 'breaching' as const,
  }
  return {
    'database-busy': {
      ...of,
      description: 'The database computes all the time: Database Insights shows which statements.',
      metric: 'CPUUtilization',
      statistic: 'Average',
      comparison: 'over',
      threshold: 85,
      minutes: 15,
    },
    'database-full': {
      ...of,
      description: 'A tenth of the disk of the database is left. It grows by itself up to four times its size.',
      metric: 'FreeStorageSpace',
      statistic: 'Minimum',
      comparison: 'under',
      threshold: (databaseGb * GB) / 10,
      minutes: 5,
    },
    'database-connections': {
      ...of,
      description: 'Many connections: each task holds ten at most, so there are many tasks, or some do not go.',
      metric: 'DatabaseConnections',
      statistic: 'Maximum',
      comparison: 'over',
      threshold: 300,
      minutes: 10,
    },
  }
}

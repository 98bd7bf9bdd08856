import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { EDGE_REGION } from '../components/certificate.ts'
import type { Surroundings } from '../components/surroundings.ts'
import { JOB_NAMESPACE } from './job-metrics.ts'
import type { Watched } from './watching.ts'

export interface Shown extends Watched {
  readonly cluster: pulumi.Output<string>
  readonly distribution: aws.cloudfront.Distribution
}

/** A metric as CloudWatch's dashboards write it: namespace, name, dimensions by name and value, options. */
type Metric = readonly (pulumi.Input<string> | object)[]

interface Panel {
  readonly title: string
  readonly metrics: readonly Metric[]
  readonly stat: string
  readonly region?: string
}

const COLUMNS = 3
const WIDTH = 8
const HEIGHT = 6

/** One page from the user to the database. */
export function makeDashboard(shown: Shown, around: Surroundings): aws.cloudwatch.Dashboard {
  const panels = [...panelsOfApi(shown), ...panelsOfJobs(shown, around.stack), ...panelsOfStores(shown)]
  const widgets = panels.map(({ title, metrics, stat, region = around.region }, index) => ({
    type: 'metric',
    x: (index % COLUMNS) * WIDTH,
    y: Math.floor(index / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: { title, metrics, stat, region, period: 60, view: 'timeSeries' },
  }))
  return new aws.cloudwatch.Dashboard(
    'dashboard',
    { dashboardName: `zerosec-${around.stack}`, dashboardBody: pulumi.jsonStringify({ widgets }) },
    around.options,
  )
}

function panelsOfApi({ balancer: { balancer, targets }, distribution, cluster }: Shown): Panel[] {
  const api = ['LoadBalancer', balancer.arnSuffix, 'TargetGroup', targets.arnSuffix]
  const edge = ['DistributionId', distribution.id, 'Region', 'Global']
  const metric = (name: string, options: object = {}): Metric => ['AWS/ApplicationELB', name, ...api, options]
  return [
    {
      title: 'Requests at the edge',
      stat: 'Sum',
      region: EDGE_REGION,
      metrics: [['AWS/CloudFront', 'Requests', ...edge]],
    },
    {
      title: 'Answers of the API',
      stat: 'Sum',
      metrics: ['2XX', '4XX', '5XX'].map((kind) => metric(`HTTPCode_Target_${kind}_Count`)),
    },
    {
      title: 'Time to answer, s',
      stat: 'p50',
      metrics: ['p50', 'p95', 'p99'].map((stat) => metric('TargetResponseTime', { stat, label: stat })),
    },
    {
      title: 'Processor and memory of the API, %',
      stat: 'Average',
      metrics: usage(cluster, 'zerosec-api'),
    },
  ]
}

function panelsOfJobs({ queue, deadLetters, cluster }: Shown, stack: string): Panel[] {
  const of = `${JOB_NAMESPACE}/${stack}`
  return [
    {
      title: 'Age of the oldest queued job, s',
      stat: 'Maximum',
      metrics: [['AWS/SQS', 'ApproximateAgeOfOldestMessage', 'QueueName', queue.name]],
    },
    {
      title: 'Messages, and dead letters',
      stat: 'Maximum',
      metrics: [queue, deadLetters].map(({ name }) => [
        'AWS/SQS',
        'ApproximateNumberOfMessagesVisible',
        'QueueName',
        name,
      ]),
    },
    {
      title: 'Jobs by how they ended',
      stat: 'Sum',
      metrics: ['JobsCompleted', 'JobsFailed', 'JobsRetried'].map((name) => [of, name]),
    },
    {
      title: 'Time of a job, s',
      stat: 'p50',
      metrics: ['p50', 'p95'].map((stat) => [of, 'JobSeconds', { stat, label: stat }]),
    },
    { title: 'Processor and memory of the workers, %', stat: 'Maximum', metrics: usage(cluster, 'zerosec-worker') },
  ]
}

function panelsOfStores({ database }: Shown): Panel[] {
  const metric = (name: string): Metric => ['AWS/RDS', name, 'DBInstanceIdentifier', database.identifier]
  return [
    { title: 'Processor of the database, %', stat: 'Average', metrics: [metric('CPUUtilization')] },
    { title: 'Connections to the database', stat: 'Maximum', metrics: [metric('DatabaseConnections')] },
    { title: 'Free disk of the database, bytes', stat: 'Minimum', metrics: [metric('FreeStorageSpace')] },
  ]
}

function usage(cluster: pulumi.Output<string>, service: string): Metric[] {
  return ['CPUUtilization', 'MemoryUtilization'].map((name) => [
    'AWS/ECS',
    name,
    'ClusterName',
    cluster,
    'ServiceName',
    service,
  ])
}

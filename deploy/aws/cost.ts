import type { CostLine, Estimate } from '../plan/estimate.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import { PRICES } from './prices.ts'

const HOURS = 730

/** A month of a small team: what is not in the stack itself has to be assumed. */
export const ASSUMED = {
  uploadedAndMadeGb: 100,
  imagesGb: 5,
  logsGb: 10,
  shopsGb: 20,
  factsGb: 50,
  outGb: 50,
  throughNatGb: 100,
  millionRequests: 2,
  millionMessages: 1,
  balancerUnits: 1,
  queriedTb: 0.2,
  /** Task hours of workers beyond the least number, while jobs wait. */
  moreWorkerHours: 100,
  /** How much of what is copied changes in the month that copies are kept for. */
  copiedShare: 2,
  /** Metrics of Container Insights and of jobs. */
  metrics: 40,
} as const

type Priced = (resource: RecordedResource, all: readonly RecordedResource[]) => readonly CostLine[]

const hours = (what: string, price: number, count = 1): CostLine => ({
  what,
  quantity: HOURS * count,
  unit: 'h',
  price,
})
const monthly = (what: string, quantity: number, unit: string, price: number): CostLine => ({
  what,
  quantity,
  unit,
  price,
})

/** What is paid for, by type. */
const PRICED: Readonly<Record<string, Priced>> = {
  'aws:ec2/instance:Instance': ({ inputs }) => [
    hours('machine', priceOf(PRICES.hour.machine, inputs['instanceType'])),
    monthly('root disk', numberAt(inputs['rootBlockDevice'], 'volumeSize'), 'GB', PRICES.month.diskGb),
    monthly('metrics of each minute', 9, 'metrics', PRICES.month.metric),
    monthly('traffic to users', ASSUMED.outGb, 'GB', PRICES.use.outGb),
  ],
  'aws:autoscaling/group:Group': (_, all) => [
    hours(
      'machine',
      priceOf(PRICES.hour.machine, all.find(({ type }) => type.includes('LaunchTemplate'))?.inputs['instanceType']),
    ),
    hours('public address', PRICES.hour.publicAddress),
    monthly('traffic to users', ASSUMED.outGb, 'GB', PRICES.use.outGb),
  ],
  'aws:ebs/volume:Volume': ({ inputs }) => [
    monthly('data volume', Number(inputs['size']), 'GB', PRICES.month.diskGb),
    monthly('copies of the volume', Number(inputs['size']) * ASSUMED.copiedShare, 'GB', PRICES.month.copyGb),
  ],
  'aws:ec2/eip:Eip': () => [hours('public address', PRICES.hour.publicAddress)],
  'aws:ec2/natGateway:NatGateway': (_, all) => [
    hours('NAT gateway', PRICES.hour.natGateway),
    monthly(
      'traffic through NAT',
      ASSUMED.throughNatGb / countOf(all, 'aws:ec2/natGateway:NatGateway'),
      'GB',
      PRICES.use.natGb,
    ),
  ],
  'aws:lb/loadBalancer:LoadBalancer': () => [
    hours('load balancer', PRICES.hour.balancer),
    {
      what: 'units of the load balancer',
      quantity: HOURS * ASSUMED.balancerUnits,
      unit: 'h',
      price: PRICES.use.balancerUnitHour,
    },
  ],
  'aws:ecs/service:Service': serviceLines,
  'aws:rds/instance:Instance': ({ inputs }) => [
    hours('database in two zones', priceOf(PRICES.hour.database, inputs['instanceClass'])),
    monthly('disk of the database, twice', Number(inputs['allocatedStorage']), 'GB', PRICES.month.databaseGb),
    monthly(
      'copies of the database',
      Number(inputs['allocatedStorage']) * ASSUMED.copiedShare,
      'GB',
      PRICES.month.databaseCopyGb,
    ),
    monthly('password of the database', 1, 'secret', PRICES.month.secret),
  ],
  'aws:efs/fileSystem:FileSystem': () => [
    monthly('data of shops', ASSUMED.shopsGb, 'GB', PRICES.month.folderGb),
    monthly('copies of data of shops', ASSUMED.shopsGb * ASSUMED.copiedShare, 'GB', PRICES.month.copyGb),
  ],
  'aws:s3/bucket:Bucket': ({ name }) => bucketLines(name),
  'aws:ecr/repository:Repository': (_, all) => [
    monthly('images', ASSUMED.imagesGb / countOf(all, 'aws:ecr/repository:Repository'), 'GB', PRICES.month.imageGb),
  ],
  'aws:sqs/queue:Queue': ({ name }) =>
    name === 'jobs' ? [monthly('messages', ASSUMED.millionMessages, 'million', PRICES.use.millionMessages)] : [],
  'aws:kms/key:Key': () => [monthly('key', 1, 'key', PRICES.month.key)],
  'aws:cloudwatch/metricAlarm:MetricAlarm': () => [monthly('alarms', 1, 'alarm', PRICES.month.alarm)],
  'aws:cloudwatch/dashboard:Dashboard': () => [monthly('dashboard', 1, 'dashboard', PRICES.month.dashboard)],
  'aws:cloudwatch/logGroup:LogGroup': (_, all) => [
    monthly('logs', ASSUMED.logsGb / countOf(all, 'aws:cloudwatch/logGroup:LogGroup'), 'GB', PRICES.use.logGb),
  ],
  'aws:ecs/cluster:Cluster': () => [
    monthly('metrics of tasks and jobs', ASSUMED.metrics, 'metrics', PRICES.month.metric),
  ],
  'aws:cloudfront/distribution:Distribution': () => [
    monthly('traffic to users', ASSUMED.outGb, 'GB', PRICES.use.edgeGb),
    monthly('requests at the edge', ASSUMED.millionRequests, 'million', PRICES.use.millionEdgeRequests),
  ],
  'aws:wafv2/webAcl:WebAcl': ({ inputs }) => [
    monthly('firewall', 1, 'firewall', PRICES.month.firewall),
    monthly('rules of the firewall', (inputs['rules'] as unknown[]).length, 'rules', PRICES.month.firewallRule),
    monthly('requests through the firewall', ASSUMED.millionRequests, 'million', PRICES.use.millionFirewallRequests),
  ],
  'aws:athena/workgroup:Workgroup': () => [monthly('queries of Athena', ASSUMED.queriedTb, 'TB', PRICES.use.readTb)],
}

/** What an AWS stack costs in a month. A test holds that each type is priced here or known to cost nothing by itself. */
export function awsEstimate(resources: readonly RecordedResource[]): Estimate {
  const { date, region, source } = PRICES
  const lines = resources.flatMap((resource) => PRICED[resource.type]?.(resource, resources) ?? [])
  return { lines, prices: { date, region, source } }
}

export function isPriced(type: string): boolean {
  return type in PRICED
}

/** The least number of tasks all month, and workers more while jobs wait. */
function serviceLines({ name, inputs }: RecordedResource, all: readonly RecordedResource[]): CostLine[] {
  const task = all.find((each) => each.type === 'aws:ecs/taskDefinition:TaskDefinition' && each.name === name)
  const taskHours = HOURS * Number(inputs['desiredCount']) + (name === 'worker' ? ASSUMED.moreWorkerHours : 0)
  const processors = Number(task?.inputs['cpu']) / 1024
  const gb = Number(task?.inputs['memory']) / 1024
  return [
    { what: `processors of ${name} tasks`, quantity: taskHours * processors, unit: 'h', price: PRICES.hour.processor },
    { what: `memory of ${name} tasks`, quantity: taskHours * gb, unit: 'GB h', price: PRICES.hour.memoryGb },
  ]
}

function bucketLines(name: string): CostLine[] {
  const gb = { inputs: ASSUMED.uploadedAndMadeGb / 2, outputs: ASSUMED.uploadedAndMadeGb / 2, facts: ASSUMED.factsGb }[
    name
  ]
  if (gb === undefined) return []
  return [
    monthly('files', gb, 'GB', PRICES.month.bucketGb),
    monthly('copies of files', gb * ASSUMED.copiedShare, 'GB', PRICES.month.copyGb),
  ]
}

/** @throws RangeError when the list of prices lacks it: no estimate is better than one that leaves the largest part out */
function priceOf(prices: Readonly<Record<string, number>>, name: unknown): number {
  const price = prices[String(name)]
  if (price === undefined) throw new RangeError(`deploy/aws/prices.ts has no price of ${String(name)}: add it`)
  return price
}

function countOf(all: readonly RecordedResource[], of: string): number {
  return all.filter(({ type }) => type === of).length
}

function numberAt(value: unknown, key: string): number {
  return Number((value as Record<string, unknown> | undefined)?.[key] ?? 0)
}

import type { CostLine, Estimate } from '../plan/estimate.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import { PRICES } from './prices.ts'

const HOURS = 730

/** A month of a small team: what is not in the stack itself has to be assumed. */
export const ASSUMED = {
  /** Of each bucket. */
  storedGb: 50,
  imagesGb: 5,
  pushedImages: 8,
  logsGb: 10,
  outGb: 50,
  millionRequests: 2,
  queriedTb: 0.2,
  /** Hours of instances of the API beyond the least number, where there may be more. */
  moreApiHours: 100,
  copiesOfDatabase: 2,
} as const

const line = (what: string, quantity: number, unit: string, price: number): CostLine => ({
  what,
  quantity,
  unit,
  price,
})

type Priced = (resource: RecordedResource) => readonly CostLine[]

/** What is paid for, by type. */
const PRICED: Readonly<Record<string, Priced>> = {
  'gcp:cloudrunv2/service:Service': serviceLines,
  'gcp:sql/databaseInstance:DatabaseInstance': databaseLines,
  'gcp:storage/bucket:Bucket': () => [line('files in buckets', ASSUMED.storedGb, 'GB', PRICES.month.bucketGb)],
  'gcp:artifactregistry/repository:Repository': () => [
    line('images', ASSUMED.imagesGb, 'GB', PRICES.month.imageGb),
    line('scans of images', ASSUMED.pushedImages, 'images', PRICES.use.scannedImage),
  ],
  'gcp:compute/backendService:BackendService': () => [
    line('load balancer', HOURS, 'h', PRICES.hour.forwardingRules),
    line('traffic through the load balancer', ASSUMED.outGb, 'GB', PRICES.use.balancedGb),
    line('traffic to users', ASSUMED.outGb, 'GB', PRICES.use.outGb),
    line('logs', ASSUMED.logsGb, 'GB', PRICES.use.logGb),
  ],
  'gcp:compute/securityPolicy:SecurityPolicy': ({ inputs }) => [
    line('firewall', 1, 'firewall', PRICES.month.firewall),
    line('rules of the firewall', (inputs['rules'] as unknown[]).length, 'rules', PRICES.month.firewallRule),
    line('requests through the firewall', ASSUMED.millionRequests, 'million', PRICES.use.millionFirewallRequests),
  ],
  'gcp:secretmanager/secretVersion:SecretVersion': () => [line('secrets', 1, 'versions', PRICES.month.secret)],
  'gcp:monitoring/alertPolicy:AlertPolicy': () => [line('alerts', 1, 'conditions', PRICES.month.alarm)],
  'gcp:bigquery/dataset:Dataset': () => [line('queries of BigQuery', ASSUMED.queriedTb, 'TB', PRICES.use.readTb)],
}

/** What a stack on Google Cloud costs in a month. */
export function gcpEstimate(resources: readonly RecordedResource[]): Estimate {
  const { date, region, source } = PRICES
  return { lines: resources.flatMap((one) => PRICED[one.type]?.(one) ?? []), prices: { date, region, source } }
}

export function isPriced(type: string): boolean {
  return type in PRICED
}

/** The least number of instances all month, and more while it is asked a lot, where there may be. */
function serviceLines({ name, inputs }: RecordedResource): CostLine[] {
  const { scaling, containers } = inputs['template'] as ServiceTemplate
  const { cpu, memory } = containers[0]!.resources.limits
  const { minInstanceCount: least, maxInstanceCount: most } = scaling
  const instanceHours = HOURS * least + (most > least ? ASSUMED.moreApiHours : 0)
  return [
    line(`processors of ${name}`, instanceHours * Number(cpu), 'h', PRICES.hour.processor),
    line(`memory of ${name}`, instanceHours * Number.parseFloat(memory), 'GB h', PRICES.hour.memoryGb),
  ]
}

interface ServiceTemplate {
  readonly scaling: { readonly minInstanceCount: number; readonly maxInstanceCount: number }
  readonly containers: readonly {
    readonly resources: { readonly limits: { readonly cpu: string; readonly memory: string } }
  }[]
}

/** `db-custom-<processors>-<MB>`; a machine in a second zone costs as much again. */
function databaseLines({ inputs }: RecordedResource): CostLine[] {
  const settings = inputs['settings'] as { tier: string; availabilityType: string; diskSize: number }
  const [, processors, mb] = /^db-custom-(\d+)-(\d+)$/.exec(settings.tier) ?? []
  if (processors === undefined) throw new RangeError(`no price is written down for a database ${settings.tier}`)
  const zones = settings.availabilityType === 'REGIONAL' ? 2 : 1
  return [
    line('processors of the database', HOURS * Number(processors) * zones, 'h', PRICES.hour.databaseProcessor),
    line('memory of the database', (HOURS * Number(mb) * zones) / 1024, 'GB h', PRICES.hour.databaseMemoryGb),
    line('disk of the database', settings.diskSize * zones, 'GB', PRICES.month.databaseGb),
    line('copies of the database', settings.diskSize * ASSUMED.copiesOfDatabase, 'GB', PRICES.month.databaseCopyGb),
  ]
}

import type * as gcp from '@pulumi/gcp'
import type { Network } from './components/network.ts'
import type { Secret } from './components/secrets.ts'
import { makeJob, makeService, type Workload } from './components/service.ts'
import type { Surroundings } from './components/surroundings.ts'
import { apiEnvironment, jobEnvironment, type Stores, workerEnvironment } from './environment.ts'
import { IMAGE } from './image.ts'
import type { GcpSettings } from './settings.ts'

export interface ServicesArgs {
  readonly settings: GcpSettings
  readonly images: Readonly<Record<'api' | 'worker', string>>
  readonly stores: Stores
  /** Snapshots of shops. */
  readonly commerce: gcp.storage.Bucket
  readonly facts: gcp.bigquery.Dataset
  readonly secrets: Readonly<Record<string, Secret>>
  readonly accounts: Readonly<Record<'api' | 'worker', gcp.serviceaccount.Account>>
  readonly network: Network
  readonly address: gcp.compute.GlobalAddress
}

export interface Services {
  readonly api: gcp.cloudrunv2.Service
  readonly worker: gcp.cloudrunv2.Service
  readonly migrate: gcp.cloudrunv2.Job
}

const MOST_REQUESTS_AT_ONCE = 250

/** The API behind the load balancer, workers that nobody can call, and the migration that goes before both. */
export function makeServices(args: ServicesArgs, around: Surroundings): Services {
  const { settings, stores, commerce, facts, address } = args
  const api = makeService(
    {
      ...workloadOf('api', args),
      name: 'api',
      ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      port: IMAGE.apiPort,
      environment: apiEnvironment(stores, settings, address),
      instances: settings.apiInstances,
      requestsAtOnce: MOST_REQUESTS_AT_ONCE,
      cpu: '2',
      memory: '4Gi',
      folder: { bucket: commerce, path: `${IMAGE.dataFolder}/commerce`, user: IMAGE.user },
    },
    around,
  )
  const worker = makeService(
    {
      ...workloadOf('worker', args),
      name: 'worker',
      ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
      port: IMAGE.workerPort,
      environment: workerEnvironment(stores),
      instances: { least: settings.workerInstances, most: settings.workerInstances },
      requestsAtOnce: 10,
      cpu: '2',
      memory: '8Gi',
    },
    around,
  )
  const job = { ...workloadOf('api', args), environment: jobEnvironment(stores, settings, facts) }
  return { api, worker, migrate: makeJob('migrate', ['migrate'], { ...job, cpu: '1', memory: '1Gi' }, around) }
}

type Common = Omit<Workload, 'environment' | 'cpu' | 'memory'>

function workloadOf(name: 'api' | 'worker', { images, secrets, accounts, network, stores }: ServicesArgs): Common {
  const readable = Object.values(secrets).flatMap(({ version, rights }) => [version, ...rights])
  return {
    account: accounts[name],
    image: images[name],
    secrets,
    network,
    database: stores.database.instance,
    dependsOn: [...readable, network.peering],
  }
}

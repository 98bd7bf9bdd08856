import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { makeAlarmTopic } from '../components/alarms.ts'
import { makeAthena } from '../components/athena.ts'
import { makeBackups } from '../components/backup.ts'
import { allowEdge, makeBalancer } from '../components/balancer.ts'
import { type Bucket, makeBucket, writtenOnce } from '../components/bucket.ts'
import { EDGE_REGION, makeCertificates } from '../components/certificate.ts'
import { makeDatabase } from '../components/database.ts'
import { makeDeployer, pushing } from '../components/deployer.ts'
import { makeEdge } from '../components/edge.ts'
import { makeFirewall } from '../components/firewall.ts'
import { makeKey } from '../components/key.ts'
import { makeLogBucket } from '../components/log-bucket.ts'
import { makeNetwork, type Network } from '../components/network.ts'
import { makeQueue } from '../components/queue.ts'
import { makeRegistry } from '../components/registry.ts'
import { allow, allowHttpsOut, makeGroup } from '../components/security-groups.ts'
import { makeSharedFolder } from '../components/shared-folder.ts'
import { type Surroundings, surroundings } from '../components/surroundings.ts'
import { makeDashboard } from './dashboard.ts'
import { rollingOut } from './rolling-out.ts'
import { makeServices } from './services.ts'
import type { EcsSettings } from './settings.ts'
import { makeAlarms, makeDeploymentAlarms, type Watched } from './watching.ts'

type Outputs = Record<string, pulumi.Output<string>>

/** API and workers on Fargate in two zones, their stores beside them, CloudFront in front. */
export function ecsStack(settings: EcsSettings): Outputs {
  const around = surroundings('ecs', settings.region, settings.environment)
  const key = makeKey(around)
  const network = makeNetwork({ zones: 2, hasPrivateSubnets: true, key }, around)
  const groups = makeGroups(network, around)
  const logs = makeLogBucket(around)
  const repositories = { api: makeRegistry('api', key, around), worker: makeRegistry('worker', key, around) }
  const stores = makeStores({ settings, network, groups, key, logs }, around)
  const folder = makeSharedFolder(network.privateSubnets, groups.files, key, around)
  const topic = makeAlarmTopic(settings.alarmEmail, key, around)
  const { balancer, distribution } = makeFront({ settings, network, groups, key, logs }, around)
  const cluster = makeCluster(around)
  const watched: Watched = {
    balancer,
    queue: stores.queue,
    deadLetters: stores.deadLetters,
    database: stores.database.instance,
    databaseGb: settings.databaseGb,
  }
  const alarms = makeDeploymentAlarms(balancer, topic, around)
  makeAlarms(watched, topic, around)
  makeDashboard({ ...watched, cluster: cluster.name, distribution }, around)
  if (settings.images === 'live') {
    makeServices(
      { settings, cluster, stores, folder, repositories, groups, subnets: network.privateSubnets, balancer, alarms },
      around,
    )
  }
  const kept = [stores.database.instance, folder.fileSystem, stores.inputs, stores.outputs, stores.athena.facts]
  makeBackups({ resources: kept.map(({ arn }) => arn), hasBuckets: true, key, topic }, around)
  const outputs: Outputs = {
    apiRepository: repositories.api.repositoryUrl,
    workerRepository: repositories.worker.repositoryUrl,
    cluster: cluster.name,
    facts: stores.athena.facts.id,
    databaseSecret: stores.database.secret,
  }
  const { repository, githubProvider } = settings
  if (repository === undefined) return outputs
  const statements = [...pushing(repositories.api, repositories.worker), ...rollingOut(cluster, around)]
  return { ...outputs, deployer: makeDeployer({ repository, githubProvider }, statements, around).arn }
}

type Groups = Readonly<Record<'balancer' | 'api' | 'worker' | 'database' | 'files', aws.ec2.SecurityGroup>>

/** Who may talk to whom: CloudFront to the balancer, that to the API, API and workers to the database, the API to its files. */
function makeGroups({ vpc }: Network, around: Surroundings): Groups {
  const groups: Groups = {
    balancer: makeGroup('balancer', 'Takes requests from CloudFront', vpc, around),
    api: makeGroup('api', 'Tasks of the API', vpc, around),
    worker: makeGroup('worker', 'Tasks that run jobs', vpc, around),
    database: makeGroup('database', 'PostgreSQL', vpc, around),
    files: makeGroup('files', 'Data folder of the API', vpc, around),
  }
  const pair = (name: keyof Groups) => [name, groups[name]] as const
  allowEdge(groups.balancer, around)
  allow(pair('balancer'), pair('api'), 8000, around)
  allow(pair('api'), pair('database'), 5432, around)
  allow(pair('worker'), pair('database'), 5432, around)
  allow(pair('api'), pair('files'), 2049, around)
  allowHttpsOut('api', groups.api, around)
  allowHttpsOut('worker', groups.worker, around)
  return groups
}

interface Ground {
  readonly settings: EcsSettings
  readonly network: Network
  readonly groups: Groups
  readonly key: aws.kms.Key
  readonly logs: Bucket
}

/** What stands between the user and the API. */
function makeFront({ settings, network, groups, key, logs }: Ground, around: Surroundings) {
  const { domain, zoneId } = settings
  const certificates = makeCertificates(domain, zoneId, around)
  const balancer = makeBalancer(
    { network, group: groups.balancer, certificate: certificates.balancer.certificateArn, logs },
    around,
  )
  const firewall = makeFirewall(edgeKey(key, around), around)
  const certificate = certificates.edge.certificateArn
  return { balancer, distribution: makeEdge({ domain, zoneId, balancer, certificate, firewall, logs }, around) }
}

function makeStores({ settings, network, groups, key, logs }: Ground, around: Surroundings) {
  const database = makeDatabase(
    {
      instanceClass: settings.databaseClass,
      gb: settings.databaseGb,
      subnets: network.privateSubnets,
      group: groups.database,
      key,
    },
    around,
  )
  const ofFiles = { key, logs, origin: `https://${settings.domain}` }
  return {
    key,
    database,
    ...makeQueue(key, around),
    inputs: makeBucket('inputs', ofFiles, around),
    outputs: makeBucket('outputs', { ...ofFiles, statements: (bucket) => [writtenOnce(bucket)] }, around),
    athena: makeAthena(key, logs, around),
  }
}

/** The firewall's log is where CloudFront is, and a key belongs to one region. */
function edgeKey(key: aws.kms.Key, around: Surroundings): aws.kms.Key {
  return around.region === EDGE_REGION ? key : makeKey({ ...around, region: EDGE_REGION }, 'edge-key')
}

function makeCluster({ options, stack }: Surroundings): aws.ecs.Cluster {
  return new aws.ecs.Cluster(
    'cluster',
    { name: `zerosec-${stack}`, settings: [{ name: 'containerInsights', value: 'enabled' }] },
    options,
  )
}

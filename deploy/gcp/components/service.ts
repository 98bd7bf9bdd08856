import * as gcp from '@pulumi/gcp'
import type * as pulumi from '@pulumi/pulumi'
import { SOCKETS } from './database.ts'
import type { Network } from './network.ts'
import type { Secret } from './secrets.ts'
import type { Surroundings } from './surroundings.ts'

/** What services and jobs have in common. */
export interface Workload {
  readonly account: gcp.serviceaccount.Account
  readonly image: string
  readonly environment: Readonly<Record<string, pulumi.Input<string>>>
  readonly secrets: Readonly<Record<string, Secret>>
  readonly network: Network
  readonly database: gcp.sql.DatabaseInstance
  readonly cpu: string
  readonly memory: string
  /** Rights that have to be there before it starts. */
  readonly dependsOn: readonly pulumi.Resource[]
}

export interface ServiceArgs extends Workload {
  readonly name: string
  readonly ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER' | 'INGRESS_TRAFFIC_INTERNAL_ONLY'
  readonly port: number
  readonly instances: { readonly least: number; readonly most: number }
  readonly requestsAtOnce: number
  /** A bucket that is seen as a folder of this user's. */
  readonly folder?: { readonly bucket: gcp.storage.Bucket; readonly path: string; readonly user: number }
}

/** Longest that Cloud Run lets a request last: streams of events are opened anew then. */
const REQUEST_SECONDS = 3600
const SOCKET = { name: 'cloudsql', mountPath: SOCKETS }
const DEPLOYED = ['client', 'clientVersion']

/**
 * Containers that Cloud Run keeps alive. Processors are theirs between requests as well: jobs, leases and watchers need them. Who may
 * call is for zerosec itself to say, so Cloud Run asks for no token, but lets in only what `ingress` names. The image is the first
 * one; deployments replace it.
 */
export function makeService(args: ServiceArgs, { region, options }: Surroundings): gcp.cloudrunv2.Service {
  const { name, port, ingress, instances, requestsAtOnce, folder } = args
  return new gcp.cloudrunv2.Service(
    name,
    {
      name: `zerosec-${name}`,
      location: region,
      ingress,
      invokerIamDisabled: ingress === 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      defaultUriDisabled: true,
      deletionProtection: true,
      template: {
        serviceAccount: args.account.email,
        executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2',
        timeout: `${REQUEST_SECONDS}s`,
        maxInstanceRequestConcurrency: requestsAtOnce,
        scaling: { minInstanceCount: instances.least, maxInstanceCount: instances.most },
        vpcAccess: accessTo(args.network),
        containers: [
          {
            ...containerOf(args),
            ports: { containerPort: port },
            resources: { limits: { cpu: args.cpu, memory: args.memory }, cpuIdle: false, startupCpuBoost: true },
            volumeMounts: [SOCKET, ...(folder ? [{ name: 'folder', mountPath: folder.path }] : [])],
            startupProbe: {
              httpGet: { path: '/health', port },
              periodSeconds: 5,
              timeoutSeconds: 5,
              failureThreshold: 24,
            },
            livenessProbe: {
              httpGet: { path: '/health', port },
              periodSeconds: 30,
              timeoutSeconds: 5,
              failureThreshold: 4,
            },
          },
        ],
        volumes: [socketOf(args.database), ...(folder ? [{ name: 'folder', gcs: mountOf(folder) }] : [])],
      },
    },
    {
      ...options,
      dependsOn: [...options.dependsOn, ...args.dependsOn],
      ignoreChanges: ['template.containers[0].image', ...DEPLOYED],
    },
  )
}

/** One run of a command that ends: the migration before a release. */
export function makeJob(
  name: string,
  command: readonly string[],
  args: Workload,
  { region, options }: Surroundings,
): gcp.cloudrunv2.Job {
  return new gcp.cloudrunv2.Job(
    name,
    {
      name: `zerosec-${name}`,
      location: region,
      deletionProtection: false,
      template: {
        template: {
          serviceAccount: args.account.email,
          executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2',
          maxRetries: 0,
          timeout: '900s',
          vpcAccess: accessTo(args.network),
          containers: [
            {
              ...containerOf(args),
              args: [...command],
              resources: { limits: { cpu: args.cpu, memory: args.memory } },
              volumeMounts: [SOCKET],
            },
          ],
          volumes: [socketOf(args.database)],
        },
      },
    },
    {
      ...options,
      dependsOn: [...options.dependsOn, ...args.dependsOn],
      ignoreChanges: ['template.template.containers[0].image', ...DEPLOYED],
    },
  )
}

/** Secrets are named, with their versions: what they say is in no description of a service. */
function containerOf({ image, environment, secrets }: Workload) {
  return {
    image,
    envs: [
      ...Object.entries(environment).map(([name, value]) => ({ name, value })),
      ...Object.entries(secrets).map(([name, { secret, version }]) => ({
        name,
        valueSource: { secretKeyRef: { secret: secret.secretId, version: version.version } },
      })),
    ],
  }
}

/**
 * Else everything in it were root's, for others to read alone; and what an instance knows of a file would be believed for a minute, in
 * which another one may have put a new one there.
 */
function mountOf({ bucket, user }: NonNullable<ServiceArgs['folder']>) {
  const mountOptions = [`uid=${user}`, `gid=${user}`, 'file-mode=600', 'dir-mode=700', 'metadata-cache-ttl-secs=0']
  return { bucket: bucket.name, readOnly: false, mountOptions }
}

const socketOf = (instance: gcp.sql.DatabaseInstance) => ({
  name: SOCKET.name,
  cloudSqlInstance: { instances: [instance.connectionName] },
})

/** The database is asked through the network, everything of Google's by its own addresses. */
const accessTo = ({ network, subnetwork }: Network) => ({
  egress: 'PRIVATE_RANGES_ONLY',
  networkInterfaces: [{ network: network.id, subnetwork: subnetwork.id, tags: ['zerosec'] }],
})

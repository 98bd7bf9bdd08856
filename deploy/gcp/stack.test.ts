import { beforeAll, describe, expect, it } from 'vitest'
import { readWarehouseSettings } from '../../packages/commerce/src/warehouse/warehouse-settings.ts'
import { describeConfiguration, readConfiguration } from '../../packages/jobs/src/configuration.ts'
import { imageDefinition } from '../docker/image-definition.ts'
import { record } from '../plan/record.ts'
import type { RecordedResource } from '../plan/recorded-resource.ts'
import { recordedResources } from '../plan/stacks.ts'
import { ALERTS } from './components/monitoring.ts'
import { EXAMPLE } from './settings.ts'
import { gcpStack } from './stack.ts'

let stack: readonly RecordedResource[]
beforeAll(async () => {
  stack = await recordedResources('gcp')
})

/** `Kind name` of what is after the last colon of a type, and of Google's own services with their prefix. */
const keyOf = ({ type, name }: Pick<RecordedResource, 'type' | 'name'>): string =>
  `${type === 'gcp:projects/service:Service' ? 'projects.Service' : type.slice(type.lastIndexOf(':') + 1)} ${name}`
const find = (key: string): Record<string, unknown> => {
  const found = stack.find((one) => keyOf(one) === key)
  expect(found, key).toBeDefined()
  return found!.inputs
}

const account = (name: string) => `zerosec-${name}@zerosec-example.iam.gserviceaccount.com`
const member = (name: string) => `serviceAccount:${account(name)}`
const some = expect.anything()

/** What matters of each resource. */
const EXPECTED: Readonly<Record<string, object>> = {
  'gcp gcp': { project: 'zerosec-example', region: 'europe-west1' },
  'Network network': { autoCreateSubnetworks: false },
  'Subnetwork services': { network: 'network-id', privateIpGoogleAccess: true },
  'GlobalAddress google-services': { purpose: 'VPC_PEERING', addressType: 'INTERNAL', network: 'network-id' },
  'Connection google-services': { reservedPeeringRanges: ['zerosec-google'] },
  'Firewall deny-ingress': { direction: 'INGRESS', denies: [{ protocol: 'all' }] },
  'DatabaseInstance database': {
    databaseVersion: 'POSTGRES_17',
    settings: {
      availabilityType: 'REGIONAL',
      connectorEnforcement: 'REQUIRED',
      ipConfiguration: { privateNetwork: 'network-id' },
    },
  },
  // COMPLEXITY_DEFAULT refuses a password that lacks one of the four kinds.
  'RandomPassword database': { length: 40, minLower: 5, minUpper: 5, minNumeric: 5, minSpecial: 2 },
  'Database database': { name: 'zerosec', instance: 'database' },
  'User database': { name: 'zerosec', password: '(secret)' },
  'Repository images': { format: 'DOCKER', repositoryId: 'zerosec' },
  'Account api': { accountId: 'zerosec-api' },
  'Account worker': { accountId: 'zerosec-worker' },
  'Account deployer': { accountId: 'zerosec-deployer' },
  'Bucket inputs': { name: 'zerosec-example-zerosec-inputs', cors: [{ origins: ['https://zerosec.example'] }] },
  'Bucket outputs': { name: 'zerosec-example-zerosec-outputs', versioning: { enabled: true } },
  'Bucket commerce': { hierarchicalNamespace: { enabled: true } },
  'Bucket facts': { location: 'europe-west1' },
  'HmacKey files': { serviceAccountEmail: account('worker') },
  'Dataset facts': { datasetId: 'zerosec', location: 'europe-west1', deleteContentsOnDestroy: false },
  'DatasetIamMember facts-api': { role: 'roles/bigquery.dataViewer', member: member('api') },
  'SecretVersion database-password': { secretData: '(secret)' },
  'SecretVersion files-key': { secretData: some },
  'SecretVersion files-key-id': { secretData: some },
  'GlobalAddress public': { ipVersion: 'IPV4' },
  'RegionNetworkEndpointGroup api': { networkEndpointType: 'SERVERLESS', cloudRun: { service: 'zerosec-api' } },
  'BackendService api': { loadBalancingScheme: 'EXTERNAL_MANAGED', enableCdn: true, backends: [{ group: 'api-id' }] },
  'URLMap https': { defaultService: 'api-id' },
  'URLMap http': { defaultUrlRedirect: { httpsRedirect: true } },
  'ManagedSslCertificate public': { managed: { domains: ['zerosec.example'] } },
  'SSLPolicy public': { minTlsVersion: 'TLS_1_2' },
  'TargetHttpsProxy https': { urlMap: 'https-id', sslCertificates: ['public-id'], sslPolicy: 'public-id' },
  'TargetHttpProxy http': { urlMap: 'http-id' },
  'GlobalForwardingRule https': { target: 'https-id', portRange: '443', ipAddress: '203.0.113.20' },
  'GlobalForwardingRule http': { target: 'http-id', portRange: '80', ipAddress: '203.0.113.20' },
  'SecurityPolicy firewall': { type: 'CLOUD_ARMOR' },
  'NotificationChannel mail': { labels: { email_address: 'operations@zerosec.example' } },
  'UptimeCheckConfig health': { httpCheck: { path: '/health', useSsl: true, validateSsl: true } },
  'AlertPolicy away': { severity: 'CRITICAL' },
  'Dashboard board': { dashboardJson: expect.stringContaining('mosaicLayout') },
  'WorkloadIdentityPool github': { workloadIdentityPoolId: 'zerosec-github' },
  'WorkloadIdentityPoolProvider github': {
    oidc: { issuerUri: 'https://token.actions.githubusercontent.com' },
    attributeCondition: "assertion.sub == 'repo:example/zerosec:environment:production'",
  },
  'RepositoryIamMember deployer-images': { role: 'roles/artifactregistry.writer', member: member('deployer') },
  'ServiceIamMember deployer-api': { name: 'zerosec-api', role: 'roles/run.developer', member: member('deployer') },
  'ServiceIamMember deployer-worker': { name: 'zerosec-worker', role: 'roles/run.developer' },
  'JobIamMember deployer-migrate': { name: 'zerosec-migrate', role: 'roles/run.developer' },
  'IAMMember deployer-as-api': { role: 'roles/iam.serviceAccountUser', member: member('deployer') },
  'IAMMember deployer-as-worker': { role: 'roles/iam.serviceAccountUser', member: member('deployer') },
  'IAMMember deployer-github': {
    role: 'roles/iam.workloadIdentityUser',
    member: expect.stringContaining('/subject/repo:example/'),
  },
  'IAMMember deployer-logging.logWriter': { role: 'roles/logging.logWriter', member: member('deployer') },
  'IAMMember queries-api': { role: 'roles/bigquery.jobUser', member: member('api') },
  'Job migrate': { template: { template: { maxRetries: 0, containers: [{ args: ['migrate'] }] } } },
  'Service api': {
    ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
    invokerIamDisabled: true,
    deletionProtection: true,
  },
  'Service worker': { ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY', invokerIamDisabled: false, deletionProtection: true },
  ...Object.fromEntries(
    ['bigquery', 'cloudsql', 'iam', 'secretmanager', 'storage'].map((name) => [
      `IAMAuditConfig ${name}`,
      { service: `${name}.googleapis.com` },
    ]),
  ),
  ...Object.fromEntries(
    ['completed', 'failed', 'retried'].map((outcome) => [
      `Metric jobs-${outcome}`,
      { filter: expect.stringContaining(`outcome="${outcome}"`) },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(ALERTS).map(([name, { query }]) => [
      `AlertPolicy ${name}`,
      { conditions: [{ conditionPrometheusQueryLanguage: { query, disableMetricValidation: true } }] },
    ]),
  ),
  ...Object.fromEntries(
    ['api', 'worker'].flatMap((name) =>
      ['cloudsql.client', 'logging.logWriter', 'monitoring.metricWriter'].map((role) => [
        `IAMMember ${name}-${role}`,
        { role: `roles/${role}`, member: member(name) },
      ]),
    ),
  ),
  ...Object.fromEntries(
    ['database-password', 'files-key', 'files-key-id'].flatMap((name) => [
      [`Secret ${name}`, { replication: { userManaged: { replicas: [{ location: 'europe-west1' }] } } }],
      ...['api', 'worker'].map((reader, index) => [
        `SecretIamMember ${name}-reader-${index + 1}`,
        { role: 'roles/secretmanager.secretAccessor', member: member(reader) },
      ]),
    ]),
  ),
  ...Object.fromEntries(
    [
      ['inputs-api', 'api', 'objectUser'],
      ['inputs-worker', 'worker', 'objectUser'],
      ['outputs-api', 'api', 'objectUser'],
      ['outputs-worker', 'worker', 'objectUser'],
      ['commerce-api', 'api', 'objectUser'],
      ['facts-api', 'api', 'objectViewer'],
    ].map(([name, who, role]) => [`BucketIAMMember ${name}`, { role: `roles/storage.${role}`, member: member(who!) }]),
  ),
}

describe('the stack on Google Cloud', () => {
  it.each(Object.keys(EXPECTED))('%s is as it should be', (key) => expect(find(key)).toMatchObject(EXPECTED[key]!))

  it('has nothing that no line above names, but the services of Google that it uses', () => {
    const unnamed = stack.map(keyOf).filter((key) => !(key in EXPECTED) && !key.startsWith('projects.Service '))
    expect(unnamed).toEqual([])
  })

  it('switches on what its resources belong to, and lets taking it down switch nothing off', () => {
    const services = stack.filter(({ type }) => type === 'gcp:projects/service:Service')
    expect(services.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'run',
        'sqladmin',
        'storage',
        'bigquery',
        'secretmanager',
        'artifactregistry',
        'compute',
      ]),
    )
    for (const { inputs } of services) expect(inputs).toMatchObject({ disableOnDestroy: false })
  })

  it('lets nobody of GitHub in where no repository is named', async () => {
    const alone = await record('alone', () => gcpStack({ ...EXAMPLE, repository: undefined }))
    expect(alone.map(keyOf)).toContain('Account deployer')
    expect(alone.filter(({ type }) => type.includes('workloadIdentity'))).toEqual([])
  })

  it('makes everything but what needs images before there are any', async () => {
    const first = await record('first', () => gcpStack({ ...EXAMPLE, images: undefined }))
    const kinds = first.map(keyOf)
    expect(kinds).toContain('Repository images')
    const ofServices = /^(Service|Job|BackendService|GlobalForwardingRule|AlertPolicy) /
    expect(kinds.filter((key) => ofServices.test(key))).toEqual([])
  })
})

interface Container {
  readonly image: string
  readonly envs: readonly { readonly name: string; readonly value?: string; readonly valueSource?: object }[]
  readonly ports?: { readonly containerPort: number }
}
const containerOf = (key: string): Container => {
  const { template } = find(key) as { template: { containers?: Container[]; template?: { containers: Container[] } } }
  return (template.containers ?? template.template!.containers)[0]!
}
const environmentOf = (key: string): Record<string, string> =>
  Object.fromEntries(containerOf(key).envs.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])))

describe.each(['Service api', 'Service worker', 'Job migrate'])('the environment of %s', (key) => {
  it('sets settings that there are, to values that they take', () => {
    const known = new Set(describeConfiguration({}).map(({ name }) => name))
    const environment = environmentOf(key)
    const ofZerosec = Object.keys(environment).filter((name) => !name.startsWith('ZEROSEC_BIGQUERY_'))
    expect(ofZerosec.filter((name) => !known.has(name))).toEqual([])
    expect(readConfiguration(environment)).toMatchObject({
      files: 's3',
      s3Endpoint: 'https://storage.googleapis.com',
      s3InputBucket: 'zerosec-example-zerosec-inputs',
      s3PathStyle: true,
      queue: 'postgres',
    })
  })

  it('names secrets instead of writing them', () => {
    const named = containerOf(key).envs.filter(({ valueSource }) => valueSource !== undefined)
    expect(named.map(({ name }) => name).toSorted()).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'PGPASSWORD',
    ])
    for (const { valueSource } of named)
      expect(valueSource).toMatchObject({ secretKeyRef: { secret: expect.stringMatching(/^zerosec-/), version: '1' } })
  })
})

it('the services listen where their images do, and believe the load balancer', () => {
  const api = readConfiguration(environmentOf('Service api'))
  expect(api).toMatchObject({
    host: '0.0.0.0',
    port: containerOf('Service api').ports!.containerPort,
    hosts: ['zerosec.example'],
  })
  expect(api.trustProxy).toContain('203.0.113.20')
  const worker = readConfiguration(environmentOf('Service worker'))
  expect(worker).toMatchObject({
    workerHost: '0.0.0.0',
    workerPort: containerOf('Service worker').ports!.containerPort,
  })
})

it('the job can ask BigQuery, as commands do', () => {
  expect(readWarehouseSettings('bigquery', environmentOf('Job migrate'))).toMatchObject({
    project: 'zerosec-example',
    dataset: 'zerosec',
    location: 'europe-west1',
  })
})

it('the folder of shops belongs to the user of the image that mounts it', () => {
  const { template } = find('Service api') as { template: { volumes: { gcs?: { mountOptions: string[] } }[] } }
  const options = template.volumes.flatMap(({ gcs }) => gcs?.mountOptions ?? [])
  const [uid, gid] = imageDefinition('api').user!.split(':')
  expect(options).toEqual(expect.arrayContaining([`uid=${uid}`, `gid=${gid}`]))
})

it('a service that is asked to stop gives its jobs back before Cloud Run ends it', () => {
  for (const key of ['Service api', 'Service worker'])
    expect(readConfiguration(environmentOf(key)).graceSeconds).toBeLessThan(10)
})

import { beforeAll, describe, expect, it } from 'vitest'
import type { RecordedResource } from '../../plan/recorded-resource.ts'
import { recordedResources } from '../../plan/stacks.ts'
import { violationsOf } from '../judge.ts'
import { GCP_RULES, NOT_APPLIED } from './gcp-rules.ts'

type Stack = readonly RecordedResource[]
type Break = (resources: RecordedResource[]) => unknown

let stack: Stack
beforeAll(async () => {
  stack = await recordedResources('gcp')
})

const problems = async (rule: string, resources: Stack): Promise<string[]> =>
  (await violationsOf(GCP_RULES.find(({ name }) => name === rule)!, resources)).map(({ problem }) => problem)

/** Sets a value of each resource of a kind, or takes it away. */
function set(kind: string, path: string, value?: unknown): Break {
  const keys = path.split('.')
  const last = keys.pop()!
  return (resources) => {
    const those = resources.filter(({ type }) => type.endsWith(`:${kind}`))
    expect(those).not.toEqual([])
    for (const { inputs } of those) {
      let part = inputs as Record<string, unknown>
      for (const key of keys) part = part[key] as Record<string, unknown>
      expect(part).toHaveProperty([last])
      if (value === undefined) delete part[last]
      else part[last] = value
    }
  }
}
const add =
  (type: string, inputs: Record<string, unknown>): Break =>
  (resources) =>
    resources.push({ type, name: 'added', inputs, id: 'added', arn: undefined })
const drop =
  (kind: string, name?: string): Break =>
  (resources) => {
    const kept = resources.filter((one) => !one.type.endsWith(`:${kind}`) || (name !== undefined && one.name !== name))
    expect(kept.length).toBeLessThan(resources.length)
    resources.splice(0, resources.length, ...kept)
  }

const ofMember = (role: string, member = 'serviceAccount:x@y.iam.gserviceaccount.com') => ({ role, member })
const PROJECT_MEMBER = 'gcp:projects/iAMMember:IAMMember'
const CONTAINER = 'template.containers.0'

/** What breaks each rule, in each way that it knows. */
const BROKEN: Readonly<Record<string, readonly Break[]>> = {
  'database-private': [
    set('DatabaseInstance', 'settings.ipConfiguration.ipv4Enabled', true),
    set('DatabaseInstance', 'settings.ipConfiguration', {
      ipv4Enabled: false,
      authorizedNetworks: [{ value: '0.0.0.0/0' }],
    }),
  ],
  'database-encrypted': [
    set('DatabaseInstance', 'settings.ipConfiguration.sslMode', 'ALLOW_UNENCRYPTED_AND_ENCRYPTED'),
  ],
  'database-backups': [
    set('DatabaseInstance', 'settings.backupConfiguration.enabled', false),
    set('DatabaseInstance', 'settings.backupConfiguration.pointInTimeRecoveryEnabled', false),
  ],
  'database-kept': [
    set('DatabaseInstance', 'deletionProtection', false),
    set('DatabaseInstance', 'settings.deletionProtectionEnabled', false),
  ],
  'database-log': [
    set('DatabaseInstance', 'settings.databaseFlags', []),
    set('DatabaseInstance', 'settings.databaseFlags.0.value', 'off'),
  ],
  'bucket-uniform': [set('Bucket', 'uniformBucketLevelAccess', false)],
  'bucket-private': [set('Bucket', 'publicAccessPrevention', 'inherited')],
  'bucket-recoverable': [
    set('Bucket', 'forceDestroy', true),
    (resources) => {
      for (const { type, inputs } of resources)
        if (type.endsWith(':Bucket')) Object.assign(inputs, { versioning: undefined, softDeletePolicy: undefined })
    },
  ],
  'bucket-ends': [set('Bucket', 'lifecycleRules', [])],
  'images-scanned-and-tidied': [
    set('Repository', 'vulnerabilityScanningConfig.enablementConfig', 'DISABLED'),
    set('Repository', 'cleanupPolicyDryRun', true),
    set('Repository', 'cleanupPolicies.0.condition.tagPrefixes', ['v']),
  ],
  'facts-private': [
    set('Dataset', 'accesses', [{ role: 'READER', specialGroup: 'allAuthenticatedUsers' }]),
    set('Dataset', 'accesses', [{ role: 'READER', iamMember: 'allUsers' }]),
  ],
  'network-own': [set('Network', 'autoCreateSubnetworks', true)],
  'network-flows': [set('Subnetwork', 'logConfig'), set('Subnetwork', 'privateIpGoogleAccess', false)],
  'network-closed': [
    add('gcp:compute/firewall:Firewall', { sourceRanges: ['0.0.0.0/0'], allows: [{ protocol: 'tcp', ports: ['22'] }] }),
  ],
  'https-modern': [
    set('TargetHttpsProxy', 'sslPolicy'),
    set('SSLPolicy', 'minTlsVersion', 'TLS_1_0'),
    set('SSLPolicy', 'profile', 'COMPATIBLE'),
  ],
  'http-redirected': [set('TargetHttpProxy', 'urlMap', 'https-id')],
  'requests-filtered': [
    set('BackendService', 'securityPolicy'),
    set('SecurityPolicy', 'rules.9.action', 'allow'),
    set('SecurityPolicy', 'rules.0.match.expr.expression', 'false'),
    // a limit lets in for good what is within it: nothing after it is asked
    set('SecurityPolicy', 'rules.9.priority', 1000),
  ],
  'requests-logged': [set('BackendService', 'logConfig.enable', false)],
  'roles-narrow': [
    add(PROJECT_MEMBER, ofMember('roles/editor')),
    add(PROJECT_MEMBER, ofMember('roles/storage.admin')),
    add(PROJECT_MEMBER, ofMember('roles/iam.serviceAccountTokenCreator')),
    add('gcp:storage/bucketIAMMember:BucketIAMMember', ofMember('roles/storage.objectAdmin')),
  ],
  'nobody-anonymous': [
    add('gcp:storage/bucketIAMMember:BucketIAMMember', ofMember('roles/storage.objectViewer', 'allUsers')),
    add('gcp:cloudrunv2/serviceIamBinding:ServiceIamBinding', {
      role: 'roles/run.invoker',
      members: ['allAuthenticatedUsers'],
    }),
  ],
  'no-account-keys': [add('gcp:serviceaccount/key:Key', { serviceAccountId: 'x' })],
  'federation-narrow': [
    set('WorkloadIdentityPoolProvider', 'attributeCondition'),
    set('WorkloadIdentityPoolProvider', 'attributeCondition', "assertion.sub.startsWith('repo:example/')"),
    set('WorkloadIdentityPoolProvider', 'attributeCondition', "assertion.sub == 'a' || true"),
  ],
  'own-accounts': [
    set('Service', 'template.serviceAccount'),
    set('Job', 'template.template.serviceAccount', '1-compute@developer.gserviceaccount.com'),
  ].map((one) => onServices(one)),
  'services-closed': [
    onServices(set('Service', 'ingress', 'INGRESS_TRAFFIC_ALL')),
    onServices(set('Service', 'defaultUriDisabled', false)),
  ],
  'secrets-by-name': [
    onServices(set('Service', `${CONTAINER}.envs.0`, { name: 'AWS_SECRET_ACCESS_KEY', value: 'x' })),
    onServices(set('Service', `${CONTAINER}.envs.0`, { name: 'DATABASE_URL', value: 'postgres://a:b@c/d' })),
    onServices(set('Job', 'template.template.containers.0.envs.0', { name: 'OTHER', value: '(secret)' })),
  ],
  'images-by-digest': [onServices(set('Service', `${CONTAINER}.image`, 'r.example/api:latest'))],
  'reading-logged': [
    drop('IAMAuditConfig', 'iam'),
    set('IAMAuditConfig', 'auditLogConfigs', [{ logType: 'ADMIN_READ' }]),
  ],
  'somebody-told': [set('AlertPolicy', 'notificationChannels', []), drop('UptimeCheckConfig')],
  labelled: [
    (resources) => {
      for (const { type, inputs } of resources)
        if (type === 'pulumi:providers:gcp') Object.assign(inputs, { defaultLabels: '{"project":"zerosec"}' })
    },
  ],
}

/** A service of Cloud Run, not one of Google's that a project switches on: both kinds are called so. */
function onServices(change: Break): Break {
  return (resources) => change(resources.filter(({ type }) => type.startsWith('gcp:cloudrunv2/')))
}

describe.each(GCP_RULES.map(({ name, description }) => ({ name, description })))('$name: $description', ({ name }) => {
  it('is kept by the stack', async () => expect(await problems(name, stack)).toEqual([]))

  it('refuses a stack that breaks it, in each way', async () => {
    expect(BROKEN).toHaveProperty(name)
    for (const change of BROKEN[name]!) {
      const broken = structuredClone(stack) as RecordedResource[]
      change(broken)
      expect(await problems(name, broken)).not.toEqual([])
    }
  })
})

describe('the rules for Google Cloud', () => {
  it('say nothing of a stack that has nothing there', async () => {
    const inputs = { region: 'us-east-1' }
    const elsewhere = [{ type: 'pulumi:providers:aws', name: 'aws', inputs, id: 'aws', arn: undefined }]
    for (const { name } of GCP_RULES) expect(await problems(name, elsewhere)).toEqual([])
  })

  it('cover checks that are written as their lists write them, and leave out none of these again', () => {
    const covered = GCP_RULES.flatMap(({ tags = [] }) => tags)
    for (const check of covered) expect(check).toMatch(/^(CIS \d\.\d+(\.\d+)?|CKV2?_GCP_\d+)$/)
    const left = Object.keys(NOT_APPLIED).flatMap((key) => key.split(':')[0]!.split(', '))
    expect(left.filter((check) => covered.includes(check))).toEqual([])
  })
})

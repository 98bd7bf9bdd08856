import { SECRET } from '../../plan/recorded-resource.ts'
import { at, type GcpRule, listAt, ofKind, onEach, textAt } from './gcp-rule.ts'

const PUBLIC = ['allUsers', 'allAuthenticatedUsers']
const BROAD = /^roles\/(owner|editor|viewer)$|[aA]dmin$/
/** On a project they reach every account there, the strongest too. */
const IMPERSONATION = /^roles\/iam\.(serviceAccountUser|serviceAccountTokenCreator|workloadIdentityUser)$/
const SECRET_NAME = /PASSWORD|SECRET|TOKEN|ACCESS_KEY|PRIVATE/
const WATCHED = ['storage', 'secretmanager', 'cloudsql', 'bigquery', 'iam']
const BY_DIGEST = /@sha256:[0-9a-f]{64}$/

const containersOf = (inputs: unknown): readonly unknown[] => [
  ...listAt(inputs, 'template.containers'),
  ...listAt(inputs, 'template.template.containers'),
]
const accountOf = (inputs: unknown): string =>
  textAt(inputs, 'template.serviceAccount') || textAt(inputs, 'template.template.serviceAccount')

/** On who may do what, and what is told of it. */
export const ACCESS_RULES: readonly GcpRule[] = [
  {
    name: 'roles-narrow',
    description: 'No account has a role that is more than its task, or may be any other account.',
    checks: ['CIS 1.5', 'CIS 1.6', 'CKV_GCP_41', 'CKV_GCP_42', 'CKV_GCP_49', 'CKV_GCP_117'],
    problems: (resources) =>
      resources.flatMap(({ type, name, inputs }) => {
        const role = textAt(inputs, 'role')
        const onProject = type === 'gcp:projects/iAMMember:IAMMember' || type === 'gcp:projects/iAMBinding:IAMBinding'
        const isBroad =
          type.startsWith('gcp:') && /Iam(Member|Binding)$|IAM(Member|Binding)$/.test(type) && BROAD.test(role)
        return isBroad || (onProject && IMPERSONATION.test(role)) ? [`${name}: ${role}`] : []
      }),
  },
  {
    name: 'nobody-anonymous',
    description: 'Nothing is granted to everybody.',
    checks: ['CIS 5.1', 'CKV_GCP_28', 'CKV_GCP_100', 'CKV_GCP_101', 'CKV_GCP_102'],
    problems: (resources) =>
      resources.flatMap(({ name, inputs }) =>
        [textAt(inputs, 'member'), ...listAt(inputs, 'members')].some((member) => PUBLIC.includes(String(member)))
          ? [`${name}: for everybody`]
          : [],
      ),
  },
  {
    name: 'no-account-keys',
    description: 'No key of an account is made: services are their accounts, and others show tokens of their own.',
    checks: ['CIS 1.4'],
    problems: (resources) =>
      resources.filter(({ type }) => type === 'gcp:serviceaccount/key:Key').map(({ name }) => name),
  },
  {
    name: 'federation-narrow',
    description: 'Tokens of others are taken of one named subject only.',
    checks: ['CKV_GCP_118', 'CKV_GCP_125'],
    problems: onEach(
      ['WorkloadIdentityPoolProvider'],
      (inputs) =>
        !/^[^|]*==\s*'[^'*]+'[^|]*$/.test(textAt(inputs, 'attributeCondition')) &&
        'takes tokens of more than one subject',
    ),
  },
  {
    name: 'own-accounts',
    description: 'Each service runs as an account of its own, not as the one of the project.',
    checks: ['CIS 4.1'],
    problems: onEach(
      ['Service', 'Job'],
      (inputs) =>
        containersOf(inputs).length > 0 &&
        (accountOf(inputs) === '' || accountOf(inputs).includes('developer.gserviceaccount.com')) &&
        'runs as the default account',
    ),
  },
  {
    name: 'services-closed',
    description: 'Services are reached through the load balancer or not at all.',
    checks: [],
    problems: onEach(
      ['Service'],
      (inputs) =>
        containersOf(inputs).length > 0 &&
        ((!/^INGRESS_TRAFFIC_INTERNAL_(LOAD_BALANCER|ONLY)$/.test(textAt(inputs, 'ingress')) &&
          'is reached from anywhere') ||
          (at(inputs, 'defaultUriDisabled') !== true && 'has an address beside the load balancer')),
    ),
  },
  {
    name: 'secrets-by-name',
    description: 'A secret is named in the environment of a service, never written there.',
    checks: [],
    problems: onEach(['Service', 'Job'], (inputs) => {
      const written = containersOf(inputs)
        .flatMap((container) => listAt(container, 'envs'))
        .filter((env) => {
          const value = at(env, 'value')
          return (
            value !== undefined &&
            (SECRET_NAME.test(textAt(env, 'name')) || value === SECRET || /:\/\/[^/@]*:[^/@]+@/.test(String(value)))
          )
        })
      return written.length > 0 && `writes ${written.map((env) => textAt(env, 'name')).join(', ')}`
    }),
  },
  {
    name: 'images-by-digest',
    description: 'What runs does not change because a tag moves.',
    checks: [],
    problems: onEach(['Service', 'Job'], (inputs) => {
      const byTag = containersOf(inputs).filter((container) => !BY_DIGEST.test(textAt(container, 'image')))
      return byTag.length > 0 && `runs ${byTag.map((container) => textAt(container, 'image')).join(', ')}`
    }),
  },
  {
    name: 'reading-logged',
    description: 'Who reads data or secrets is logged.',
    checks: ['CIS 2.1', 'CKV_GCP_62'],
    problems: (resources) => {
      const logged = ofKind(resources, 'IAMAuditConfig')
        .filter(({ inputs }) =>
          ['DATA_READ', 'DATA_WRITE'].every((logType) =>
            listAt(inputs, 'auditLogConfigs').some((config) => at(config, 'logType') === logType),
          ),
        )
        .map(({ inputs }) => textAt(inputs, 'service').replace(/\.googleapis\.com$/, ''))
      return WATCHED.filter((service) => !logged.includes(service)).map(
        (service) => `${service}: reading is not logged`,
      )
    },
  },
  {
    name: 'somebody-told',
    description: 'Every alert reaches somebody, and one of them looks from outside.',
    checks: [],
    problems: (resources) => [
      ...onEach(
        ['AlertPolicy'],
        (inputs) => listAt(inputs, 'notificationChannels').length === 0 && 'tells nobody',
      )(resources),
      ...(ofKind(resources, 'UptimeCheckConfig').length === 0 ? ['nothing looks from outside'] : []),
    ],
  },
  {
    name: 'labelled',
    description: 'Bills and alarms tell whose a resource is.',
    checks: [],
    problems: (resources) =>
      resources
        .filter(({ type, inputs }) => type === 'pulumi:providers:gcp' && !hasLabels(inputs['defaultLabels']))
        .map(({ name }) => `${name}: gives no labels`),
  },
]

/** A provider's settings come as text, of which the ones that are no text are JSON. */
function hasLabels(labels: unknown): boolean {
  const read: unknown = typeof labels === 'string' ? JSON.parse(labels) : labels
  return ['project', 'environment', 'managed-by'].every((label) => textAt(read, label) !== '')
}

import { SECRET } from '../../plan/recorded-resource.ts'
import { at, type GcpRule, listAt, ofKind, onEach, textAt, wrongOf } from './gcp-rule.ts'

const PUBLIC = new Set<unknown>(['allUsers', 'allAuthenticatedUsers'])
const GRANT = /^gcp:.*(?:Iam|IAM)(?:Member|Binding)$/
const ON_PROJECT = /^gcp:projects\/.*:IAM(?:Member|Binding)$/
const BROAD = /^roles\/(owner|editor|viewer)$|[aA]dmin$/
/** On a project they reach every account there, the strongest too. */
const IMPERSONATION = /^roles\/iam\.(serviceAccountUser|serviceAccountTokenCreator|workloadIdentityUser)$/
const SECRET_NAME = /PASSWORD|SECRET|TOKEN|ACCESS_KEY|PRIVATE/
const WATCHED = ['storage', 'secretmanager', 'cloudsql', 'bigquery', 'iam']
const BY_DIGEST = /@sha256:[0-9a-f]{64}$/

const containersOf = (props: unknown): readonly unknown[] => [
  ...listAt(props, 'template.containers'),
  ...listAt(props, 'template.template.containers'),
]
const accountOf = (props: unknown): string =>
  textAt(props, 'template.serviceAccount') || textAt(props, 'template.template.serviceAccount')

/** On who may do what, and what is told of it. */
export const ACCESS_RULES: readonly GcpRule[] = [
  {
    name: 'roles-narrow',
    description: 'No account has a role that is more than its task, or may be any other account.',
    checks: ['CIS 1.5', 'CIS 1.6', 'CKV_GCP_41', 'CKV_GCP_42', 'CKV_GCP_49', 'CKV_GCP_117'],
    problems: (subjects) =>
      wrongOf(subjects, ({ type, props }) => {
        const role = textAt(props, 'role')
        const isBroad = GRANT.test(type) && BROAD.test(role)
        return (isBroad || (ON_PROJECT.test(type) && IMPERSONATION.test(role))) && role
      }),
  },
  {
    name: 'nobody-anonymous',
    description: 'Nothing is granted to everybody.',
    checks: ['CIS 5.1', 'CKV_GCP_28', 'CKV_GCP_100', 'CKV_GCP_101'],
    problems: (subjects) =>
      wrongOf(
        subjects.filter(({ type }) => type.startsWith('gcp:')),
        ({ props }) =>
          [textAt(props, 'member'), ...listAt(props, 'members')].some((member) => PUBLIC.has(member)) &&
          'grants to everybody',
      ),
  },
  {
    name: 'no-account-keys',
    description: 'No key of an account is made: services are their accounts, and others show tokens of their own.',
    checks: ['CIS 1.4'],
    problems: (subjects) => wrongOf(subjects, ({ type }) => type === 'gcp:serviceaccount/key:Key' && 'is a key'),
  },
  {
    name: 'federation-narrow',
    description: 'Tokens of others are taken of one named subject only.',
    checks: ['CKV_GCP_118', 'CKV_GCP_125'],
    problems: onEach(
      ['WorkloadIdentityPoolProvider'],
      (props) =>
        !/^[^|]*==\s*'[^'*]+'[^|]*$/.test(textAt(props, 'attributeCondition')) &&
        'takes tokens of more than one subject',
    ),
  },
  {
    name: 'own-accounts',
    description: 'Each service runs as an account of its own, not as the one of the project.',
    checks: [],
    problems: onEach(
      ['Service', 'Job'],
      (props) =>
        containersOf(props).length > 0 &&
        (accountOf(props) === '' || accountOf(props).includes('developer.gserviceaccount.com')) &&
        'runs as the default account',
    ),
  },
  {
    name: 'services-closed',
    description: 'Services are reached through the load balancer or not at all.',
    checks: [],
    problems: onEach(
      ['Service'],
      (props) =>
        containersOf(props).length > 0 &&
        ((!/^INGRESS_TRAFFIC_INTERNAL_(LOAD_BALANCER|ONLY)$/.test(textAt(props, 'ingress')) &&
          'is reached from anywhere') ||
          (at(props, 'defaultUriDisabled') !== true && 'has an address beside the load balancer')),
    ),
  },
  {
    name: 'secrets-by-name',
    description: 'A secret is named in the environment of a service, never written there.',
    checks: [],
    problems: onEach(['Service', 'Job'], (props) => {
      const written = containersOf(props)
        .flatMap((container) => listAt(container, 'envs'))
        .filter((env) => {
          const value = textAt(env, 'value')
          return (
            value !== '' &&
            (SECRET_NAME.test(textAt(env, 'name')) || value === SECRET || /:\/\/[^/@]*:[^/@]+@/.test(value))
          )
        })
      return written.length > 0 && `writes ${written.map((env) => textAt(env, 'name')).join(', ')}`
    }),
  },
  {
    name: 'images-by-digest',
    description: 'What runs does not change because a tag moves.',
    checks: [],
    problems: onEach(['Service', 'Job'], (props) => {
      const byTag = containersOf(props).filter((container) => !BY_DIGEST.test(textAt(container, 'image')))
      return byTag.length > 0 && `runs ${byTag.map((container) => textAt(container, 'image')).join(', ')}`
    }),
  },
  {
    name: 'reading-logged',
    description: 'Who reads data or secrets is logged.',
    checks: ['CIS 2.1'],
    problems: (subjects) => {
      const logged = new Set(
        ofKind(subjects, 'IAMAuditConfig')
          .filter(({ props }) =>
            ['DATA_READ', 'DATA_WRITE'].every((logType) =>
              listAt(props, 'auditLogConfigs').some((config) => at(config, 'logType') === logType),
            ),
          )
          .map(({ props }) => textAt(props, 'service').replace(/\.googleapis\.com$/, '')),
      )
      return WATCHED.filter((service) => !logged.has(service)).map((service) => ({
        problem: `reading of ${service} is not logged`,
      }))
    },
  },
  {
    name: 'somebody-told',
    description: 'Every alert reaches somebody, and one of them looks from outside.',
    checks: [],
    problems: (subjects) => [
      ...onEach(
        ['AlertPolicy'],
        (props) => listAt(props, 'notificationChannels').length === 0 && 'tells nobody',
      )(subjects),
      ...(ofKind(subjects, 'GlobalForwardingRule').length > 0 && ofKind(subjects, 'UptimeCheckConfig').length === 0
        ? [{ problem: 'nothing looks from outside' }]
        : []),
    ],
  },
  {
    name: 'labelled',
    description: 'Bills and alarms tell whose a resource is.',
    checks: [],
    problems: (subjects) =>
      wrongOf(
        subjects,
        ({ type, props }) => type === 'pulumi:providers:gcp' && !hasLabels(props['defaultLabels']) && 'gives no labels',
      ),
  },
]

/** A provider's settings come as text, of which the ones that are no text are JSON. */
function hasLabels(labels: unknown): boolean {
  const read: unknown = typeof labels === 'string' ? JSON.parse(labels) : labels
  return ['project', 'environment', 'managed-by'].every((label) => textAt(read, label) !== '')
}

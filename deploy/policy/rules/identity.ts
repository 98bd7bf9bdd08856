import { type Properties, resourceRule } from '../rule.ts'
import { type PolicyStatement, statementsOf } from '../statements.ts'

const ROLE = 'aws:iam/role:Role'
const POLICIES = [
  'aws:iam/rolePolicy:RolePolicy',
  'aws:iam/policy:Policy',
  'aws:iam/userPolicy:UserPolicy',
  'aws:iam/groupPolicy:GroupPolicy',
]

/** Actions that AWS knows no resources for. */
const OF_ANYTHING = new Set([
  'ecr:GetAuthorizationToken',
  'ecs:RegisterTaskDefinition',
  'ecs:DescribeTaskDefinition',
  'ec2:DescribeInstances',
  'ssm:GetCommandInvocation',
  'cloudwatch:PutMetricData',
])

/** Policies of AWS that roles of services are made for, and that cannot be had smaller. */
const OF_AWS = new Set(
  [
    'AmazonSSMManagedInstanceCore',
    'service-role/AmazonRDSEnhancedMonitoringRole',
    'service-role/AWSBackupServiceRolePolicyForBackup',
    'AWSBackupServiceRolePolicyForS3Backup',
  ].map((name) => `arn:aws:iam::aws:policy/${name}`),
)

const allowed = (props: Properties): PolicyStatement[] =>
  statementsOf(props, 'policy').filter(({ effect }) => effect === 'Allow')

/** Who may do what. */
export const IDENTITY_RULES = [
  resourceRule({
    name: 'rights-name-their-actions',
    says: 'A policy names each action that it allows.',
    covers: ['CIS 1.16', 'CKV_AWS_62', 'CKV_AWS_63', 'CKV_AWS_286', 'CKV_AWS_287', 'AwsSolutions-IAM5'],
    types: POLICIES,
    problems: (props) =>
      allowed(props)
        .flatMap(({ actions }) => actions)
        .map((action) => action.includes('*') && `it allows ${action}`),
  }),
  resourceRule({
    name: 'rights-name-their-resources',
    says: 'A policy names what its actions are allowed on, unless AWS knows no resources for them.',
    covers: ['CKV_AWS_288', 'CKV_AWS_289', 'CKV_AWS_290', 'CKV_AWS_355', 'AwsSolutions-IAM5'],
    types: POLICIES,
    problems: (props) =>
      allowed(props)
        .filter(({ resources }) => resources.includes('*'))
        .flatMap(({ actions }) => actions)
        .map((action) => !OF_ANYTHING.has(action) && `it allows ${action} on everything`),
  }),
  resourceRule({
    name: 'roles-passed-to-one-service',
    says: 'Who may hand a role on may do so to one service only.',
    covers: ['CKV_AWS_110'],
    types: POLICIES,
    problems: (props) =>
      allowed(props).map(
        ({ actions, condition }) =>
          actions.includes('iam:PassRole') &&
          condition['StringEquals']?.['iam:PassedToService'] === undefined &&
          'roles can be handed on to any service',
      ),
  }),
  resourceRule({
    name: 'policies-of-aws-few',
    says: "Policies of AWS's own are wide: only those that a service asks for are attached.",
    covers: ['CIS 1.22', 'CKV_AWS_274', 'AwsSolutions-IAM4'],
    types: ['aws:iam/rolePolicyAttachment:RolePolicyAttachment'],
    problems: (props) => {
      const arn = props.text('policyArn')
      return [arn.startsWith('arn:aws:iam::aws:') && !OF_AWS.has(arn) && `${arn} is attached`]
    },
  }),
  resourceRule({
    name: 'roles-taken-by-named',
    says: 'A role names the service that takes it.',
    covers: ['CKV_AWS_60', 'CKV_AWS_61'],
    types: [ROLE],
    problems: (props) =>
      statementsOf(props, 'assumeRolePolicy').flatMap(({ effect, principals }) => [
        effect === 'Allow' &&
          ('*' in principals || Object.values(principals).flat().includes('*')) &&
          'everybody may take it',
        effect === 'Allow' && 'AWS' in principals && 'accounts may take it',
      ]),
  }),
  resourceRule({
    name: 'workflows-bound-to-an-environment',
    says: "A workflow takes a role by GitHub's token for one environment of one repository.",
    covers: ['CKV_AWS_358'],
    types: [ROLE],
    problems: (props) =>
      statementsOf(props, 'assumeRolePolicy')
        .filter(({ principals }) => principals['Federated']?.some((provider) => provider.includes('oidc-provider')))
        .map(({ condition }) => {
          const values = condition['StringEquals'] ?? {}
          const subject = Object.entries(values).find(([key]) => key.endsWith(':sub'))?.[1]
          const audience = Object.entries(values).find(([key]) => key.endsWith(':aud'))?.[1]
          const isBound =
            /^repo:[\w.-]+(@\d+)?\/[\w.-]+(@\d+)?:environment:[\w-]+$/.test(String(subject)) &&
            audience === 'sts.amazonaws.com'
          return !isBound && 'other runs than those for one environment may take it'
        }),
  }),
  resourceRule({
    name: 'nobody-has-keys',
    says: 'There are no users and no keys: people sign in, programs take roles.',
    covers: ['CIS 1.15', 'CKV_AWS_40', 'CKV_AWS_273'],
    types: ['aws:iam/user:User', 'aws:iam/accessKey:AccessKey'],
    problems: () => ['it is a key that someone keeps'],
  }),
]

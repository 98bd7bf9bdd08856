import { ofType, Properties, resourceRule, type Subject, stackRule } from '../rule.ts'
import { statementsOf } from '../statements.ts'

const LOG_GROUP = 'aws:cloudwatch/logGroup:LogGroup'
const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm'
const PROVIDER = 'pulumi:providers:aws'
const LEAST_LOG_DAYS = 365
const LEAST_COPY_DAYS = 30

/** What holds data that can't be made again. */
const KEPT = ['aws:rds/instance:Instance', 'aws:efs/fileSystem:FileSystem', 'aws:ebs/volume:Volume']

/** By type, the metric that somebody is told of. */
const WATCHED: Readonly<Record<string, string>> = {
  'aws:sqs/queue:Queue': 'AWS/SQS',
  'aws:rds/instance:Instance': 'AWS/RDS',
  'aws:lb/targetGroup:TargetGroup': 'AWS/ApplicationELB',
  'aws:ec2/instance:Instance': 'AWS/EC2',
  'aws:autoscaling/group:Group': 'AWS/EC2',
}

/** Keys, logs, copies, alarms, tags. */
export const OPERATION_RULES = [
  resourceRule({
    name: 'keys-rotate',
    says: 'A key is replaced each year, and a deletion of it can be taken back for a month.',
    covers: ['CIS 3.6', 'CKV_AWS_7', 'AwsSolutions-KMS5'],
    types: ['aws:kms/key:Key'],
    problems: (props) => [
      !props.isOn('enableKeyRotation') && 'it is never replaced',
      !(props.number('deletionWindowInDays') >= 30) && 'its deletion can not be taken back for a month',
    ],
  }),
  resourceRule({
    name: 'keys-closed',
    says: 'A key is for this account, and for services with a condition.',
    covers: ['CKV_AWS_33', 'CKV2_AWS_64'],
    types: ['aws:kms/key:Key'],
    problems: (props) => {
      const statements = statementsOf(props, 'policy')
      return [
        statements.length === 0 && 'it has no policy of its own',
        ...statements.flatMap(({ principals, condition }) => [
          Object.values(principals).flat().includes('*') && 'everybody may use it',
          'Service' in principals && Object.keys(condition).length === 0 && 'a service may use it for anybody',
        ]),
      ]
    },
  }),
  resourceRule({
    name: 'logs-kept-and-encrypted',
    says: 'A log is kept for a year, encrypted with a key of the stack.',
    covers: ['CKV_AWS_66', 'CKV_AWS_158', 'CKV_AWS_338'],
    types: [LOG_GROUP],
    problems: (props) => [
      !(props.number('retentionInDays') >= LEAST_LOG_DAYS) && 'it is kept for less than a year, or for ever',
      props.text('kmsKeyId') === '' && 'it is not encrypted with a key of the stack',
    ],
  }),
  stackRule({
    name: 'data-copied-each-night',
    says: 'Whatever holds data is copied each night, and the copies are kept for a month.',
    covers: ['CKV2_AWS_9', 'CKV2_AWS_18'],
    problems: (subjects) => {
      const selected = ofType(subjects, 'aws:backup/selection:Selection').flatMap(
        ({ props }) => props['resources'] as string[],
      )
      const isKept = ofType(subjects, 'aws:backup/plan:Plan').some(({ props }) =>
        new Properties(props).list('rules').some((rule) => rule.number('lifecycle.deleteAfter') >= LEAST_COPY_DAYS),
      )
      return ofType(subjects, ...KEPT)
        .filter((subject) => !isKept || !selected.some((arn) => isAbout(arn, subject)))
        .map((subject) => ({ subject, problem: 'nothing copies it' }))
    },
  }),
  resourceRule({
    name: 'copies-encrypted',
    says: 'Copies are encrypted with a key of the stack.',
    covers: ['CKV_AWS_166'],
    types: ['aws:backup/vault:Vault'],
    problems: (props) => [props.text('kmsKeyArn') === '' && 'copies are not encrypted with a key of the stack'],
  }),
  stackRule({
    name: 'copies-locked',
    says: 'Nobody can delete a copy before its time.',
    covers: [],
    problems: (subjects) => {
      const locks = ofType(subjects, 'aws:backup/vaultLockConfiguration:VaultLockConfiguration')
      return ofType(subjects, 'aws:backup/vault:Vault')
        .filter(() => !locks.some(({ props }) => new Properties(props).number('minRetentionDays') >= LEAST_COPY_DAYS))
        .map((subject) => ({ subject, problem: 'its copies can be deleted' }))
    },
  }),
  resourceRule({
    name: 'alarms-reach-someone',
    says: 'An alarm does something.',
    covers: ['CKV_AWS_319'],
    types: [ALARM],
    problems: (props) => [
      props.list('alarmActions').length === 0 && 'nobody hears of it',
      props.get('actionsEnabled') === false && 'it is switched off',
      props.text('alarmDescription') === '' && 'it does not say what to do',
    ],
  }),
  stackRule({
    name: 'alarms-present',
    says: 'Queues, databases, load balancers and machines each have an alarm.',
    covers: [],
    problems: (subjects) => {
      const alarms = ofType(subjects, ALARM).map(({ props }) => ({
        space: props['namespace'],
        dimensions: Object.values((props['dimensions'] ?? {}) as Record<string, unknown>).map(String),
      }))
      const isWatched = (subject: Subject): boolean =>
        alarms.some(
          ({ space, dimensions }) =>
            space === WATCHED[subject.type] && dimensions.some((value) => isAbout(value, subject)),
        )
      return ofType(subjects, ...Object.keys(WATCHED))
        .filter((subject) => !isWatched(subject))
        .map((subject) => ({ subject, problem: 'no alarm looks at it' }))
    },
  }),
  stackRule({
    name: 'everything-tagged',
    says: 'Everything says whose it is: the provider of the stack puts tags on all of it.',
    covers: [],
    problems: (subjects) =>
      ofType(subjects, PROVIDER)
        .filter(({ props }) => {
          const tags = tagsOf(props)
          return !['Project', 'Stack', 'Environment'].every((tag) => tag in tags)
        })
        .map((subject) => ({ subject, problem: 'it does not tag what it makes' })),
  }),
]

function tagsOf(props: Subject['props']): object {
  // A provider's inputs are JSON texts.
  const value = props['defaultTags']
  const { tags = {} } = (typeof value === 'string' ? JSON.parse(value) : (value ?? {})) as { tags?: object }
  return tags
}

/** Whether a value names a resource: others are named by their ARN, a part of it, their id or their name in the cloud. */
function isAbout(value: string, { props }: Subject): boolean {
  const { id, arn, name, identifier } = props
  return [id, name, identifier].includes(value) || (typeof arn === 'string' && arn.endsWith(value) && value !== '')
}

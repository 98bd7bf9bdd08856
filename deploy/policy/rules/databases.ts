import { ofType, Properties, resourceRule, stackRule } from '../rule.ts'

const DATABASE = 'aws:rds/instance:Instance'
const PARAMETERS = 'aws:rds/parameterGroup:ParameterGroup'
const LEAST_BACKUP_DAYS = 7
/** By parameter, the values that count as on: RDS takes `1` for the connections up to 17, and `all` from 18 on. */
const ON: Readonly<Record<string, readonly string[]>> = {
  'rds.force_ssl': ['1'],
  log_connections: ['1', 'all'],
  log_disconnections: ['1'],
}

export const DATABASE_RULES = [
  resourceRule({
    name: 'databases-encrypted',
    says: 'A database and what it tells of its statements are encrypted with a key of the stack.',
    covers: ['CIS 2.3.1', 'CKV_AWS_16', 'CKV_AWS_354', 'AwsSolutions-RDS2'],
    types: [DATABASE],
    problems: (props) => [
      !(props.isOn('storageEncrypted') && props.text('kmsKeyId') !== '') &&
        'its storage is not encrypted with a key of the stack',
      props.text('performanceInsightsKmsKeyId') === '' &&
        'its Performance Insights are not encrypted with a key of the stack',
    ],
  }),
  resourceRule({
    name: 'databases-private',
    says: 'A database has no public address.',
    covers: ['CIS 2.3.3', 'CKV_AWS_17'],
    types: [DATABASE],
    problems: (props) => [props.get('publiclyAccessible') !== false && 'it may get a public address'],
  }),
  resourceRule({
    name: 'databases-in-two-zones',
    says: 'A database survives a zone.',
    covers: ['CKV_AWS_157', 'AwsSolutions-RDS3'],
    types: [DATABASE],
    problems: (props) => [!props.isOn('multiAz') && 'it is in one zone'],
  }),
  resourceRule({
    name: 'databases-backed-up',
    says: 'A database can be put back to any second of a week, and its copies say whose they are.',
    covers: ['CKV_AWS_133', 'CKV2_AWS_60', 'AwsSolutions-RDS13'],
    types: [DATABASE],
    problems: (props) => [
      !(props.number('backupRetentionPeriod') >= LEAST_BACKUP_DAYS) &&
        `its backups are kept for less than ${LEAST_BACKUP_DAYS} days`,
      !props.isOn('copyTagsToSnapshot') && 'its snapshots carry no tags',
    ],
  }),
  resourceRule({
    name: 'databases-not-deleted',
    says: 'A database is protected from deletion, and leaves a snapshot when it goes.',
    covers: ['CKV_AWS_293', 'AwsSolutions-RDS10'],
    types: [DATABASE],
    problems: (props) => [
      !props.isOn('deletionProtection') && 'it can be deleted',
      props.isOn('skipFinalSnapshot') && 'it leaves no snapshot',
    ],
  }),
  resourceRule({
    name: 'databases-watched',
    says: 'The log of a database, its statements and its machine can be looked at.',
    covers: ['CKV_AWS_118', 'CKV_AWS_129', 'CKV_AWS_353'],
    types: [DATABASE],
    problems: (props) => [
      !props.list('enabledCloudwatchLogsExports').length && 'its log goes nowhere',
      !props.isOn('performanceInsightsEnabled') && 'it has no Performance Insights',
      !(props.number('monitoringInterval') > 0) && 'its machine is not monitored',
    ],
  }),
  resourceRule({
    name: 'databases-patched',
    says: 'Minor versions come by themselves.',
    covers: ['CIS 2.3.2', 'CKV_AWS_226'],
    types: [DATABASE],
    problems: (props) => [!props.isOn('autoMinorVersionUpgrade') && 'minor versions have to be installed by hand'],
  }),
  resourceRule({
    name: 'databases-let-roles-in',
    says: 'People can connect with a role instead of the password.',
    covers: ['CKV_AWS_161', 'AwsSolutions-RDS6'],
    types: [DATABASE],
    problems: (props) => [!props.isOn('iamDatabaseAuthenticationEnabled') && 'only the password opens it'],
  }),
  resourceRule({
    name: 'databases-keep-their-password',
    says: 'RDS makes the password of a database and keeps it in Secrets Manager under a key of the stack.',
    covers: [],
    types: [DATABASE],
    problems: (props) => [
      props.get('password') !== undefined && 'the program knows its password',
      !props.isOn('manageMasterUserPassword') && 'RDS does not keep its password',
      props.text('masterUserSecretKmsKeyId') === '' && 'its password is not encrypted with a key of the stack',
    ],
  }),
  stackRule({
    name: 'databases-over-tls-only',
    says: 'A database refuses connections without TLS, and logs who comes.',
    covers: ['CKV2_AWS_69', 'CKV2_AWS_30'],
    problems: (subjects) =>
      ofType(subjects, DATABASE).flatMap((subject) => {
        const group = ofType(subjects, PARAMETERS).find(({ name }) => name === subject.name)
        const values = new Map(
          new Properties(group?.props).list('parameters').map((one) => [one.text('name'), one.text('value')]),
        )
        return Object.entries(ON)
          .filter(([name, taken]) => !taken.includes(values.get(name) ?? ''))
          .map(([name]) => ({ subject, problem: `${name} is not on` }))
      }),
  }),
]

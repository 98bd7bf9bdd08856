import { at, type GcpRule, listAt, onEach, textAt } from './gcp-rule.ts'

const INSTANCE = ['DatabaseInstance']
const TLS_MODES = new Set(['ENCRYPTED_ONLY', 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED'])
/** Set so, or the benchmark's checks of them fail. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  log_connections: ['on'],
  log_disconnections: ['on'],
  log_checkpoints: ['on'],
  log_lock_waits: ['on'],
  log_error_verbosity: ['default', 'verbose'],
  log_statement: ['ddl', 'mod', 'all'],
  log_min_messages: ['warning', 'error'],
  log_min_error_statement: ['error'],
  log_min_duration_statement: ['-1'],
  log_hostname: ['off'],
  log_temp_files: ['0'],
  'cloudsql.enable_pgaudit': ['on'],
}

/** On databases, buckets, secrets, images and data sets. */
export const STORE_RULES: readonly GcpRule[] = [
  {
    name: 'database-private',
    description: 'The database has no public address, and lets no network in by name.',
    checks: ['CIS 6.5', 'CIS 6.6', 'CKV_GCP_11', 'CKV_GCP_60'],
    problems: onEach(
      INSTANCE,
      (props) =>
        (at(props, 'settings.ipConfiguration.ipv4Enabled') !== false && 'has a public address') ||
        (listAt(props, 'settings.ipConfiguration.authorizedNetworks').length > 0 && 'lets networks in'),
    ),
  },
  {
    name: 'database-encrypted',
    description: 'Connections to the database are encrypted.',
    checks: ['CIS 6.4', 'CKV_GCP_6'],
    problems: onEach(
      INSTANCE,
      (props) => !TLS_MODES.has(textAt(props, 'settings.ipConfiguration.sslMode')) && 'takes connections in the clear',
    ),
  },
  {
    name: 'database-backups',
    description: 'The database can be brought back to any second of the last days.',
    checks: ['CIS 6.7', 'CKV_GCP_14'],
    problems: onEach(
      INSTANCE,
      (props) =>
        (at(props, 'settings.backupConfiguration.enabled') !== true && 'has no backups') ||
        (at(props, 'settings.backupConfiguration.pointInTimeRecoveryEnabled') !== true && 'keeps no log of changes'),
    ),
  },
  {
    name: 'database-kept',
    description: 'Neither Pulumi nor a click deletes the database.',
    checks: [],
    problems: onEach(
      INSTANCE,
      (props) =>
        (at(props, 'deletionProtection') !== true || at(props, 'settings.deletionProtectionEnabled') !== true) &&
        'can be deleted',
    ),
  },
  {
    name: 'database-log',
    description: 'PostgreSQL logs who came, what waited and what changed the tables, and no values of statements.',
    checks: [
      ...['6.2.1', '6.2.2', '6.2.3', '6.2.4', '6.2.5', '6.2.6', '6.2.7', '6.2.8'].map((number) => `CIS ${number}`),
      ...[51, 52, 53, 54, 55, 56, 57, 108, 109, 110, 111].map((number) => `CKV_GCP_${number}`),
    ],
    problems: onEach(INSTANCE, (props) => {
      const set = new Map(
        listAt(props, 'settings.databaseFlags').map((flag) => [textAt(flag, 'name'), textAt(flag, 'value')]),
      )
      const wrong = Object.entries(FLAGS).filter(([name, values]) => !values.includes(set.get(name) ?? ''))
      return wrong.length > 0 && `flags ${wrong.map(([name]) => name).join(', ')}`
    }),
  },
  {
    name: 'bucket-uniform',
    description: 'Rights are on a bucket as a whole, not on single files, where nobody would find them.',
    checks: ['CIS 5.2', 'CKV_GCP_29'],
    problems: onEach(['Bucket'], (props) => at(props, 'uniformBucketLevelAccess') !== true && 'has rights on files'),
  },
  {
    name: 'bucket-private',
    description: 'No bucket can be made public.',
    checks: ['CIS 5.1', 'CKV_GCP_114'],
    problems: onEach(['Bucket'], (props) => at(props, 'publicAccessPrevention') !== 'enforced' && 'can be made public'),
  },
  {
    name: 'bucket-recoverable',
    description: 'What was rewritten or removed can be brought back: by versions, or by days before it is really gone.',
    checks: ['CKV_GCP_78'],
    problems: onEach(
      ['Bucket'],
      (props) =>
        (at(props, 'forceDestroy') === true && 'is deleted with its files') ||
        (at(props, 'versioning.enabled') !== true &&
          !(Number(at(props, 'softDeletePolicy.retentionDurationSeconds')) >= 7 * 86_400) &&
          'forgets at once'),
    ),
  },
  {
    name: 'bucket-ends',
    description: 'Old versions and parts of uploads that broke off do not stay for ever.',
    checks: [],
    problems: onEach(['Bucket'], (props) => listAt(props, 'lifecycleRules').length === 0 && 'has no lifecycle'),
  },
  {
    name: 'images-scanned-and-tidied',
    description: 'Images are looked through for known faults, and old ones are deleted.',
    checks: [],
    problems: onEach(
      ['Repository'],
      (props) =>
        (at(props, 'vulnerabilityScanningConfig.enablementConfig') !== 'INHERITED' && 'is not scanned') ||
        ((at(props, 'cleanupPolicyDryRun') === true || listAt(props, 'cleanupPolicies').length === 0) &&
          'keeps everything') ||
        (!listAt(props, 'cleanupPolicies').some(
          (policy) => at(policy, 'action') === 'KEEP' && listAt(policy, 'condition.tagPrefixes').includes('live-'),
        ) &&
          'may delete what runs'),
    ),
  },
  {
    name: 'facts-private',
    description: 'A data set is for named accounts.',
    checks: ['CIS 7.1', 'CKV_GCP_15'],
    problems: onEach(
      ['Dataset'],
      (props) =>
        listAt(props, 'accesses').some(
          (access) =>
            textAt(access, 'specialGroup') === 'allAuthenticatedUsers' || textAt(access, 'iamMember') === 'allUsers',
        ) && 'is public',
    ),
  },
]

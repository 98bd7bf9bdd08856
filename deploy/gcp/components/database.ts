import * as gcp from '@pulumi/gcp'
import * as pulumi from '@pulumi/pulumi'
import * as random from '@pulumi/random'
import type { Network } from './network.ts'
import type { Surroundings } from './surroundings.ts'

export interface DatabaseArgs {
  readonly tier: string
  readonly gb: number
  readonly isRegional: boolean
  readonly network: Network
}

export interface Database {
  readonly instance: gcp.sql.DatabaseInstance
  /** Without the password, which is a secret of its own (PGPASSWORD). */
  readonly url: pulumi.Output<string>
  readonly password: pulumi.Output<string>
}

const NAME = 'zerosec'
const BACKUPS_KEPT = 14

/**
 * PostgreSQL with a private address, of which only Google's connector is let in: it proves who it is by a certificate and encrypts, so
 * that neither a password alone nor a place in the network is enough. Cloud Run has that connector and shows it as a socket.
 */
export function makeDatabase(args: DatabaseArgs, around: Surroundings): Database {
  const { region, options } = around
  const instance = new gcp.sql.DatabaseInstance(
    'database',
    { databaseVersion: 'POSTGRES_17', region, deletionProtection: true, settings: settingsOf(args) },
    { ...options, dependsOn: [...options.dependsOn, args.network.peering], protect: true },
  )
  // The policy below asks for each of the four kinds.
  const { result: password } = new random.RandomPassword('database', {
    length: 40,
    minLower: 5,
    minUpper: 5,
    minNumeric: 5,
    minSpecial: 2,
    overrideSpecial: '-_.',
  })
  const database = new gcp.sql.Database(
    'database',
    { name: NAME, instance: instance.name, deletionPolicy: 'ABANDON' },
    options,
  )
  const user = new gcp.sql.User(
    'database',
    { name: NAME, instance: instance.name, password, deletionPolicy: 'ABANDON' },
    options,
  )
  const url = pulumi.interpolate`postgres://${user.name}@localhost/${database.name}?host=${socketOf(instance)}`
  return { instance, url, password }
}

/** Where Cloud Run mounts the connector's socket. */
export const SOCKETS = '/cloudsql'

function socketOf(instance: gcp.sql.DatabaseInstance): pulumi.Output<string> {
  return pulumi.interpolate`${SOCKETS}/${instance.connectionName}`
}

function settingsOf({ tier, gb, isRegional, network }: DatabaseArgs): gcp.types.input.sql.DatabaseInstanceSettings {
  return {
    tier,
    edition: 'ENTERPRISE',
    availabilityType: isRegional ? 'REGIONAL' : 'ZONAL',
    diskType: 'PD_SSD',
    diskSize: gb,
    diskAutoresize: true,
    deletionProtectionEnabled: true,
    connectorEnforcement: 'REQUIRED',
    ipConfiguration: {
      ipv4Enabled: false,
      privateNetwork: network.network.id,
      sslMode: 'TRUSTED_CLIENT_CERTIFICATE_REQUIRED',
      serverCaMode: 'GOOGLE_MANAGED_INTERNAL_CA', // the one that Cloud Run's connector takes
      enablePrivatePathForGoogleCloudServices: true,
    },
    backupConfiguration: {
      enabled: true,
      startTime: '02:00',
      pointInTimeRecoveryEnabled: true,
      transactionLogRetentionDays: 7,
      backupRetentionSettings: { retainedBackups: BACKUPS_KEPT, retentionUnit: 'COUNT' },
    },
    maintenanceWindow: { day: 7, hour: 3, updateTrack: 'stable' },
    insightsConfig: { queryInsightsEnabled: true, recordApplicationTags: false, recordClientAddress: false },
    databaseFlags: Object.entries(FLAGS).map(([name, value]) => ({ name, value })),
    passwordValidationPolicy: {
      enablePasswordPolicy: true,
      minLength: 20,
      complexity: 'COMPLEXITY_DEFAULT',
      disallowUsernameSubstring: true,
    },
  }
}

/** What CIS asks of PostgreSQL's log. pgAudit is there, and logs nothing until somebody makes its extension and says what. */
const FLAGS = {
  log_connections: 'on',
  log_disconnections: 'on',
  log_checkpoints: 'on',
  log_lock_waits: 'on',
  log_error_verbosity: 'default',
  log_statement: 'ddl',
  log_min_messages: 'warning',
  log_min_error_statement: 'error',
  log_min_duration_statement: '-1',
  log_hostname: 'off',
  log_temp_files: '0',
  'cloudsql.enable_pgaudit': 'on',
} as const

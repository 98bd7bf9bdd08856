import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { assumedBy } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

/** The version that the tests of `packages/jobs` run on. */
const VERSION = '18'
const BACKUP_DAYS = 14

export interface DatabaseArgs {
  readonly instanceClass: string
  readonly gb: number
  readonly subnets: readonly aws.ec2.Subnet[]
  readonly group: aws.ec2.SecurityGroup
  readonly key: aws.kms.Key
}

export interface Database {
  readonly instance: aws.rds.Instance
  /** Without the password, which the process takes from PGPASSWORD. */
  readonly url: pulumi.Output<string>
  /** ARN of the secret that holds it, under `password`. */
  readonly secret: pulumi.Output<string>
}

/**
 * PostgreSQL in two zones. RDS makes the password and keeps it in Secrets Manager: it stands in no file and in no state of Pulumi's. It is
 * changed when someone says so and not each week, as running tasks know it from when they started.
 */
export function makeDatabase(args: DatabaseArgs, around: Surroundings): Database {
  const { options } = around
  const subnets = new aws.rds.SubnetGroup('database', { subnetIds: args.subnets.map(({ id }) => id) }, options)
  const parameters = new aws.rds.ParameterGroup(
    'database',
    {
      family: `postgres${VERSION}`,
      parameters: [
        { name: 'rds.force_ssl', value: '1' },
        // RDS refuses `1` from 18 on, which PostgreSQL still takes.
        { name: 'log_connections', value: 'all' },
        { name: 'log_disconnections', value: '1' },
        { name: 'log_min_duration_statement', value: '1000' },
      ],
    },
    options,
  )
  const instance = new aws.rds.Instance(
    'database',
    {
      engine: 'postgres',
      engineVersion: VERSION,
      instanceClass: args.instanceClass,
      allocatedStorage: args.gb,
      maxAllocatedStorage: args.gb * 4,
      storageType: 'gp3',
      dbName: 'zerosec',
      username: 'zerosec',
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: args.key.keyId,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [args.group.id],
      parameterGroupName: parameters.name,
      multiAz: true,
      publiclyAccessible: false,
      ...kept(args.key),
      ...watched(args.key, monitoringRole(around)),
      autoMinorVersionUpgrade: true,
      applyImmediately: false,
      iamDatabaseAuthenticationEnabled: true,
    },
    { ...options, protect: true },
  )
  const secret = instance.masterUserSecrets.apply((secrets) => secrets[0]?.secretArn ?? '')
  new aws.secretsmanager.SecretRotation('database', { secretId: secret, rotationEnabled: false }, options)
  const url = pulumi.interpolate`postgres://zerosec@${instance.address}:5432/zerosec?sslmode=verify-full`
  return { instance, url, secret }
}

function kept(key: aws.kms.Key): Partial<aws.rds.InstanceArgs> {
  return {
    storageEncrypted: true,
    kmsKeyId: key.arn,
    backupRetentionPeriod: BACKUP_DAYS,
    backupWindow: '01:00-02:00',
    // AWS Backup begins between three and four, and may not in the hour before either window.
    maintenanceWindow: 'sun:06:00-sun:07:00',
    copyTagsToSnapshot: true,
    deletionProtection: true,
    deleteAutomatedBackups: false,
    skipFinalSnapshot: false,
    finalSnapshotIdentifier: 'zerosec-final',
  }
}

function watched(key: aws.kms.Key, role: aws.iam.Role): Partial<aws.rds.InstanceArgs> {
  return {
    enabledCloudwatchLogsExports: ['postgresql', 'upgrade'],
    performanceInsightsEnabled: true,
    performanceInsightsKmsKeyId: key.arn,
    monitoringInterval: 60,
    monitoringRoleArn: role.arn,
  }
}

function monitoringRole({ options }: Surroundings): aws.iam.Role {
  const role = new aws.iam.Role(
    'database-monitoring',
    { assumeRolePolicy: assumedBy('monitoring.rds.amazonaws.com') },
    options,
  )
  const policyArn = 'arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole'
  new aws.iam.RolePolicyAttachment('database-monitoring', { role: role.name, policyArn }, options)
  return role
}

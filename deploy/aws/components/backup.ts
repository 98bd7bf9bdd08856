import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { makeAlarm } from './alarms.ts'
import { assumedBy } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

const DAYS = 35
const MANAGED = 'arn:aws:iam::aws:policy/'

export interface BackupArgs {
  readonly resources: readonly pulumi.Output<string>[]
  /** Whether buckets are among them: AWS has a role's policy of its own for those. */
  readonly hasBuckets: boolean
  readonly key: aws.kms.Key
  /** Who is told that a night has no copy. */
  readonly topic: aws.sns.Topic
}

/** A copy every night, kept for 35 days in a vault that deletes nothing before, unless an administrator takes its lock off. */
export function makeBackups({ resources, hasBuckets, key, topic }: BackupArgs, around: Surroundings): void {
  const { stack, options } = around
  const vault = new aws.backup.Vault('backups', { name: `zerosec-${stack}`, kmsKeyArn: key.arn }, options)
  new aws.backup.VaultLockConfiguration(
    'backups-lock',
    { backupVaultName: vault.name, minRetentionDays: DAYS, maxRetentionDays: 366 },
    options,
  )
  const rule = {
    ruleName: 'nightly',
    targetVaultName: vault.name,
    schedule: 'cron(0 3 * * ? *)',
    startWindow: 60,
    completionWindow: 360,
    lifecycle: { deleteAfter: DAYS },
  }
  const plan = new aws.backup.Plan('backups', { name: `zerosec-${stack}`, rules: [rule] }, options)
  const role = new aws.iam.Role('backups', { assumeRolePolicy: assumedBy('backup.amazonaws.com') }, options)
  const policies = {
    'backups-of-volumes': 'service-role/AWSBackupServiceRolePolicyForBackup',
    ...(hasBuckets && { 'backups-of-buckets': 'AWSBackupServiceRolePolicyForS3Backup' }),
  }
  for (const [name, policy] of Object.entries(policies)) {
    new aws.iam.RolePolicyAttachment(name, { role: role.name, policyArn: MANAGED + policy }, options)
  }
  new aws.backup.Selection(
    'backups',
    { name: `zerosec-${stack}`, planId: plan.id, iamRoleArn: role.arn, resources: [...resources] },
    options,
  )
  watch(vault, topic, around)
}

/** By jobs that did not end well, and by those that could not begin in the hour that they have. */
function watch(vault: aws.backup.Vault, topic: aws.sns.Topic, around: Surroundings): void {
  const metrics = { 'copies-failed': 'NumberOfBackupJobsFailed', 'copies-not-begun': 'NumberOfBackupJobsExpired' }
  for (const [name, metric] of Object.entries(metrics)) {
    makeAlarm(
      name,
      {
        description: 'Something was not copied this night: the jobs of AWS Backup say what, and why.',
        namespace: 'AWS/Backup',
        metric,
        dimensions: { BackupVaultName: vault.name },
        statistic: 'Sum',
        comparison: 'over',
        threshold: 0,
        minutes: 5,
        every: 5,
        missing: 'notBreaching',
      },
      topic,
      around,
    )
  }
}

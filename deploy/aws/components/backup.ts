import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { assumedBy } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

const DAYS = 35
const MANAGED = 'arn:aws:iam::aws:policy/'

export interface BackupArgs {
  readonly resources: readonly pulumi.Output<string>[]
  /** Whether buckets are among them: AWS has a role's policy of its own for those. */
  readonly hasBuckets: boolean
  readonly key: aws.kms.Key
}

/** A copy every night, kept for 35 days in a vault that deletes nothing before, unless an administrator takes its lock off. */
export function makeBackups({ resources, hasBuckets, key }: BackupArgs, { stack, options }: Surroundings): void {
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
}

import * as gcp from '@pulumi/gcp'
import type { Surroundings } from './surroundings.ts'

/** Reading is logged too, of what holds data or secrets; of changes Google keeps a log by itself. */
const WATCHED = ['storage', 'secretmanager', 'cloudsql', 'bigquery', 'iam'] as const

export function makeAudit({ project, options }: Surroundings): void {
  for (const name of WATCHED)
    new gcp.projects.IAMAuditConfig(
      name,
      {
        project,
        service: `${name}.googleapis.com`,
        auditLogConfigs: ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'].map((logType) => ({ logType })),
      },
      options,
    )
}

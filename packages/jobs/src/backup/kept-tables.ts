/** The tables that a backup keeps, each after those that it refers to. */
export const KEPT_TABLES = [
  'jobs',
  'job_artifacts',
  'job_kept_files',
  'job_parts',
  'job_sources',
  'job_attempts',
  'projects',
  'project_jobs',
  'project_facts',
  'uploads',
  'outbox',
  'idempotency_keys',
  'schedules',
  'file_removals',
  'api_keys',
  'audit_log',
  'models',
  'model_versions',
  'model_aliases',
  'model_events',
  'model_releases',
  'model_release_counts',
  'model_baselines',
  'model_traffic',
  'items',
] as const

/** What is of the moment: who was signed in, and which processes worked. */
export const LEFT_OUT_TABLES = ['sessions', 'sign_in_tokens', 'workers'] as const

/** Of the migrations themselves; a restore makes them anew. */
export const MIGRATION_TABLES = ['kysely_migration', 'kysely_migration_lock'] as const

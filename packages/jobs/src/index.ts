export type { Access } from './access/access.ts'
export type { AuditEntry } from './access/audit-log.ts'
export { type Identity, includesScope } from './access/identity.ts'
export type { Issuer, IssuerSettings } from './access/issuer.ts'
export { keyView } from './access/key-view.ts'
export type { ApiKey } from './access/keys.ts'
export { type LocalAccess, readLocalAccess, removeLocalAccess, writeLocalAccess } from './access/local-access.ts'
export { isToken, openIssuer } from './access/open-issuer.ts'
export { hashOf, isSecretOf, keyIdOf, newSecret, sameHash } from './access/secret.ts'
export { withAccess } from './access/with-access.ts'
export type { ArchiveHeader, Finding } from './backup/archive-format.ts'
export { type BackupSummary, backUp } from './backup/back-up.ts'
export { dumpConfigured } from './backup/dump-configured.ts'
export { dumpDatabase } from './backup/dump-database.ts'
export { migrateDatabase } from './backup/migrate-database.ts'
export { type RestoreSummary, restore } from './backup/restore.ts'
export { SPOOL } from './backup/spools.ts'
export { verifyArchive } from './backup/verify-archive.ts'
export { canonicalHash } from './canonical-hash.ts'
export {
  type Configuration,
  describeConfiguration,
  type Environment,
  readConfiguration,
  type SettingDescription,
} from './configuration.ts'
export type { Connection } from './database/schema.ts'
export { checkS3Files } from './files/check-files.ts'
export { contentTypeOf } from './files/content-types.ts'
export {
  DEFAULT_WORKSPACE,
  type Job,
  type JobArtifact,
  type JobProgress,
  type JobSubmission,
  type Placement,
} from './job.ts'
export { hasEnded } from './lifecycle.ts'
export type { Log } from './log.ts'
export { type AttemptEnd, type JobObserver } from './observer.ts'
export { openPlatform, type PlatformOptions } from './open-platform.ts'
export type { Files, Jobs, Platform, SignedTerms, Submission, Workspace } from './platform.ts'
export type { Member, Project, Projects } from './projects/project.ts'
export type { Schedule, Schedules, ScheduleText } from './schedules/schedule.ts'
export type { PlatformLoad } from './statistics/platform-load.ts'
export type { DependencyState, Readiness } from './statistics/readiness.ts'
export { backlogPerWorker, liveWorkers, type Statistics, type WorkerStatistics } from './statistics/statistics.ts'
export type { AttemptRecord, Batch, JobQuery } from './store/job-store.ts'
export { NO_TRACES, type Span, type SpanAttributes, type SpanOptions, type Tracer } from './tracer.ts'

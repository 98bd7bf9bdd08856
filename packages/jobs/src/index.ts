export type { Job, JobArtifact, JobSubmission } from './job.ts'
export type { Files, Jobs, Platform, SignedTerms } from './platform.ts'

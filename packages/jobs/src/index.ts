export {
  type Configuration,
  describeConfiguration,
  type Environment,
  readConfiguration,
  type SettingDescription,
} from './configuration.ts'
export type { Job, JobArtifact, JobSubmission, Placement } from './job.ts'
export { hasEnded } from './lifecycle.ts'
export type { Log } from './log.ts'
export { openPlatform, type PlatformOptions } from './open-platform.ts'
export type { Files, Jobs, Platform, SignedTerms } from './platform.ts'
export type { Member, Project, Projects } from './projects/project.ts'

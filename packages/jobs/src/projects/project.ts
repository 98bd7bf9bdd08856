import type { LearnedResponse, LineageResponse, Objective } from '@zerosec/contract'
import type { Job, Placement } from '../job.ts'

/** An experiment campaign: jobs in numbered rounds, and what is wanted of which response. */
export interface Project {
  readonly projectId: string
  readonly name: string
  readonly description: string
  readonly objectives: readonly Objective[]
  /** The number of the last round; 0 before the first job. */
  readonly rounds: number
  /** Jobs in it, deleted ones included. */
  readonly jobs: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface ProjectText {
  readonly name: string
  readonly description: string
  readonly objectives: readonly Objective[]
}

/** A job of a project. Its place outlives it: `job` is undefined once it was deleted. */
export interface Member {
  readonly jobId: string
  readonly round: number
  readonly addedAt: Date
  readonly job: Job | undefined
}

/** Most jobs of one project: its page and what it learned are made of all of them. */
export const MOST_JOBS = 500

export interface Projects {
  create(text: ProjectText): Promise<Project>
  /** The one made last first. @throws CodedError request_invalid for a cursor that is not `next` of a page */
  list(query: { limit: number; cursor?: string }): Promise<{ projects: readonly Project[]; next: string | null }>
  /** @throws CodedError project_unknown */
  get(projectId: string): Promise<Project>
  /** In the order of rounds, then of adding. @throws CodedError project_unknown */
  members(projectId: string): Promise<readonly Member[]>
  /** @throws CodedError project_unknown */
  change(projectId: string, changes: Partial<ProjectText>): Promise<Project>
  /** Its jobs stay as they are. @throws CodedError project_unknown */
  remove(projectId: string): Promise<{ jobsKept: number }>
  /** Adding a job again to where it is changes nothing. @throws CodedError project_unknown, project_full, job_unknown, job_in_project, round_unknown */
  addJob(jobId: string, placement: Placement): Promise<void>
  /** @throws CodedError project_unknown, job_not_in_project, round_unknown */
  moveJob(jobId: string, placement: Required<Placement>): Promise<void>
  /** The job itself stays. @throws CodedError project_unknown, job_not_in_project */
  removeJob(jobId: string, projectId: string): Promise<void>
  /** What each round taught, computed from its tables and reports. @throws CodedError project_unknown */
  learned(projectId: string): Promise<LearnedResponse>
  /** What a job was made from, and what was made from it. @throws CodedError job_unknown */
  lineage(jobId: string): Promise<LineageResponse>
}

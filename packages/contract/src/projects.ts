import { z } from 'zod'
import { Count, JobId, ProjectId, Round, Timestamp } from './fields.ts'
import { JobSummary } from './jobs.ts'

/** Projects: the rounds of an experiment campaign, and what each of them taught. */

export const MOST_OBJECTIVES = 10
export const LONGEST_PROJECT_NAME = 200

const isPlain = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text)
/** Line breaks and tabs are text; NUL and its like are not, and PostgreSQL refuses them. */
const isText = (text: string): boolean => isPlain(text.replaceAll(/[\r\n\t]/g, ' '))

const name = z
  .string()
  .trim()
  .min(1, 'a project needs a name')
  .max(LONGEST_PROJECT_NAME)
  .refine(isPlain, 'it has control characters')
const description = z.string().max(4000).refine(isText, 'it has control characters')

/** What a response is wanted to be; the words that `pareto` uses. */
export const Objective = z
  .object({
    column: z
      .string()
      .min(1)
      .max(500)
      .refine(isPlain, 'it has control characters')
      .describe('the response: a column of the tables with results'),
    goal: z.enum(['maximise', 'minimise', 'target', 'range']),
    target: z.number().optional().describe('of the goal target'),
    low: z.number().optional().describe('of the goal range'),
    high: z.number().optional().describe('of the goal range'),
  })
  .refine(({ goal, target }) => (goal === 'target') === (target !== undefined), {
    path: ['target'],
    error: 'the goal target needs the value target, and no other goal takes it',
  })
  .refine(({ goal, low, high }) => (goal === 'range') === (low !== undefined && high !== undefined), {
    path: ['low'],
    error: 'the goal range needs low and high, and no other goal takes them',
  })
  .refine(({ low, high }) => low === undefined || high === undefined || low <= high, {
    path: ['high'],
    error: 'high is below low',
  })
  .meta({ id: 'Objective' })
export type Objective = z.infer<typeof Objective>

const objectives = z
  .array(Objective)
  .max(MOST_OBJECTIVES)
  .refine((all) => new Set(all.map(({ column }) => column)).size === all.length, 'a column is named twice')

export const CreateProjectRequest = z
  .object({ name, description: description.default(''), objectives: objectives.default([]) })
  .meta({ id: 'CreateProject' })
export type CreateProjectRequest = z.input<typeof CreateProjectRequest>

export const ChangeProjectRequest = z
  .object({ name: name.optional(), description: description.optional(), objectives: objectives.optional() })
  .meta({ id: 'ChangeProject' })
export type ChangeProjectRequest = z.input<typeof ChangeProjectRequest>

export const ProjectParams = z.object({ project_id: ProjectId })
export const ProjectJobParams = z.object({ project_id: ProjectId, job_id: JobId })

const summary = {
  project_id: ProjectId,
  name: z.string(),
  description: z.string(),
  objectives: z.array(Objective),
  rounds: Count.describe('the number of its last round'),
  jobs: Count,
  created_at: Timestamp,
  updated_at: Timestamp.describe('when it was changed, or a job was added to it, last'),
}
export const ProjectSummary = z.object(summary).meta({ id: 'ProjectSummary' })
export type ProjectSummary = z.infer<typeof ProjectSummary>

/** A job keeps its place when it was deleted: then only its id is known. */
export const ProjectJob = z
  .object({ job_id: JobId, added_at: Timestamp, job: JobSummary.nullable().describe('null: the job was deleted') })
  .meta({ id: 'ProjectJob' })
export type ProjectJob = z.infer<typeof ProjectJob>

export const ProjectRound = z.object({ round: Round, jobs: z.array(ProjectJob) }).meta({ id: 'ProjectRound' })
export type ProjectRound = z.infer<typeof ProjectRound>

export const ProjectDetail = z
  .object({
    ...summary,
    campaign: z.array(ProjectRound).describe('its rounds that have jobs, in order; the jobs in the order of adding'),
  })
  .meta({ id: 'Project' })
export type ProjectDetail = z.infer<typeof ProjectDetail>

export const ListProjectsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1024).optional().describe('`next` of the page before'),
})

export const ListProjectsResponse = z
  .object({ projects: z.array(ProjectSummary), next: z.string().nullable().describe('the cursor of the next page') })
  .meta({ id: 'ProjectList' })
export type ListProjectsResponse = z.infer<typeof ListProjectsResponse>

export const DeleteProjectResponse = z
  .object({ project_id: ProjectId, jobs_kept: Count.describe('its jobs, which go on without a project') })
  .meta({ id: 'DeletedProject' })
export type DeleteProjectResponse = z.infer<typeof DeleteProjectResponse>

export const AddProjectJobRequest = z
  .object({
    job_id: JobId,
    round: Round.optional().describe(
      'left out: the round of the same file or of the results it is made from; another file begins a new round',
    ),
  })
  .meta({ id: 'AddProjectJob' })
export type AddProjectJobRequest = z.input<typeof AddProjectJobRequest>

export const MoveProjectJobRequest = z.object({ round: Round }).meta({ id: 'MoveProjectJob' })
export type MoveProjectJobRequest = z.input<typeof MoveProjectJobRequest>

/** Where a job stands in its project. */
export const ProjectPlace = z
  .object({ project_id: ProjectId, name: z.string(), round: Round })
  .meta({ id: 'ProjectPlace' })
export type ProjectPlace = z.infer<typeof ProjectPlace>

// what was learned

const LearnedObjective = z
  .object({
    column: z.string(),
    runs: Count.describe("rows of the round's tables that have a value"),
    best: z.number().nullable().describe("of the round's own tables; null: no value"),
    best_so_far: z.number().nullable().describe('of this round and those before'),
  })
  .meta({ id: 'LearnedObjective' })

const LearnedModel = z
  .object({
    target: z.string(),
    job_id: JobId,
    cv_rmse: z.number().nullable(),
    cv_r2: z.number().nullable(),
    interval_width: z
      .number()
      .nullable()
      .describe('typical width, upper less lower end; null: the analysis gives none'),
    interval_level: z.number().nullable(),
  })
  .meta({ id: 'LearnedModel' })

const LearnedTable = z
  .object({ name: z.string(), sha256: z.string().nullable(), rows: Count, runs: Count.describe('with a result') })
  .meta({ id: 'LearnedTable' })

export const LearnedRound = z
  .object({
    round: Round,
    runs: Count.describe('rows with a value of at least one objective'),
    tables: z.array(LearnedTable),
    objectives: z.array(LearnedObjective),
    models: z.array(LearnedModel).describe('of each target the one with the smallest cv_rmse'),
    hypervolume: z
      .number()
      .nullable()
      .describe("share of the box between the project's worst and best values that the round's own rows dominate"),
    hypervolume_so_far: z.number().nullable(),
    notes: z.array(z.string()).describe('what could not be told, and why'),
  })
  .meta({ id: 'LearnedRound' })
export type LearnedRound = z.infer<typeof LearnedRound>

export const LearnedResponse = z
  .object({
    project_id: ProjectId,
    box: z
      .array(z.object({ column: z.string(), worst: z.number(), best: z.number() }))
      .describe('what hypervolumes are measured in; empty: there are none'),
    rounds: z.array(LearnedRound),
  })
  .meta({ id: 'Learned' })
export type LearnedResponse = z.infer<typeof LearnedResponse>

// lineage

const LineageFile = z
  .object({
    parameter: z.string().nullable().describe('that names it; null: the table of the job'),
    reference: z.string().describe('the key of the file'),
    name: z.string(),
    sha256: z.string().nullable().describe('null: not known yet'),
    from_job: JobId.nullable().describe('the job that made it; null: it was uploaded'),
    is_stored: z.boolean().describe('false: the file was deleted since'),
  })
  .meta({ id: 'LineageFile' })
export type LineageFile = z.infer<typeof LineageFile>

const LineageJob = z
  .object({
    job_id: JobId,
    state: z.enum(['present', 'deleted']),
    side: z.enum(['itself', 'ancestor', 'descendant']),
    distance: Count.describe('links from the job that was asked for'),
    job_type: z.string().nullable(),
    status: z.string().nullable(),
    headline: z.string().nullable(),
    created_at: Timestamp.nullable(),
    seed: z.number().nullable(),
    version: z.string().nullable().describe('of zerosec, once completed'),
    redriven_from: z.string().nullable().describe('the dead letter that it was sent again for'),
    project: ProjectPlace.nullable(),
    files: z.array(LineageFile).describe('what it was made from; of a deleted job those that its parameters named'),
  })
  .meta({ id: 'LineageJob' })
export type LineageJob = z.infer<typeof LineageJob>

export const LineageResponse = z
  .object({
    job_id: JobId,
    parameters: z.record(z.string(), z.unknown()).describe('of the job; defaults included once it is completed'),
    jobs: z.array(LineageJob).describe('itself first, then ancestors and descendants, nearest first'),
    is_cut: z.boolean().describe('true: there are more jobs than are listed'),
  })
  .meta({ id: 'Lineage' })
export type LineageResponse = z.infer<typeof LineageResponse>

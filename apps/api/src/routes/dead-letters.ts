import { DeletedJob, JobDetail, JobParams } from '@zerosec/contract'
import type { Platform } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { detailView } from '../views.ts'
import { within } from '../workspace.ts'

const tags = ['jobs']

/** What is done with jobs that have ended: sending a dead letter again, and deleting. */
export function deadLetterRoutes(app: Api, platform: Platform): void {
  app.post(
    '/jobs/:job_id/redrive',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Send a dead letter again, as a new job in its place; the same call gives the same job',
        params: JobParams,
        response: {
          200: JobDetail,
          ...failures('input', 'job_unknown', 'job_not_dead_letter', 'input_not_uploaded', 'project_full'),
        },
      },
    },
    async (request) => {
      const { jobs } = within(platform, request)
      const job = await jobs.redrive(request.params.job_id)
      return detailView(job, await jobs.attempts(job.jobId))
    },
  )

  app.delete(
    '/jobs/:job_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Delete a job that has ended, with its files; those that another job needs stay as long as it does',
        params: JobParams,
        response: { 200: DeletedJob, ...failures('input', 'job_unknown', 'job_not_ended') },
      },
    },
    async (request) => {
      const { job_id: jobId } = request.params
      await within(platform, request).jobs.remove(jobId)
      return { job_id: jobId, deleted: true as const }
    },
  )
}

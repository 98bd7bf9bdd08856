import { isFinal, JobParams, STATUS_EVENT } from '@zerosec/contract'
import type { Job, Platform, Workspace } from '@zerosec/jobs'
import { z } from 'zod'
import type { Api } from '../api.ts'
import type { EventStreams, StateStream } from '../event-streams.ts'
import { failures } from '../failures.ts'
import { openStream, sendStream } from '../reply-streams.ts'
import { streamed } from '../streamed.ts'
import { statusView } from '../views.ts'
import { within } from '../workspace.ts'

/**
 * Progress as server-sent events. An event's id is the revision of the job's state, and the first event is the present one, unless
 * `Last-Event-ID` is its id: so a stream that comes back is told nothing twice and misses no later state, and nothing has to be
 * remembered here. Of states that follow each other faster than a client reads, it is told the latest.
 */
export function eventRoutes(app: Api, platform: Platform, streams: EventStreams): void {
  app.get(
    '/jobs/:job_id/events',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['jobs'],
        summary: 'The status of a job now and on each change, as server-sent events',
        description:
          `Each event is named \`${STATUS_EVENT}\` and carries a JobStatus. The stream ends when the job has ended. A request ` +
          'that names the last event’s id in `Last-Event-ID` is told only what came after it.',
        params: JobParams,
        headers: z.object({
          'last-event-id': z.string().max(100).optional().describe('the id of the last event that came'),
        }),
        response: {
          200: {
            description: 'an event stream',
            content: { 'text/event-stream': { schema: streamed({ type: 'string' }) } },
          },
          204: z.null().describe('the job has ended, and `Last-Event-ID` is its last event'),
          ...failures('input', 'job_unknown', 'event_streams_full'),
        },
      },
    },
    async (request, reply) => {
      const { jobs } = within(platform, request)
      // before the database is asked, so that a flood is refused at no cost
      const stream = openStream(streams, request, reply)
      try {
        const job = await jobs.get(request.params.job_id)
        const seen = request.headers['last-event-id']
        if (isFinal(job.status) && seen === idOf(job)) {
          stream.destroy()
          return reply.code(204).send(null)
        }
        follow(stream, jobs, job, seen)
      } catch (error) {
        stream.destroy()
        throw error
      }
      return sendStream(reply, stream)
    },
  )
}

/** Tells the stream of each state that it has not been told, and ends it with the last one. */
function follow(stream: StateStream, jobs: Workspace['jobs'], present: Job, seen: string | undefined): void {
  let last = seen
  const tell = (job: Job): void => {
    const id = idOf(job)
    if (id !== last) stream.tell(`id: ${id}\nevent: ${STATUS_EVENT}\ndata: ${JSON.stringify(statusView(job))}\n\n`)
    last = id
    if (isFinal(job.status)) stream.finish()
  }
  tell(present)
  if (!isFinal(present.status))
    stream.once(
      'close',
      jobs.watch(present.jobId, tell, () => stream.finish()),
    )
}

function idOf(job: Job): string {
  return String(job.revision)
}

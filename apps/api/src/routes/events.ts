import { Readable } from 'node:stream'
import { isFinal, JobParams, STATUS_EVENT } from '@zerosec/contract'
import type { Platform, Workspace } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import type { ApiSettings } from '../settings.ts'
import { streamed } from '../streamed.ts'
import { statusView } from '../views.ts'
import { within } from '../workspace.ts'

/**
 * Progress as server-sent events. The first event is always the present state, so a stream that reconnects misses nothing
 * and `Last-Event-ID` needs no memory here.
 */
export function eventRoutes(app: Api, platform: Platform, { heartbeatMs }: ApiSettings): void {
  const open = new Set<Readable>()
  app.addHook('preClose', async () => {
    for (const stream of open) stream.push(null)
  })

  app.get(
    '/jobs/:job_id/events',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['jobs'],
        summary: 'The status of a job now and on each change, as server-sent events',
        description: `Each event is named \`${STATUS_EVENT}\` and carries a JobStatus. The stream ends when the job has ended.`,
        params: JobParams,
        response: {
          200: {
            description: 'an event stream',
            content: { 'text/event-stream': { schema: streamed({ type: 'string' }) } },
          },
          ...failures('input', 'job_unknown'),
        },
      },
    },
    async (request, reply) => {
      const { jobs } = within(platform, request)
      const { jobId } = await jobs.get(request.params.job_id)
      const stream = eventStream(jobs, jobId, heartbeatMs)
      open.add(stream)
      stream.once('close', () => open.delete(stream))
      // without no-transform and the nginx header, proxies hold events back
      reply.header('cache-control', 'no-cache, no-transform').header('x-accel-buffering', 'no')
      return reply.type('text/event-stream; charset=utf-8').send(stream)
    },
  )
}

function eventStream(jobs: Workspace['jobs'], jobId: string, heartbeatMs: number): Readable {
  let ended = false
  const stream = new Readable({
    read() {},
    destroy(error, done) {
      clearInterval(heartbeat)
      stopWatching()
      done(error)
    },
  })
  const heartbeat = setInterval(() => ended || stream.push(': still here\n\n'), heartbeatMs)
  const stopWatching = jobs.watch(jobId, (job) => {
    if (ended) return
    const id = job.updatedAt.getTime()
    stream.push(`id: ${id}\nevent: ${STATUS_EVENT}\ndata: ${JSON.stringify(statusView(job))}\n\n`)
    if (!isFinal(job.status)) return
    ended = true
    stream.push(null)
  })
  return stream
}

import { gauge, Histogram, type MetricFamily } from '@zerosec/telemetry'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const EVENT_STREAM = 'text/event-stream'

/** Counts the requests to `app` from now on, whose routes have to be added later than this. Labels are route templates, never paths. */
export class RequestMetrics {
  readonly #durations = new Histogram(
    {
      name: 'zerosec_http_request_duration_seconds',
      help: 'Requests that were answered, and how long that took. Status aborted: the client left before.',
      labels: ['method', 'route', 'status'],
    },
    SECONDS,
  )
  readonly #underWay = new Set<FastifyReply>()

  constructor(app: Api) {
    // not onResponse, which an answer whose client left doesn't come to; no promises, as this is every request's way
    app.addHook('onRequest', (request, reply, done) => {
      this.#underWay.add(reply)
      reply.raw.once('close', () => this.#count(request, reply))
      done()
    })
  }

  families(): MetricFamily[] {
    return [
      this.#durations.family(),
      gauge(
        'zerosec_http_requests_in_flight',
        'Requests that are being answered, event streams included.',
        this.#underWay.size,
      ),
      gauge('zerosec_event_streams_open', 'Event streams that clients hold open.', this.#openStreams()),
    ]
  }

  #count({ method, routeOptions }: FastifyRequest, reply: FastifyReply): void {
    this.#underWay.delete(reply)
    if (isEventStream(reply)) return // it would stand among the durations for as long as its job took
    const labels = {
      method: METHODS.has(method) ? method : 'other',
      route: routeOptions.url ?? 'unmatched',
      status: reply.raw.writableFinished ? String(reply.statusCode) : 'aborted',
    }
    this.#durations.observe(labels, reply.elapsedTime / 1000)
  }

  #openStreams(): number {
    let open = 0
    for (const reply of this.#underWay) if (isEventStream(reply)) open++
    return open
  }
}

function isEventStream(reply: FastifyReply): boolean {
  return String(reply.getHeader('content-type') ?? '').startsWith(EVENT_STREAM)
}

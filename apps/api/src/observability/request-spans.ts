import type { Span, Tracer } from '@zerosec/jobs'
import type { FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'

const spans = new WeakMap<FastifyRequest, Span>()

/** A span for each request, in the trace of the caller where it names one. Paths and queries stay out: they hold ids and signatures. */
export function traceRequests(app: Api, tracer: Tracer): void {
  app.addHook('onRequest', async (request) => {
    const { method, headers, routeOptions } = request
    const route = routeOptions.url ?? 'unmatched'
    const parent = headers['traceparent']
    const span = tracer.start(`${method} ${route}`, {
      kind: 'server',
      parent: typeof parent === 'string' ? parent : undefined,
      attributes: { 'http.request.method': method, 'http.route': route, 'zerosec.request_id': request.id },
    })
    spans.set(request, span)
  })
  app.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request)
    span?.set({ 'http.response.status_code': reply.statusCode })
    if (reply.statusCode >= 500) span?.fail(`answered with ${reply.statusCode}`)
    span?.end()
  })
}

/** What a job that this request submits names as its parent; undefined where nothing is traced. */
export function traceparentOf(request: FastifyRequest): string | undefined {
  return spans.get(request)?.traceparent
}

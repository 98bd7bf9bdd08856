import type { Span, Tracer } from '@zerosec/jobs'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'

const spans = new WeakMap<FastifyRequest, Span>()

/** A span for each request, in the trace of the caller where it names one. Paths and queries stay out: they hold ids and signatures. */
export function traceRequests(app: Api, tracer: Tracer): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { method, headers, routeOptions } = request
    const route = routeOptions.url ?? 'unmatched'
    const parent = headers['traceparent']
    const span = tracer.start(`${method} ${route}`, {
      kind: 'server',
      parent: typeof parent === 'string' ? parent : undefined,
      attributes: { 'http.request.method': method, 'http.route': route, 'zerosec.request_id': request.id },
    })
    spans.set(request, span)
    reply.raw.once('close', () => endSpan(span, reply))
    done()
  })
}

function endSpan(span: Span, { statusCode, raw }: FastifyReply): void {
  span.set({ 'http.response.status_code': statusCode })
  if (!raw.writableFinished) span.fail('the client left')
  else if (statusCode >= 500) span.fail(`answered with ${statusCode}`)
  span.end()
}

/** What a job that this request submits names as its parent; undefined where nothing is traced. */
export function traceparentOf(request: FastifyRequest): string | undefined {
  return spans.get(request)?.traceparent
}

import { CodedError } from '@zerosec/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { EventStreams, StateStream } from './event-streams.ts'

/** How soon browsers come back to a stream that broke. */
const RETRY_MS = 2000
/** When a client that found no room may ask again. */
const FULL_SECONDS = 10

/** @throws CodedError event_streams_full, with Retry-After */
export function openStream(streams: EventStreams, { access, ip }: FastifyRequest, reply: FastifyReply): StateStream {
  try {
    return streams.open(access?.keyId ?? `${access?.actor ?? ''} ${ip}`, `retry: ${RETRY_MS}\n\n`)
  } catch (error) {
    if (error instanceof CodedError) reply.header('retry-after', FULL_SECONDS)
    throw error
  }
}

export function sendStream(reply: FastifyReply, stream: StateStream): FastifyReply {
  // without no-transform and the nginx header, proxies hold events back; a kept connection would hold up a service that closes
  reply
    .header('cache-control', 'no-cache, no-transform')
    .header('x-accel-buffering', 'no')
    .header('connection', 'close')
  return reply.type('text/event-stream; charset=utf-8').send(stream)
}

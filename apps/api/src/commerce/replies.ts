import { CodedError } from '@zerosec/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { parseBody } from '../parse-body.ts'

/**
 * Sends JSON as it is. What comes out of the engine is typed by the contract already, and looking at each cell of a large answer again
 * would take longer than the query.
 */
export function sendJson(reply: FastifyReply, value: object): FastifyReply {
  return reply.type('application/json; charset=utf-8').serializer(String).send(JSON.stringify(value))
}

/** Of someone who went away before the answer came, so that what was asked can be stopped. */
export function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) {
      controller.abort(new CodedError('request_invalid', { problem: 'the caller went away' }))
    }
  })
  return controller.signal
}

/** The query that an address names. @throws CodedError commerce_query_invalid */
export function queryOfText(text: string): unknown {
  try {
    return parseBody(text) ?? {}
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    throw new CodedError('commerce_query_invalid', { problem: `q is no JSON: ${error.message}` }, { cause: error })
  }
}

/** Whether the caller has this answer already. */
export function isKnown({ headers }: FastifyRequest, tag: string): boolean {
  const known = headers['if-none-match'] ?? ''
  return known.split(',').some((each) => each.trim().replace(/^W\//, '') === `"${tag}"`)
}

import { isUtf8 } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import type { ErrorResponse } from '@zerosec/contract'
import { CodedError, type ErrorDetails, hiddenFault } from '@zerosec/errors'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Api } from './api.ts'
import { parseBody } from './parse-body.ts'

/** What is away is mostly back as soon: a database that is restarted, a store that has a hiccup. */
const RETRY_AFTER_SECONDS = 2

/** Every failure leaves the API in one shape, with a code of the error table; causes stay in the log. */
export function answerErrors(app: Api): void {
  app.setErrorHandler(replyWithError)
  app.removeContentTypeParser(['application/json', 'text/plain'])
  // not as a string: what is no UTF-8 would become other characters without a word
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, ({ headers }, body, done) => {
    try {
      checkUnpacked(headers)
      done(null, parseBody(textOf(body as Buffer)))
    } catch (error) {
      done(error as CodedError)
    }
  })
}

/** @throws CodedError body_malformed for a body that is packed */
export function checkUnpacked({ 'content-encoding': packed = 'identity' }: IncomingHttpHeaders): void {
  if (packed !== 'identity') throw new CodedError('body_malformed', { problem: `it is packed (${packed})` })
}

/** @throws CodedError body_malformed for what is no UTF-8 */
export function textOf(body: Buffer): string {
  if (!isUtf8(body)) throw new CodedError('body_malformed', { problem: 'it is not UTF-8' })
  return body.toString()
}

export function replyWithError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  sendError(error, request, reply, ({ code }) => pascalCase(code))
}

/** In the shape of the Open Inference Protocol, where `error` is what is wrong in words; the other fields stand beside it. */
export function replyWithErrorInWords(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  sendError(error, request, reply, ({ message }) => message)
}

function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  nameOf: (coded: CodedError) => string,
): void {
  const coded = codedError(error, request)
  if (coded.code === 'internal') request.log.error({ err: error, reference: coded.details.reference }, coded.message)
  else request.log.info({ code: coded.code, details: coded.details }, coded.message)

  const body: ErrorResponse = {
    error: nameOf(coded),
    code: coded.code,
    message: coded.message,
    details: { ...coded.details },
    timestamp: new Date().toISOString(),
  }
  if (coded.status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', RETRY_AFTER_SECONDS)
  // serialised here: an error's shape must not depend on the route it came from
  reply.code(coded.status).type('application/json; charset=utf-8').serializer(String).send(JSON.stringify(body))
}

/** The coded error that a failure is to the caller; an error that is not the caller's hides behind a reference. */
function codedError(error: unknown, request: FastifyRequest): CodedError {
  if (error instanceof CodedError) return error
  if (hasZodFastifySchemaValidationErrors(error)) return new CodedError('request_invalid', problems(error))
  const { code, statusCode, message } = error as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new CodedError('body_too_large', { limit: request.routeOptions.bodyLimit ?? 0 })
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    const taken = request.routeOptions.schema?.consumes ?? ['application/json']
    const given = request.headers['content-type'] ?? ''
    return new CodedError('content_type_unsupported', { content_type: given, taken: taken.join(' or ') })
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new CodedError('request_invalid', { problem: message ?? 'it is malformed' })
  }
  return hiddenFault()
}

/** Names the fields: `job_id: Invalid UUID`. */
function problems(error: { validation: { instancePath: string; message?: string }[] }): ErrorDetails {
  const fields = error.validation.map(({ instancePath }) => instancePath.slice(1).replaceAll('/', '.'))
  const said = error.validation.map(({ message }, i) => `${fields[i] ? `${fields[i]}: ` : ''}${message ?? 'invalid'}`)
  return { problem: said.join('; '), fields }
}

function pascalCase(code: string): string {
  return code.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

import type { IncomingMessage } from 'node:http'
import { CodedError } from '@zerosec/errors'
import type { Platform, SignedTerms } from '@zerosec/jobs'
import { create as contentDisposition } from 'content-disposition'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { streamed } from '../streamed.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the signature of the URL allows; set before a byte of the body is read. */
    signed: SignedTerms | undefined
  }
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  tsv: 'text/tab-separated-values; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** The signed URLs of files that lie in a folder: the bytes pass as they are, whatever their Content-Type says. */
export function fileRoutes(app: Api, { files }: Platform): void {
  app.decorateRequest('signed', undefined)
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  app.addHook('onRequest', async (request) => {
    const [path = '', query = ''] = request.url.split('?', 2)
    request.signed = files.verify(request.method as 'GET' | 'PUT', path, Object.fromEntries(new URLSearchParams(query)))
    request.raw.headers['content-type'] = 'application/octet-stream' // Fastify would refuse one that is malformed
  })
  uploadRoute(app, files)
  downloadRoute(app, files)
}

function uploadRoute(app: Api, files: Platform['files']): void {
  app.put(
    '/files/*',
    {
      schema: {
        tags: ['files'],
        summary: 'Store the bytes of an upload URL, once',
        response: {
          200: { description: 'stored', content: { 'text/plain': { schema: z.string() } } },
          ...failures('input', 'url_expired', 'url_signature_invalid', 'upload_too_large', 'upload_exists'),
        },
      },
    },
    async (request, reply) => {
      const { bucket, key, maxBytes } = terms(request)
      try {
        if (Number(request.headers['content-length']) > maxBytes) {
          throw new CodedError('upload_too_large', { limit: maxBytes })
        }
        await files.write(bucket, key, request.raw.iterator({ destroyOnReturn: false }), maxBytes)
      } catch (error) {
        if (request.raw.readableAborted) throw new CodedError('request_invalid', { problem: 'the upload broke off' })
        readToEnd(request.raw, maxBytes)
        throw error
      }
      return reply.type('text/plain').send('')
    },
  )
}

function downloadRoute(app: Api, files: Platform['files']): void {
  app.get(
    '/files/*',
    {
      exposeHeadRoute: false, // the signature is for GET
      schema: {
        tags: ['files'],
        summary: 'The bytes of a download URL',
        response: {
          200: {
            description: 'the file',
            content: { '*/*': { schema: streamed({ type: 'string', format: 'binary' }) } },
          },
          ...failures('nothing', 'url_expired', 'url_signature_invalid'),
        },
      },
    },
    async (request, reply) => {
      const { bucket, key, fileName = key.slice(key.lastIndexOf('/') + 1) } = terms(request)
      const { bytes, stream } = await files.read(bucket, key)
      const extension = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase()
      return reply
        .type(CONTENT_TYPES[extension] ?? 'application/octet-stream')
        .header('content-length', bytes)
        .header('content-disposition', contentDisposition(fileName))
        .header('cache-control', 'private, no-cache')
        .send(stream)
    },
  )
}

function terms(request: FastifyRequest): SignedTerms {
  if (!request.signed) throw new TypeError('a file route ran without its onRequest hook')
  return request.signed
}

/**
 * Takes the rest of a refused upload, so that the client, which sends it all before it listens, gets to read why.
 * One that sends more than `limit` bytes after that is cut off.
 */
function readToEnd(body: IncomingMessage, limit: number): void {
  let bytes = 0
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > limit) body.destroy()
  })
  body.on('error', () => {})
  body.resume()
}

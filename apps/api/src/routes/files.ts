import type { IncomingMessage } from 'node:http'
import { CodedError } from '@zerosec/errors'
import { contentTypeOf, type Platform, type SignedTerms } from '@zerosec/jobs'
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
    /** As the client sent it. */
    sentType: string
  }
}

/** Taken of a refused upload at least, so that a client that sends a little too much gets to read why. */
const DRAINED_BYTES = 2 ** 20

/** The signed URLs of files that lie in a folder: the bytes pass as they are, and nothing of the API's parses them. */
export function fileRoutes(app: Api, { files }: Platform): void {
  app.decorateRequest('signed', undefined)
  app.decorateRequest('sentType', '')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  app.addHook('onRequest', async (request) => {
    const [path = '', query = ''] = request.url.split('?', 2)
    request.signed = files.verify(request.method as 'GET' | 'PUT', path, Object.fromEntries(new URLSearchParams(query)))
    request.sentType = request.headers['content-type'] ?? ''
    request.raw.headers['content-type'] = 'application/octet-stream' // Fastify would refuse one that is malformed
  })
  uploadRoute(app, files)
  downloadRoute(app, files)
}

function uploadRoute(app: Api, files: Platform['files']): void {
  app.put(
    '/files/*',
    {
      config: { scope: 'public' },
      schema: {
        tags: ['files'],
        summary: 'Store the bytes of an upload URL, once',
        response: {
          200: { description: 'stored', content: { 'text/plain': { schema: z.string() } } },
          ...failures(
            'input',
            'url_expired',
            'url_signature_invalid',
            'upload_type_differs',
            'upload_size_differs',
            'upload_too_large',
            'upload_exists',
            'storage_full',
          ),
        },
      },
    },
    async (request, reply) => {
      const signed = terms(request)
      const { bucket, key, maxBytes } = signed
      try {
        checkHeaders(request, signed)
        const content = request.raw.iterator({ destroyOnReturn: false })
        await files.write(bucket, key, signed.bytes === undefined ? content : exactly(content, signed.bytes), maxBytes)
      } catch (error) {
        if (request.raw.readableAborted) throw new CodedError('request_invalid', { problem: 'the upload broke off' })
        readToEnd(request.raw, 2 * maxBytes + DRAINED_BYTES)
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
      config: { scope: 'public' },
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
      return reply
        .type(contentTypeOf(fileName))
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

/** What can be refused before a byte was read. */
function checkHeaders({ headers, sentType }: FastifyRequest, { contentType = '', maxBytes, bytes }: SignedTerms): void {
  if (sentType.trim().toLowerCase() !== contentType.toLowerCase()) {
    throw new CodedError('upload_type_differs', { content_type: sentType, expected: contentType })
  }
  const length = headers['content-length']
  if (length === undefined) return
  if (bytes !== undefined && Number(length) !== bytes) throw sizeDiffers(Number(length), bytes)
  if (Number(length) > maxBytes) throw new CodedError('upload_too_large', { limit: maxBytes })
}

/** A stream that fails unless it has as many bytes. */
async function* exactly(content: AsyncIterable<Uint8Array>, expected: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.byteLength
    if (bytes > expected) break
    yield chunk
  }
  if (bytes !== expected) throw sizeDiffers(bytes, expected)
}

function sizeDiffers(bytes: number, expected: number): CodedError {
  return new CodedError('upload_size_differs', { bytes, expected })
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

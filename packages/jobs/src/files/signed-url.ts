import { createHmac, timingSafeEqual } from 'node:crypto'
import { CodedError } from '@zerosec/errors'
import type { SignedTerms } from '../platform.ts'
import { canonicalKey } from './keys.ts'

/** Where the API serves a folder's files. */
export const FILES_PATH = '/files'

export interface UrlTerms extends SignedTerms {
  readonly method: 'GET' | 'PUT'
  /** Seconds since 1970. */
  readonly expires: number
}

/**
 * `/files/<bucket>/<key>?method=…&max_bytes=…&expires=…[&file_name=…][&content_type=…][&bytes=…]&signature=…`, relative to the API's
 * origin.
 */
export function signUrl(secret: Buffer, terms: UrlTerms): string {
  const path = [terms.bucket, ...terms.key.split('/')].map(encodeURIComponent).join('/')
  const query = new URLSearchParams({
    method: terms.method,
    max_bytes: String(terms.maxBytes),
    expires: String(terms.expires),
    ...(terms.fileName === undefined ? {} : { file_name: terms.fileName }),
    ...(terms.contentType === undefined ? {} : { content_type: terms.contentType }),
    ...(terms.bytes === undefined ? {} : { bytes: String(terms.bytes) }),
    signature: signatureOf(secret, terms).toString('base64url'),
  })
  return `${FILES_PATH}/${path}?${query}`
}

/**
 * What a URL was signed for. The signature is looked at first, so that whoever forges a URL learns nothing else.
 *
 * @param path  of the request line, still percent-encoded, without the query
 * @param now   milliseconds since 1970
 * @throws CodedError url_signature_invalid, url_expired
 */
export function verifyUrl(
  secret: Buffer,
  method: 'GET' | 'PUT',
  path: string,
  query: Readonly<Record<string, string>>,
  now: number,
): SignedTerms {
  const location = locationOf(path)
  const terms: UrlTerms = {
    method,
    ...location,
    maxBytes: Number(query['max_bytes']),
    fileName: query['file_name'],
    contentType: query['content_type'],
    bytes: query['bytes'] === undefined ? undefined : Number(query['bytes']),
    expires: Number(query['expires']),
  }
  const given = Buffer.from(query['signature'] ?? '', 'base64url')
  const right = signatureOf(secret, terms)
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new CodedError('url_signature_invalid')
  if (now >= terms.expires * 1000) {
    throw new CodedError('url_expired', { expired: new Date(terms.expires * 1000).toISOString() })
  }
  const { maxBytes, fileName, contentType, bytes } = terms
  return { ...location, maxBytes, fileName, contentType, bytes }
}

function signatureOf(secret: Buffer, terms: UrlTerms): Buffer {
  const { method, bucket, key, maxBytes, fileName = null, contentType = null, bytes = null, expires } = terms
  const signed = JSON.stringify([2, method, bucket, key, maxBytes, fileName, contentType, bytes, expires])
  return createHmac('sha256', secret).update(signed).digest()
}

function locationOf(path: string): { bucket: string; key: string } {
  const [, bucket, key] = new RegExp(`^${FILES_PATH}/([^/]+)/(.+)$`).exec(path) ?? []
  if (bucket === undefined || key === undefined) throw new CodedError('url_signature_invalid')
  try {
    return { bucket: decodeURIComponent(bucket), key: canonicalKey(key.split('/').map(decodeURIComponent).join('/')) }
  } catch (error) {
    throw new CodedError('url_signature_invalid', {}, { cause: error })
  }
}

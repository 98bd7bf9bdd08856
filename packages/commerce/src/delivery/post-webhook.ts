import { createHmac } from 'node:crypto'
import { lookup } from 'node:dns'
import { type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isPrivateAddress } from './private-addresses.ts'

export interface WebhookMessage {
  readonly url: string
  readonly secret: string
  /** The same for every attempt, so that who receives it twice can tell. */
  readonly deliveryId: string
  /** JSON */
  readonly body: string
}

export interface WebhookRules {
  /** Whether addresses of this machine and its network may be called. */
  readonly allowsPrivate: boolean
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 10_000

/**
 * Sends a message once. It is signed: `zerosec-signature: t=<seconds>,v1=<hex>`, the HMAC-SHA256 of `<seconds>.<body>` under the secret. The
 * name is looked up here and the address that is looked at is the one that is called, so that no answer of a name server leads inside;
 * redirects are not followed.
 *
 * @throws Error that says in words for the user why it did not arrive; nothing of the answer is in it
 */
export async function postWebhook(message: WebhookMessage, rules: WebhookRules, now = new Date()): Promise<void> {
  const url = webhookUrl(message.url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !rules.allowsPrivate && isPrivateAddress(host)) throw new Error(PRIVATE)
  const seconds = Math.floor(now.getTime() / 1000)
  const status = await send(url, message.body, {
    method: 'POST',
    lookup: lookupAllowed(rules),
    agent: false,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(message.body),
      'user-agent': 'zerosec',
      'zerosec-delivery': message.deliveryId,
      'zerosec-signature': `t=${seconds},v1=${signatureOf(message.secret, seconds, message.body)}`,
    },
    signal: AbortSignal.timeout(rules.timeoutMs ?? TIMEOUT_MS),
  })
  if (status >= 300 && status < 400) throw new Error(`it answered ${status}, a redirect, which is not followed`)
  if (status < 200 || status >= 300) throw new Error(`it answered ${status}`)
}

/** What a receiver computes to know that a message is ours. */
export function signatureOf(secret: string, seconds: number, body: string): string {
  return createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
}

const PRIVATE = 'its address is of this machine or its own network; ZEROSEC_WEBHOOKS=any allows that'

/** @throws Error in words for the user */
export function webhookUrl(text: string): URL {
  if (!URL.canParse(text)) throw new Error('it is no URL')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Error('it begins with neither https:// nor http://')
  if (url.username !== '' || url.password !== '') throw new Error('it has a user name or password in it')
  return url
}

function lookupAllowed({ allowsPrivate }: WebhookRules): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0)
      const [first] = addresses
      if (!first || (!allowsPrivate && addresses.some(({ address }) => isPrivateAddress(address)))) {
        return callback(new Error(PRIVATE), '', 0)
      }
      return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family)
    })
  }
}

function send(url: URL, body: string, options: RequestOptions): Promise<number> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (reply) => {
      resolve(reply.statusCode ?? 0)
      reply.destroy() // whatever it says is of no use
    })
    sent.once('error', (error: Error & { code?: string }) => reject(new Error(inWords(error))))
    sent.end(body)
  })
}

function inWords(error: Error & { code?: string }): string {
  if (error.message === PRIVATE) return PRIVATE
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'it did not answer in time'
  return WORDS[error.code ?? ''] ?? 'the connection failed'
}

const WORDS: Readonly<Record<string, string>> = {
  ABORT_ERR: 'it did not answer in time',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its host could not be looked up',
  ECONNREFUSED: 'it refused the connection',
  ECONNRESET: 'it ended the connection',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
}

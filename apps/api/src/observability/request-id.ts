import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Api } from '../api.ts'

const HEADER = 'x-request-id'
/** What tracing systems and proxies make: UUIDs, hex, base64url, `1-67a-…`. Anything else could forge lines of a log. */
const WELL_FORMED = /^[\w.:=@/+-]{8,128}$/

/** The id under which a request stands in the log, with its jobs: the caller's if it is well-formed, else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers[HEADER]
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID()
}

/** Tells each caller the id of its request. */
export function tellRequestIds(app: Api): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header(HEADER, request.id)
    done()
  })
}

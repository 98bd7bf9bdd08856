#!/usr/local/bin/node
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { endOnEarlySignals } from './early-signals.ts'
import { forwardTo } from './forward.ts'
import { type PageFile, readPage } from './page-files.ts'

/**
 * The page in a container of its own, in front of an API that only it can reach: files from memory, and everything else passed on to
 * WEB_API (`http://api:8000`). WEB_FILE_ORIGINS names the store that browsers upload to, where that is not the API;
 * without WEB_API there is the page alone, for a load balancer that sends the API's paths elsewhere.
 */
const PAGE = fileURLToPath(new URL('../../../apps/web/out', import.meta.url))
const PORT = Number(process.env['WEB_PORT'] ?? 8080)
const LAST_ANSWERS_MS = 5000

endOnEarlySignals()
const page = readPage(PAGE, (process.env['WEB_FILE_ORIGINS'] ?? '').split(/[\s,]+/).filter(Boolean))
const api = process.env['WEB_API']
const forward = api ? forwardTo(new URL(api)) : undefined

const server = createServer((request, reply) => {
  const path = request.url?.split('?', 1)[0] ?? '/'
  if (path === '/_web/health') return void reply.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n')
  const found = asksForPage(request, path) ? page.get(path) : undefined
  if (found) return answer(request, reply, 200, found)
  if (asksForPage(request, path) && page.has(`${path}/`))
    return void reply.writeHead(301, { location: `${path}/` }).end()
  if (forward) return forward(request, reply)
  const missing = page.get('/404.html')
  if (missing) answer(request, reply, 404, missing)
  else reply.writeHead(404).end()
})
// no limit on a whole request: uploads are long, and the API has limits of its own
server.requestTimeout = 0
server.listen(PORT, '0.0.0.0', () => {
  const { port } = server.address() as AddressInfo
  process.stdout.write(`the page is served at port ${port}\n`)
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    server.close(() => process.exit(0))
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS).unref()
  })
}

/** At the root the API tells programs what it is: a browser names text/html. */
function asksForPage({ method, headers }: IncomingMessage, path: string): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  return path !== '/' || headers.accept === undefined || headers.accept.includes('text/html')
}

function answer({ method }: IncomingMessage, reply: ServerResponse, status: number, { body, headers }: PageFile): void {
  reply.writeHead(status, headers)
  reply.end(method === 'HEAD' ? undefined : body)
}

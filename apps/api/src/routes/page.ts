import { existsSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import { BASE_PATH, type ServiceInfo } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { FastifyRequest, RouteOptions } from 'fastify'
import type { AllowedMethods } from '../allowed-methods.ts'
import type { Api } from '../api.ts'
import { pagePolicy, WORKER_POLICY } from '../content-security-policy.ts'
import { replyWithError } from '../errors.ts'
import type { ApiSettings } from '../settings.ts'

const NOT_BUILT = 'The page is not built yet: run npm run build. The API is described at /docs.\n'

/** The exported page at `/`, or a line that says how to get it; and what is answered where nothing is. */
export async function pageRoutes(
  app: Api,
  { pageFolder, version }: ApiSettings,
  fileOrigins: readonly string[],
  allowed: AllowedMethods,
): Promise<void> {
  const built = existsSync(join(pageFolder, 'index.html'))
  const policies = new Map<string, string>()
  let ofPage = true // the page holds no data: its routes are public
  app.addHook('onRoute', (route: RouteOptions) => {
    if (ofPage) route.config ??= { scope: 'public' }
  })
  await app.register(fastifyStatic, {
    root: pageFolder,
    serve: built,
    extensions: ['html'],
    redirect: true,
    dotfiles: 'ignore',
    suppressWarning: true,
    setHeaders(reply, path, { mtimeMs }) {
      if (!path.startsWith(pageFolder)) return
      const hashed = path.includes(`${sep}_next${sep}static${sep}`)
      reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      if (path.endsWith('.js')) reply.header('content-security-policy', WORKER_POLICY)
      if (!path.endsWith('.html')) return
      const version = `${path} ${mtimeMs}` // a page that is built anew has other scripts
      let policy = policies.get(version)
      if (policy === undefined) policies.set(version, (policy = pagePolicy(readFileSync(path, 'utf8'), fileOrigins)))
      reply.header('content-security-policy', policy)
    },
  })
  ofPage = false
  app.get('/', { config: { scope: 'public' }, schema: { hide: true } }, (request, reply) => {
    const { accept } = request.headers
    // who names no kind of answer may be a person with an old browser; programs name another one, or any
    if (accept !== undefined && !accept.includes('text/html')) void reply.send(serviceInfo(version))
    else if (built) void reply.sendFile('index.html')
    else void reply.type('text/plain; charset=utf-8').send(NOT_BUILT)
  })

  app.setNotFoundHandler((request, reply) => {
    // not returned: Fastify would wait for the reply that it waits for already, with listeners of its own
    if (built && asksForPage(request)) return void reply.code(404).sendFile('404.html')
    const path = decodable(request.url.split('?', 1)[0] ?? '/')
    const { method } = request
    const methods = allowed(request.url.split('?', 1)[0] ?? '/')
    if (methods.length === 0 || methods.includes(method))
      return replyWithError(new CodedError('route_unknown', { method, path }), request, reply)
    reply.header('allow', methods.join(', '))
    return replyWithError(new CodedError('method_not_allowed', { method, path, allowed: methods }), request, reply)
  })
}

/** What a program is told at the root. */
function serviceInfo(version: string): ServiceInfo {
  const links = { docs: '/docs', openapi: '/openapi.json', health: '/health', predict: '/predict', items: '/items' }
  return { service: 'zerosec', version, links: { ...links, model: '/model/info', metrics: '/metrics', api: BASE_PATH } }
}

function asksForPage({ method, url, headers }: FastifyRequest): boolean {
  return method === 'GET' && !url.startsWith(BASE_PATH) && headers.accept?.includes('text/html') === true
}

function decodable(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

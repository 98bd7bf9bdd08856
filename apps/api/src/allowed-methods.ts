import type { RouteOptions } from 'fastify'
import type { Api } from './api.ts'

/** The methods that a path takes, sorted; none for a path that there is not. */
export type AllowedMethods = (path: string) => readonly string[]

/** Remembers every route that is added from now on. A route for whatever is left (`*`) tells of no path. */
export function allowedMethods(app: Api): AllowedMethods {
  const routes: { readonly path: RegExp; readonly methods: readonly string[] }[] = []
  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    if (url === '/*' || url === '*') return
    routes.push({ path: patternOf(url), methods: [method].flat() })
  })
  return (path) => {
    const methods = routes.filter((route) => route.path.test(path)).flatMap((route) => route.methods)
    return [...new Set(methods)].sort()
  }
}

/** `/jobs/:job_id/events` and `/files/:bucket/*` as an expression over the path of a request. */
function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+'
    return part === '*' ? '.+' : part.replace(/[^\w-]/g, String.raw`\$&`)
  })
  return new RegExp(`^${parts.join('/')}/?$`)
}

import { fileURLToPath } from 'node:url'
import type { Api } from '../api.ts'
import { swaggerUiHtml, swaggerUiStart } from '../docs-page.ts'

const HIDDEN = { config: { scope: 'public' }, schema: { hide: true } } as const

/**
 * `/openapi.json`, and a page at `/docs` that shows it and tries the calls; nothing of it comes from the network.
 * Swagger UI's own Fastify plugin is not used: it took a quarter of the API's start.
 */
export function docsRoutes(app: Api): void {
  let document: string | undefined
  app.get('/openapi.json', HIDDEN, async (_, reply) => {
    document ??= JSON.stringify(app.swagger())
    return reply.type('application/json; charset=utf-8').serializer(String).send(document)
  })

  app.get('/docs', HIDDEN, async (_, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
      )
      .send(swaggerUiHtml),
  )
  app.get('/docs/start.js', HIDDEN, async (_, reply) =>
    reply.type('text/javascript; charset=utf-8').send(swaggerUiStart),
  )
  const folder = fileURLToPath(new URL('static', import.meta.resolve('@fastify/swagger-ui/package.json')))
  for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css']) {
    app.get(`/docs/${file}`, HIDDEN, async (_, reply) => reply.sendFile(file, folder, { maxAge: 3_600_000 }))
  }
}

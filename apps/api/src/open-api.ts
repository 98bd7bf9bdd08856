import type { SwaggerOptions, SwaggerTransform, SwaggerTransformObject } from '@fastify/swagger'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { documentAccess, SECURITY_SCHEMES } from './access/document-access.ts'

/** How the OpenAPI document is made of the routes' schemas. */
export function openApi(version: string): SwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'zerosec',
        version,
        description:
          'From a table to a decision. Ask for an upload URL, PUT the file there, submit a job, follow it, download what ' +
          'it made. Every failure has the shape `Error`, with a stable `code`.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        { name: 'files', description: 'Files go in and out through signed URLs.' },
        { name: 'jobs', description: 'A job is one run of an analysis.' },
        { name: 'batches', description: 'A batch is up to 1,000 jobs that were submitted at once.' },
        { name: 'schedules', description: 'A schedule submits a job at each tick of a cron expression.' },
        {
          name: 'projects',
          description: 'A project is a campaign of experiments: jobs in rounds, and what each round taught.',
        },
        { name: 'analyses', description: 'What can be run, and with which parameters.' },
        { name: 'models', description: 'Registered models: versions, aliases, releases, predictions.' },
        { name: 'sentiment', description: 'The model of sentiment that ships.' },
        { name: 'inference', description: 'Registered models by the Open Inference Protocol v2.' },
        { name: 'items', description: 'A catalogue of items.' },
        { name: 'commerce', description: "A shop's numbers, from snapshots of its files." },
        { name: 'access', description: 'Keys, sessions and who did what.' },
        { name: 'health', description: 'For load balancers and clients that wait for the service.' },
      ],
      components: { securitySchemes: SECURITY_SCHEMES },
    },
    transform: withNamedWildcard,
    transformObject: withoutUnusedSchemas,
  }
}

/** OpenAPI has no `*` in paths; what it matches in `/files/*` is a bucket and a key. */
const withNamedWildcard: SwaggerTransform = (route) => {
  const { schema: plain, url } = jsonSchemaTransform(route)
  const schema = documentAccess(plain, route.route)
  if (!url.endsWith('/*')) return { schema, url }
  const properties = { bucket: { type: 'string' }, key: { type: 'string', description: 'slashes included' } }
  return { schema: { ...schema, params: { type: 'object', properties } }, url: url.replace('*', ':bucket/:key') }
}

interface OpenApiOperation {
  requestBody?: { content?: Record<string, { schema?: unknown }> }
  responses?: Record<string, { description: string }>
}

interface OpenApiDocument {
  paths?: Record<string, Record<string, OpenApiOperation>>
  components?: { schemas?: Record<string, unknown> }
}

/** The provider writes every schema of the contract twice, as input and as output; only those in use stay. */
const withoutUnusedSchemas: SwaggerTransformObject = (made) => {
  const document = jsonSchemaTransformObject(made)
  const { paths = {}, components } = document as OpenApiDocument
  const operations = Object.values(paths).flatMap((path) => Object.values(path))
  // a route has one schema, that of its JSON
  for (const { requestBody } of operations) {
    const { content } = requestBody ?? {}
    if (content && 'text/csv' in content) content['text/csv'] = { schema: { type: 'string' } }
  }
  const used = new Set<string>()
  const collect = (part: unknown) => {
    for (const [, name = ''] of JSON.stringify(part ?? null).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (used.has(name)) continue
      used.add(name)
      collect(components?.schemas?.[name])
    }
  }
  collect(paths)
  const schemas = Object.fromEntries(Object.entries(components?.schemas ?? {}).filter(([name]) => used.has(name)))

  for (const operation of operations) {
    for (const response of Object.values(operation.responses ?? {})) {
      if (response.description === 'Default Response') response.description = 'done'
    }
  }
  return { ...document, components: { ...components, schemas } } as ReturnType<SwaggerTransformObject>
}

import { ERRORS, type ErrorCode } from '@zerosec/errors'
import type { FastifySchema, RouteOptions } from 'fastify'

/** Any of these lets a caller in. */
export const SECURITY_SCHEMES = {
  key: { type: 'http', scheme: 'bearer', description: 'A key, `zs_…`, that `zerosec keys create` or POST /keys made.' },
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'A token of the OpenID Connect issuer, where one is configured.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'zerosec-8000',
    description: 'What POST /session sets, named after the port; under https `__Host-zerosec`.',
  },
} as const

const UNKNOWN_CALLER = ['credentials_missing', 'credentials_refused'] as const
const OTHER_REFUSALS = ['scope_missing', 'cross_site_refused', 'issuer_unavailable'] as const

interface Documented {
  response?: Record<string, { description?: string; content?: object } | undefined>
}

/** What the document says of a route's scope: who may call it, and what the others are answered. */
export function documentAccess(schema: FastifySchema, { config }: RouteOptions): FastifySchema {
  const scope = config?.scope ?? 'public'
  if (scope === 'public') return { ...schema, security: [] }
  const response = { ...(schema as Documented).response }
  for (const code of [...UNKNOWN_CALLER, ...OTHER_REFUSALS]) addRefusal(response, code)
  return {
    ...schema,
    security: Object.keys(SECURITY_SCHEMES).map((name) => ({ [name]: [] })),
    response,
    'x-scope': scope,
  } as FastifySchema
}

const ERROR = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }

function addRefusal(response: NonNullable<Documented['response']>, code: ErrorCode): void {
  const { status, text } = ERRORS[code]
  const known = response[status] ?? { content: ERROR }
  const said = known.description === undefined ? '' : `${known.description}\n\n`
  response[status] = { ...known, description: `${said}\`${code}\`: ${text}` }
}

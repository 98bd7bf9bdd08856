import { SCOPES } from '@zerosec/contract'
import { z } from 'zod'

/** Who may call; part of the one list of settings. */
export const ACCESS_SETTINGS = {
  authentication: {
    name: 'ZEROSEC_AUTH',
    default: 'on',
    description:
      'off: whoever reaches the service may do everything, without a key. Only where it listens on this machine alone; ' +
      'zerosec start --no-auth says the same.',
    schema: z.enum(['on', 'off']),
  },
  sessionHours: {
    name: 'ZEROSEC_SESSION_HOURS',
    default: '168',
    description: 'How long a browser stays signed in.',
    schema: z.coerce.number<string>().min(0.01).max(8760),
  },
  auditDays: {
    name: 'ZEROSEC_AUDIT_DAYS',
    default: '365',
    description: 'How long the log of who did what is kept.',
    schema: z.coerce.number<string>().int().min(1).max(36_500),
  },
  metricsToken: {
    name: 'ZEROSEC_METRICS_TOKEN',
    default: '',
    description:
      'What a scraper may show instead of a key, as a bearer token, to read /metrics and nothing else; empty: none.',
    secret: true,
    schema: z.union([
      z.literal('').transform(() => undefined),
      z.string().regex(/^[\w.~+/=-]{16,200}$/, 'expected 16 to 200 letters, digits and characters of _.~+/=-'),
    ]),
  },
  trustProxy: {
    name: 'ZEROSEC_TRUST_PROXY',
    default: '',
    description:
      'Addresses of proxies whose X-Forwarded headers are believed, separated by commas: 10.0.0.0/8, or loopback. ' +
      'Empty: those headers are ignored.',
    schema: z.string().transform((text) => text.split(/[\s,]+/).filter(Boolean)),
  },
  oidcIssuer: {
    name: 'ZEROSEC_OIDC_ISSUER',
    default: '',
    description: 'URL of an OpenID Connect issuer whose bearer tokens are accepted beside keys; empty for none.',
    schema: z.union([
      z.literal('').transform(() => undefined),
      z.url({ protocol: /^https?$/ }).refine(isSafe, 'expected https, or http on this machine'),
    ]),
  },
  oidcAudience: {
    name: 'ZEROSEC_OIDC_AUDIENCE',
    default: '',
    description: 'The audience that tokens of the issuer must be for.',
    schema: z.string(),
  },
  oidcWorkspaceClaim: {
    name: 'ZEROSEC_OIDC_WORKSPACE_CLAIM',
    default: '',
    description: "The claim of a token that names its workspace; empty: all tokens work in the workspace 'default'.",
    schema: z.string(),
  },
  oidcScopeClaim: {
    name: 'ZEROSEC_OIDC_SCOPE_CLAIM',
    default: 'scope',
    description: 'The claim of a token that lists zerosec:read, zerosec:submit or zerosec:admin.',
    schema: z.string().min(1),
  },
  oidcScope: {
    name: 'ZEROSEC_OIDC_SCOPE',
    default: '',
    description: 'What a token may do whose claim names none of them: read, submit or admin; empty: nothing.',
    schema: z.union([z.literal('').transform(() => undefined), z.enum(SCOPES)]),
  },
} as const

/** The keys of an issuer decide who comes in: on the way here nobody may change them. */

function isSafe(text: string): boolean {
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
}

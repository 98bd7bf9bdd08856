import { z } from 'zod'
import { Count, Timestamp } from './fields.ts'
import { SCOPES } from './protocol.ts'

const Scope = z.enum(SCOPES)

export const WorkspaceId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/, 'expected 1 to 50 letters, digits, points, hyphens and underscores')

export const KeyParams = z.object({
  key_id: z.string().regex(/^[0-9a-f]{12}$/, 'expected the 12 characters of a key id'),
})

export const CreateKeyRequest = z
  .object({
    name: z.string().trim().min(1).max(100).describe('what the key is for'),
    scope: Scope.default('submit').describe('what it may do: read, submit (and read), or admin (and submit)'),
    expires_in_days: z.int().min(1).max(3650).nullish().describe('left out: it does not expire'),
    workspace_id: WorkspaceId.optional().describe('another one than its own can be named by the operator only'),
  })
  .meta({ id: 'CreateKey' })
export type CreateKeyRequest = z.input<typeof CreateKeyRequest>

const key = {
  key_id: z.string(),
  name: z.string(),
  workspace_id: z.string(),
  scope: Scope,
  created_at: Timestamp,
  created_by: z.string(),
  expires_at: Timestamp.nullable(),
  revoked_at: Timestamp.nullable(),
  last_used_at: Timestamp.nullable().describe('to within ten minutes'),
}
export const ApiKey = z.object(key).meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

export const CreatedKey = z
  .object({ ...key, key: z.string().describe('shown this once; only its hash is stored') })
  .meta({ id: 'CreatedKey' })
export type CreatedKey = z.infer<typeof CreatedKey>

export const ListKeysQuery = z.object({ workspace_id: WorkspaceId.optional() })
export const ListKeysResponse = z.object({ keys: z.array(ApiKey) }).meta({ id: 'KeyList' })
export type ListKeysResponse = z.infer<typeof ListKeysResponse>

export const SignInRequest = z
  .object({
    token: z
      .string()
      .trim()
      .min(1)
      .max(16_384)
      .describe('of the link that is printed at start, a key, or a token of the issuer'),
  })
  .meta({ id: 'SignIn' })
export type SignInRequest = z.input<typeof SignInRequest>

export const Session = z
  .object({
    authentication: z.enum(['on', 'off']).describe('off: whoever reaches the service may do everything'),
    actor: z.string(),
    workspace_id: z.string(),
    scope: Scope,
    expires_at: Timestamp.nullable(),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

export const SignedOut = z.object({ signed_out: z.literal(true) }).meta({ id: 'SignedOut' })

export const SignInLink = z
  .object({ url: z.url().describe('signs one browser in, once'), expires_at: Timestamp })
  .meta({ id: 'SignInLink' })
export type SignInLink = z.infer<typeof SignInLink>

export const AuditEntry = z
  .object({
    at: Timestamp,
    workspace_id: z.string().nullable().describe('null: the caller was not known'),
    actor: z.string(),
    action: z.string().describe('method and route'),
    subject: z.string().nullable().describe('what it was done to'),
    outcome: z.string().describe('done, or the code of the error'),
    status: Count,
    request_id: z.string(),
    address: z.string().nullable(),
    times: Count.describe('how often within a minute, of what was refused again and again'),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>

export const ListAuditQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/, 'is not the `next` of a page before; leave it out to start again')
    .optional(),
})

export const AuditResponse = z
  .object({ entries: z.array(AuditEntry), next: z.string().nullable().describe('the cursor of the next page') })
  .meta({ id: 'AuditLog' })
export type AuditResponse = z.infer<typeof AuditResponse>

import { ApiKey, CreatedKey, CreateKeyRequest, KeyParams, ListKeysQuery, ListKeysResponse } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { type Access, type Identity, keyView } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { callerOf } from './caller-of.ts'
import type { Callers } from './callers.ts'

const tags = ['access']
const config = { scope: 'admin' } as const

/** The keys of a workspace, for its administrators; those of all workspaces for whoever runs the machine. */
export function keyRoutes(app: Api, access: Access, callers: Callers): void {
  createRoute(app, access)

  app.get(
    '/keys',
    {
      config,
      schema: {
        tags,
        summary: 'The keys, newest first, revoked and expired ones too',
        querystring: ListKeysQuery,
        response: { 200: ListKeysResponse, ...failures('input', 'workspace_refused') },
      },
    },
    async (request) => {
      const workspaceId = managedWorkspace(callerOf(request), request.query.workspace_id)
      return { keys: (await access.keys.list(workspaceId)).map(keyView) }
    },
  )

  app.delete(
    '/keys/:key_id',
    {
      config,
      schema: {
        tags,
        summary: 'Revoke a key: from now on it opens nothing',
        params: KeyParams,
        response: { 200: ApiKey, ...failures('input', 'key_unknown') },
      },
    },
    async (request) => {
      const revoked = await access.keys.revoke(request.params.key_id, managedWorkspace(callerOf(request), undefined))
      callers.forget()
      return keyView(revoked)
    },
  )
}

function createRoute(app: Api, access: Access): void {
  app.post(
    '/keys',
    {
      config,
      schema: {
        tags,
        summary: 'Make a key; it is shown this once',
        body: CreateKeyRequest,
        response: { 200: CreatedKey, ...failures('body', 'workspace_refused') },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      const { name, scope, expires_in_days: days, workspace_id: wanted } = request.body
      const { key, listed } = await access.keys.create({
        name,
        scope,
        workspaceId: managedWorkspace(caller, wanted) ?? caller.workspaceId,
        createdBy: caller.actor,
        expiresInDays: days ?? undefined,
      })
      reply.header('cache-control', 'no-store')
      return { ...keyView(listed), key }
    },
  )
}

/** The workspace whose keys the caller means; undefined: all, which the operator may mean. */
function managedWorkspace(caller: Identity, wanted: string | undefined): string | undefined {
  if (caller.operator) return wanted
  if (wanted !== undefined && wanted !== caller.workspaceId)
    throw new CodedError('workspace_refused', { workspace: wanted })
  return caller.workspaceId
}

import {
  type ApiKey,
  type CreatedKey,
  type CreateKeyRequest,
  type ListKeysResponse,
  type Scope,
  WorkspaceId,
} from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import {
  type Access,
  type Configuration,
  DEFAULT_WORKSPACE,
  keyView,
  type ApiKey as StoredKey,
  withAccess,
} from '@zerosec/jobs'
import { findLocalPlatform, type LocalPlatform } from './local-platform.ts'

export interface WantedKey {
  readonly name: string
  readonly scope: Scope
  readonly workspace: string | undefined
  readonly days: number | undefined
}

/** Where keys are managed: on the database, or at the platform that holds it. */
export interface KeyDesk {
  create(wanted: WantedKey): Promise<CreatedKey>
  list(workspace: string | undefined): Promise<readonly ApiKey[]>
  revoke(keyId: string): Promise<ApiKey>
}

/**
 * @throws CodedError platform_not_reached when one holds the data folder and can't be asked, and what `work` throws
 */
export async function atKeyDesk<T>(configuration: Configuration, work: (desk: KeyDesk) => Promise<T>): Promise<T> {
  const { databaseUrl, dataFolder: folder } = configuration
  const running = databaseUrl === undefined ? await findLocalPlatform(folder) : undefined
  if (running) return work(deskOfPlatform(running))
  try {
    return await withAccess(configuration, (access) => work(deskOfDatabase(access)))
  } catch (error) {
    if (!(error instanceof CodedError && error.code === 'data_folder_in_use')) throw error
    throw new CodedError('platform_not_reached', { folder, problem: 'it is starting or stopping' }, { cause: error })
  }
}

function deskOfPlatform(platform: LocalPlatform): KeyDesk {
  return {
    create: ({ name, scope, workspace, days }) =>
      platform.call<CreatedKey>('POST', '/keys', {
        name,
        scope,
        ...(workspace === undefined ? {} : { workspace_id: workspace }),
        ...(days === undefined ? {} : { expires_in_days: days }),
      } satisfies CreateKeyRequest),
    async list(workspace) {
      const query = workspace === undefined ? '' : `?workspace_id=${encodeURIComponent(workspace)}`
      return (await platform.call<ListKeysResponse>('GET', `/keys${query}`)).keys
    },
    revoke: (keyId) => platform.call<ApiKey>('DELETE', `/keys/${encodeURIComponent(keyId)}`),
  }
}

function deskOfDatabase({ keys, audit }: Access): KeyDesk {
  const note = (action: string, { workspaceId, keyId: subject }: StoredKey) =>
    audit.write({
      workspaceId,
      actor: 'local',
      action,
      subject,
      outcome: 'done',
      status: 200,
      requestId: 'cli',
      address: null,
    })
  return {
    async create({ name, scope, workspace = DEFAULT_WORKSPACE, days: expiresInDays }) {
      const workspaceId = workspaceNamed(workspace)
      const { key, listed } = await keys.create({ name, scope, workspaceId, createdBy: 'local', expiresInDays })
      await note('zerosec keys create', listed)
      return { ...keyView(listed), key }
    },
    list: async (workspace) => (await keys.list(workspace)).map(keyView),
    async revoke(keyId) {
      const revoked = await keys.revoke(keyId)
      await note('zerosec keys revoke', revoked)
      return keyView(revoked)
    },
  }
}

function workspaceNamed(text: string): string {
  const workspace = WorkspaceId.safeParse(text)
  if (workspace.success) return workspace.data
  throw new CodedError('option_invalid', { option: '--workspace', problem: workspace.error.issues[0]?.message ?? '' })
}

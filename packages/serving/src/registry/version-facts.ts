import type { ModelSignature } from '@zerosec/contract'
import type { Selectable } from 'kysely'
import type { ModelVersionsTable } from '../tables.ts'
import type { Golden } from './golden.ts'

/** What serving needs of a version, which never changes but for the place of its file. */
export interface VersionFacts {
  readonly versionId: string
  readonly workspaceId: string
  readonly name: string
  readonly version: number
  readonly sha256: string
  readonly bytes: number
  readonly bucket: string
  readonly fileKey: string
  readonly signature: ModelSignature
  readonly golden: Golden
}

export const FACT_COLUMNS = [
  'version_id',
  'workspace_id',
  'name',
  'version',
  'sha256',
  'size_bytes',
  'bucket',
  'file_key',
  'signature',
  'golden',
] as const satisfies readonly (keyof ModelVersionsTable)[]

export function factsOf(row: Pick<Selectable<ModelVersionsTable>, (typeof FACT_COLUMNS)[number]>): VersionFacts {
  return {
    versionId: row.version_id,
    workspaceId: row.workspace_id,
    name: row.name,
    version: row.version,
    sha256: row.sha256,
    bytes: Number(row.size_bytes),
    bucket: row.bucket,
    fileKey: row.file_key,
    signature: row.signature,
    golden: row.golden,
  }
}

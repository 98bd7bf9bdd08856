import { randomUUID } from 'node:crypto'
import type { Files } from '@zerosec/jobs'
import { encodeModel, type Model } from '@zerosec/model'
import { sampleModel, sampleTrees } from '../../model/test/sample-models.ts'
import { goldenOf } from '../src/registry/golden.ts'
import { sha256Of } from '../src/registry/model-files.ts'
import { signatureOf } from '../src/registry/signature.ts'
import type { VersionFacts } from '../src/registry/version-facts.ts'

/** Sums of trees over temperature, 圧力 "P", solvent and stirred; `by` tells one from another. */
export function treesModel(by: number): Model {
  return sampleModel({ kind: 'trees', ensemble: sampleTrees('squared', by), link: 'identity' })
}

/** What the registry would say of a model. */
export function factsFor(model: Model, bytes = encodeModel(model)): VersionFacts {
  const versionId = randomUUID()
  return {
    versionId,
    workspaceId: 'default',
    name: 'strength',
    version: 1,
    sha256: sha256Of(bytes),
    bytes: bytes.byteLength,
    bucket: 'outputs',
    fileKey: `models/${versionId}/model.zsm`,
    signature: signatureOf(model),
    golden: goldenOf(model),
  }
}

/** A store in memory that counts how often it is read. */
export function filesWith(stored: ReadonlyMap<string, Uint8Array>): { files: Files; reads: () => number } {
  let reads = 0
  const files = {
    size: async (_: string, key: string) => stored.get(key)?.byteLength,
    read: async (_: string, key: string) => {
      reads++
      const bytes = stored.get(key)!
      return { bytes: bytes.byteLength, stream: new Blob([bytes.slice()]).stream() }
    },
  }
  return { files: files as unknown as Files, reads: () => reads }
}

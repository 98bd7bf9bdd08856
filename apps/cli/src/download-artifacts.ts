import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from '@zerosec/client'
import { fileInto } from '@zerosec/client/file'
import { CodedError } from '@zerosec/errors'
import { checkOutputFolder, folderBeside, type OutputFile, writeOutputs } from './output-folder.ts'

const AT_ONCE = 4

interface Wanted {
  readonly client: Client
  readonly jobId: string
  readonly folder: string
  readonly signal: AbortSignal
}

/**
 * Downloads all artifacts of a job that has ended into the folder, as `writeOutputs` treats it: all of them, checked by size and
 * SHA-256, or none.
 *
 * @returns their paths in the folder
 * @throws CodedError artifact_name_unsafe, and those of `writeOutputs`; ApiError
 */
export async function downloadArtifacts(
  { client, jobId, folder, signal }: Wanted,
  show: (fraction: number, message: string) => void,
): Promise<string[]> {
  const [artifacts, checksums] = await Promise.all([
    client.artifacts(jobId, { signal }),
    client.checksums(jobId, { signal }),
  ])
  if (artifacts.length === 0) return []
  const files = artifacts.map((artifact, i) => ({ artifact, path: pathOf(artifact.file_key), name: String(i) }))
  await checkOutputFolder(
    folder,
    files.map(({ path }) => path),
  )
  const hashes = new Map(checksums.map((each) => [each.file_key, each.sha256]))
  const total = artifacts.reduce((sum, { size_bytes }) => sum + size_bytes, 0)
  const received = new Map<string, number>()

  const beside = await folderBeside(folder)
  try {
    await inTurns(files, async ({ artifact, name }) => {
      const sha256 = hashes.get(artifact.file_key)
      const onProgress = (bytes: number) => {
        received.set(name, bytes)
        const sum = [...received.values()].reduce((a, b) => a + b, 0)
        show(total > 0 ? sum / total : 1, `Downloading ${artifact.file_name}`)
      }
      const stored = { ...artifact, ...(sha256 === undefined ? {} : { sha256 }) }
      await client.download(jobId, stored, fileInto(join(beside, name)), { signal, onProgress })
    })
    const outputs: OutputFile[] = files.map(({ path, name }) => ({ path, from: join(beside, name) }))
    await writeOutputs(folder, outputs)
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
  return files.map(({ path }) => path)
}

/** Some at a time; the first failure is thrown once those that had begun are done. */
async function inTurns<Item>(items: readonly Item[], body: (item: Item) => Promise<void>): Promise<void> {
  const left = [...items]
  let failure: { readonly error: unknown } | undefined
  const turn = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      await body(item).catch((error: unknown) => {
        failure ??= { error }
        left.length = 0
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, turn))
  if (failure) throw failure.error
}

/**
 * The path in the folder: what follows outputs/<job_id>/<attempt>/, or outputs/<job_id>/kept/<id>/ of results so far.
 * The platform is not trusted with where it writes.
 */
export function pathOf(fileKey: string): string {
  const path = /^outputs\/[^/]+\/(?:kept\/[^/]+|[^/]+)\/(.+)$/s.exec(fileKey)?.[1] ?? ''
  const names = path.split('/')
  const isUnsafe = names.some(
    (name) => name === '' || name === '.' || name === '..' || /[\\:\u0000-\u001f\u007f]/.test(name),
  )
  if (isUnsafe || names[0] === '.zerosec-files.json') throw new CodedError('artifact_name_unsafe', { file: fileKey })
  return path
}

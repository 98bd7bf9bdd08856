import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { CodedError } from '@zerosec/errors'

export interface OutputFile {
  /** Relative to the folder, with forward slashes: figures/residuals.png. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** The names of the files that zerosec wrote into a folder, so that a later run replaces those and no others. */
const RECORD = '.zerosec-files.json'

/**
 * Writes files into a folder. Replaces what an earlier run wrote there, and removes what it wrote and this one does not.
 *
 * @throws CodedError output_exists before anything is changed when a file that zerosec did not write is in the way;
 *   output_not_writable
 */
export async function writeOutputs(folder: string, files: readonly OutputFile[]): Promise<void> {
  try {
    const own = await checkOutputFolder(
      folder,
      files.map((file) => file.path),
    )
    const paths = new Set(files.map((file) => file.path))
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, RECORD), JSON.stringify([...new Set([...own, ...paths])]))
    await Promise.all(
      [...own].filter((path) => !paths.has(path)).map((path) => rm(join(folder, path), { force: true })),
    )
    const parents = new Set(files.map((file) => dirname(join(folder, file.path))))
    await Promise.all([...parents].map((parent) => mkdir(parent, { recursive: true })))
    await Promise.all(files.map((file) => writeFile(join(folder, file.path), file.bytes)))
    await writeFile(join(folder, RECORD), JSON.stringify([...paths]))
  } catch (error) {
    throw writeFailure(folder, error)
  }
}

function writeFailure(folder: string, error: unknown): unknown {
  if (error instanceof CodedError || !(error instanceof Error) || !('code' in error)) return error
  return new CodedError('output_not_writable', { folder, problem: String(error.code) }, { cause: error })
}

/** Writes one more file beside those that an earlier run wrote: it goes with them when the next one is written. Errors as above. */
export async function addOutput(folder: string, { path, bytes }: OutputFile): Promise<void> {
  try {
    const own = await checkOutputFolder(folder, [path])
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, RECORD), JSON.stringify([...new Set([...own, path])]))
    await writeFile(join(folder, path), bytes)
  } catch (error) {
    throw writeFailure(folder, error)
  }
}

/**
 * The files in the folder that zerosec wrote.
 * @throws CodedError output_exists when one of `paths` is there and is not among them
 */
export async function checkOutputFolder(folder: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const own = await ownFiles(folder)
  for (const path of paths) {
    if (!own.has(path) && (await exists(join(folder, path))))
      throw new CodedError('output_exists', { file: join(folder, path) })
  }
  return own
}

async function ownFiles(folder: string): Promise<ReadonlySet<string>> {
  const inside = (path: unknown) =>
    typeof path === 'string' && !isAbsolute(path) && !path.split(/[/\\]/).includes('..') ? [path] : []
  try {
    const record: unknown = JSON.parse(await readFile(join(folder, RECORD), 'utf8'))
    return new Set(Array.isArray(record) ? record.flatMap(inside) : [])
  } catch {
    return new Set() // no record, or a broken one: then nothing here is taken for ours
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

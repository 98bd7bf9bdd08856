import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { CodedError } from '@zerosec/errors'

/** Its path is relative to the folder, with forward slashes: figures/residuals.png. */
export type OutputFile = { readonly path: string } & (
  | { readonly bytes: Uint8Array }
  /** A file on the same disk, which is moved. */
  | { readonly from: string }
)

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
    await Promise.all(files.map((file) => put(file, join(folder, file.path))))
    await writeFile(join(folder, RECORD), JSON.stringify([...paths]))
  } catch (error) {
    throw writeFailure(folder, error)
  }
}

/** A new folder on the same disk, for files that are to be moved into `folder` once all of them are there. Errors as above. */
export async function folderBeside(folder: string): Promise<string> {
  const parent = dirname(resolve(folder))
  try {
    await mkdir(parent, { recursive: true })
    return await mkdtemp(join(parent, '.zerosec-download-'))
  } catch (error) {
    throw writeFailure(folder, error)
  }
}

async function put(file: OutputFile, path: string): Promise<void> {
  if ('bytes' in file) await writeFile(path, file.bytes)
  else await rename(file.from, path)
}

function writeFailure(folder: string, error: unknown): unknown {
  if (error instanceof CodedError || !(error instanceof Error) || !('code' in error)) return error
  return new CodedError('output_not_writable', { folder, problem: String(error.code) }, { cause: error })
}

/** Writes one more file beside those that an earlier run wrote: it goes with them when the next one is written. Errors as above. */
export async function addOutput(folder: string, file: OutputFile): Promise<void> {
  try {
    const { path } = file
    const own = await checkOutputFolder(folder, [path])
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, RECORD), JSON.stringify([...new Set([...own, path])]))
    await put(file, join(folder, path))
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

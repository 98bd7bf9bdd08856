import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { CodedError } from '@zerosec/errors'
import type { Mapping } from '../mapping/mapping.ts'
import { byNaturalOrder } from './natural-order.ts'

export interface GivenFile {
  /** Its path under the folder that was given, with slashes; the bare name of a file that was given itself. */
  readonly name: string
  readonly path: string
}

export interface SourceFile extends GivenFile {
  readonly source: string
}

/** The files that paths name, those of folders included, in natural order. @throws CodedError file_not_found, source_names_equal */
export async function findFiles(paths: readonly string[]): Promise<GivenFile[]> {
  const found: GivenFile[] = []
  for (const path of paths) {
    const entry = await stat(path).catch((cause: unknown) => {
      throw new CodedError('file_not_found', { file: path }, { cause })
    })
    if (!entry.isDirectory()) found.push({ name: basename(path), path })
    else found.push(...(await filesOfFolder(path)))
  }
  const twice = found.find(({ name, path }) => found.some((other) => other.name === name && other.path !== path))
  if (twice !== undefined) throw new CodedError('source_names_equal', { file: twice.name })
  return found.sort((a, b) => byNaturalOrder(a.name, b.name))
}

async function filesOfFolder(folder: string): Promise<GivenFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(folder, path).split(sep).join('/'), path }))
}

/** Which source each file is one of. @throws CodedError source_file_ambiguous */
export function matchFiles(
  mapping: Mapping,
  files: readonly GivenFile[],
): { matched: SourceFile[]; unmatched: GivenFile[] } {
  const patterns = Object.entries(mapping.sources).map(([source, { files }]) => [source, files.map(patternOf)] as const)
  const matched: SourceFile[] = []
  const unmatched: GivenFile[] = []
  for (const file of files) {
    const fitting = patterns.filter(([, tests]) =>
      tests.some((test) => test.test(basename(file.name)) || test.test(file.name)),
    )
    if (fitting.length > 1) {
      throw new CodedError('source_file_ambiguous', { file: file.name, sources: fitting.map(([source]) => source) })
    }
    const [source] = fitting[0] ?? []
    if (source === undefined) unmatched.push(file)
    else matched.push({ ...file, source })
  }
  return { matched, unmatched }
}

/** `*` stands for any characters, `?` for one; letters in either case. */
function patternOf(pattern: string): RegExp {
  const text = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${text}$`, 'iu')
}

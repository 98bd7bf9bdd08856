import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { CodedError } from '@zerosec/errors'
import { canonicalKey } from '../files/keys.ts'
import {
  ArchiveHeader,
  ArchivePart,
  COMMERCE_FOLDER,
  DATABASE_PART,
  type FileArea,
  fileAreaFolder,
  MANIFEST,
  MANIFEST_HASH,
  SIGNING_SECRET_PART,
} from './archive-format.ts'
import { type ArchiveEntry, readArchive } from './archive-reader.ts'
import { readLines } from './read-lines.ts'

const HASH_BYTES = 64

export interface VerifiedArchive {
  readonly header: ArchiveHeader
  readonly bytes: number
  readonly parts: ReadonlyMap<string, ArchivePart>
}

/**
 * Reads the whole archive and holds every byte against the manifest's hashes, without keeping any: what passes is what was written.
 *
 * @throws CodedError file_not_found, backup_incomplete, backup_damaged
 */
export async function verifyArchive(path: string): Promise<VerifiedArchive> {
  const damaged = (problem: string) => new CodedError('backup_damaged', { file: path, problem })
  const found = new Map<string, ArchivePart>()
  let manifest: Manifest | undefined
  let header: ArchiveHeader | undefined
  let bytes = 0
  for await (const entry of readArchive(path)) {
    const { name } = entry
    if (found.has(name)) throw damaged(`it has ${JSON.stringify(name)} twice`)
    if (name === MANIFEST && manifest === undefined) {
      manifest = await compared(entry, found, damaged)
      continue
    }
    if (name === MANIFEST_HASH && header === undefined) {
      const hash = entry.bytes === HASH_BYTES ? (await buffer(entry.content)).toString() : undefined
      if (manifest === undefined || manifest.sha256 !== hash) throw damaged('its manifest is not what was written')
      header = manifest.header
      continue
    }
    if (placeOf(name) === undefined || manifest !== undefined)
      throw damaged(`${JSON.stringify(name.slice(0, 100))} is no part of a backup`)
    found.set(name, await hashed(entry))
    bytes += entry.bytes
  }
  if (header === undefined) throw new CodedError('backup_incomplete', { file: path, bytes })
  return { header, bytes, parts: found }
}

/** Where a part belongs, by its name. */
export type Place =
  | { readonly kind: 'database' | 'secret' }
  | { readonly kind: 'file'; readonly area: FileArea; readonly key: string }
  | { readonly kind: 'commerce'; readonly path: string }

/** Undefined for a name that no backup has: one that would reach outside of its folder, for example. */
export function placeOf(name: string): Place | undefined {
  if (name === DATABASE_PART) return { kind: 'database' }
  if (name === SIGNING_SECRET_PART) return { kind: 'secret' }
  for (const area of ['inputs', 'outputs'] as const) {
    const folder = fileAreaFolder(area)
    const key = name.slice(folder.length)
    if (name.startsWith(folder) && isKey(key)) return { kind: 'file', area, key }
  }
  const path = name.slice(COMMERCE_FOLDER.length + 1)
  const isShop = name.startsWith(`${COMMERCE_FOLDER}/`) && isKey(path) && !/(^|\/)\./.test(path)
  return isShop ? { kind: 'commerce', path } : undefined
}

function isKey(text: string): boolean {
  try {
    return canonicalKey(text) === text
  } catch {
    return false
  }
}

async function hashed({ name, bytes, content }: ArchiveEntry): Promise<ArchivePart> {
  const hash = createHash('sha256')
  for await (const chunk of content) hash.update(chunk)
  return { name, bytes, sha256: hash.digest('hex') }
}

interface Manifest {
  readonly header: ArchiveHeader
  readonly sha256: string
}

/** Holds what was found against the manifest, line by line: that of a large platform is more than one string can hold. */
async function compared(
  { content }: ArchiveEntry,
  found: ReadonlyMap<string, ArchivePart>,
  damaged: (problem: string) => CodedError,
): Promise<Manifest> {
  const hash = createHash('sha256')
  const hashed = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of content) {
      hash.update(chunk)
      yield chunk
    }
  }
  let header: ArchiveHeader | undefined
  let count = 0
  for await (const line of readLines(hashed(), { fatal: false })) {
    if (header === undefined) {
      const first = ArchiveHeader.safeParse(jsonOf(line))
      if (!first.success) throw damaged('its manifest begins with something else than a backup of this version')
      header = first.data
      continue
    }
    const part = ArchivePart.safeParse(jsonOf(line))
    if (!part.success) throw damaged('its manifest has a line that is none')
    const { name, bytes, sha256 } = part.data
    const stored = found.get(name)
    if (stored === undefined) throw damaged(`${name} is missing`)
    if (stored.bytes !== bytes || stored.sha256 !== sha256) throw damaged(`${name} is not what was written`)
    count++
  }
  if (header === undefined) throw damaged('its manifest is empty')
  if (count !== found.size) throw damaged('it has parts that its manifest does not name')
  if (!found.has(DATABASE_PART)) throw damaged('it has no database')
  return { header, sha256: hash.digest('hex') }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

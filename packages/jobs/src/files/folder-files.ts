import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { type FileHandle, link, mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CodedError } from '@zerosec/errors'
import type { SignedTerms, UploadTerms } from '../platform.ts'
import type { FileStore } from './file-store.ts'
import { canonicalKey, pathOfKey } from './keys.ts'
import { signUrl, type UrlTerms, verifyUrl } from './signed-url.ts'
import { signingSecret } from './signing-secret.ts'
import { readAtOnce, wholeStream } from './whole-stream.ts'

const UNFINISHED = '.unfinished'
const UNFINISHED_FOR_MS = 86_400_000
const READ_CHUNK_BYTES = 256 * 1024

/** Files in a folder: `<folder>/<bucket>/<key>`; the API serves the signed URLs. */
export class FolderFiles implements FileStore {
  readonly inputBucket = 'zerosec-inputs'
  readonly outputBucket = 'zerosec-outputs'
  readonly origins = []
  readonly #folder: string
  readonly #secret: Buffer

  private constructor(folder: string, secret: Buffer) {
    this.#folder = folder
    this.#secret = secret
  }

  static open(dataFolder: string): FolderFiles {
    const folder = join(dataFolder, 'files')
    mkdirSync(join(folder, UNFINISHED), { recursive: true, mode: 0o700 })
    removeAbandoned(join(folder, UNFINISHED))
    return new FolderFiles(folder, signingSecret(dataFolder))
  }

  async presignPut(bucket: string, key: string, terms: UploadTerms): Promise<string> {
    const { contentType, bytes, expiresSeconds } = terms
    const maxBytes = Math.min(terms.maxBytes, bytes ?? terms.maxBytes)
    return this.#sign({ method: 'PUT', bucket, key, maxBytes, contentType, bytes, fileName: undefined }, expiresSeconds)
  }

  async presignGet(bucket: string, key: string, terms: { fileName: string; expiresSeconds: number }): Promise<string> {
    const { fileName, expiresSeconds } = terms
    const noUpload = { maxBytes: 0, contentType: undefined, bytes: undefined }
    return this.#sign({ method: 'GET', bucket, key, fileName, ...noUpload }, expiresSeconds)
  }

  verify(method: 'GET' | 'PUT', path: string, query: Readonly<Record<string, string>>): SignedTerms {
    return verifyUrl(this.#secret, method, path, query, Date.now())
  }

  async write(
    bucket: string,
    key: string,
    content: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ): Promise<{ bytes: number }> {
    const path = this.#path(bucket, key)
    if ((await sizeOf(path)) !== undefined) throw new CodedError('upload_exists', { key })
    const unfinished = join(this.#folder, UNFINISHED, randomUUID())
    try {
      const bytes = await writeAll(unfinished, content, maxBytes)
      await publish(unfinished, path, key)
      return { bytes }
    } catch (error) {
      throw isFull(error) ? new CodedError('storage_full', { key }, { cause: error }) : error
    } finally {
      await rm(unfinished, { force: true })
    }
  }

  async read(bucket: string, key: string): Promise<{ bytes: number; stream: ReadableStream<Uint8Array> }> {
    const file = await openFile(this.#path(bucket, key))
    if (file === undefined) throw new CodedError('input_not_uploaded', { key })
    const { handle, bytes } = file
    if (bytes <= READ_CHUNK_BYTES) return { bytes, stream: await readAtOnce(handle, bytes, key) }
    return { bytes, stream: wholeStream(handle.createReadStream({ highWaterMark: READ_CHUNK_BYTES }), bytes, key) }
  }

  async size(bucket: string, key: string): Promise<number | undefined> {
    return sizeOf(this.#path(bucket, key))
  }

  async removeAll(bucket: string, prefix: string): Promise<void> {
    await rm(this.#path(bucket, prefix.replace(/\/$/, '')), { recursive: true, force: true })
  }

  #sign(terms: Omit<UrlTerms, 'expires'>, expiresSeconds: number): string {
    this.#path(terms.bucket, terms.key)
    const expires = Math.ceil(Date.now() / 1000 + expiresSeconds)
    return signUrl(this.#secret, { ...terms, key: canonicalKey(terms.key), expires })
  }

  #path(bucket: string, key: string): string {
    if (bucket !== this.inputBucket && bucket !== this.outputBucket) throw new CodedError('bucket_unknown', { bucket })
    return join(this.#folder, bucket, pathOfKey(canonicalKey(key)))
  }
}

async function writeAll(path: string, content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  try {
    let bytes = 0
    for await (const chunk of content) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw new CodedError('upload_too_large', { limit: maxBytes })
      await writeChunk(file, chunk)
    }
    await file.sync()
    return bytes
  } finally {
    await file.close()
  }
}

async function writeChunk(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.byteLength; ) {
    written += (await file.write(chunk, written)).bytesWritten
  }
}

/** Gives the finished file its name; a hard link, because a rename would replace what is there. */
async function publish(unfinished: string, path: string, key: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await link(unfinished, path)
  } catch (error) {
    if (hasCode(error, 'EEXIST', 'ENOTDIR')) throw new CodedError('upload_exists', { key })
    throw error
  }
  const folder = await open(dirname(path))
  await folder.sync().finally(() => folder.close())
}

/** Undefined for what is not there, and for a folder. */
async function openFile(path: string): Promise<{ handle: FileHandle; bytes: number } | undefined> {
  const handle = await open(path).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  const found = await handle?.stat()
  if (handle && found?.isFile()) return { handle, bytes: found.size }
  await handle?.close()
  return undefined
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : undefined
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT', 'ENOTDIR')
}

/** The disk is full, or the user's share of it. */
export function isFull(error: unknown): boolean {
  return hasCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG')
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

/** What a process that was killed left behind; younger ones may still be written by another process. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY }
    if (mtimeMs < Date.now() - UNFINISHED_FOR_MS) rmSync(path, { force: true })
  }
}

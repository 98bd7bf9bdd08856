import { createHash, randomUUID } from 'node:crypto'
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { CodedError } from '@zerosec/errors'
import { contentTypeOf } from './content-types.ts'
import { statusOf, storeFault } from './s3-faults.ts'

/** What S3 allows one upload to have. */
const MOST_PARTS = 10_000
const PART_BYTES = 8 * 2 ** 20
const WRITER = 'zerosec-writer'
const CONFLICT_TRIES = 3

export interface S3Place {
  readonly Bucket: string
  readonly Key: string
}

/**
 * Writes a stream as one object, or nothing: one request when it fits into a part, else a multipart upload that is completed at the
 * end. At most two parts of 8 MiB (from 80 GB on more) are in memory. Each object names its writer, so that a write whose reply was
 * lost and which the client therefore repeated is not taken for somebody else's.
 *
 * @throws CodedError upload_exists, upload_too_large, service_unavailable; whatever reading `content` throws
 */
export async function uploadObject(
  client: S3Client,
  place: S3Place,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { key, maxBytes }: { key: string; maxBytes: number },
): Promise<number> {
  const upload = new Upload(client, place, key)
  const parts = partsOf(content, Math.max(PART_BYTES, Math.ceil(maxBytes / MOST_PARTS)), maxBytes)
  try {
    const first = (await parts.next()).value ?? Buffer.alloc(0)
    const { value: second } = await parts.next()
    if (second === undefined) return await upload.whole(first)
    return await upload.inParts(first, second, parts)
  } finally {
    await parts.return(undefined)
  }
}

/** One writer's object. */
class Upload {
  readonly #client: S3Client
  readonly #place: S3Place
  /** As our users know it. */
  readonly #key: string
  readonly #writer = randomUUID()
  readonly #description

  constructor(client: S3Client, place: S3Place, key: string) {
    this.#client = client
    this.#place = place
    this.#key = key
    this.#description = { ContentType: contentTypeOf(place.Key), Metadata: { [WRITER]: this.#writer } }
  }

  async whole(body: Uint8Array): Promise<number> {
    const command = () =>
      this.#client.send(
        new PutObjectCommand({
          ...this.#place,
          ...this.#description,
          Body: body,
          ContentLength: body.byteLength,
          ChecksumSHA256: sha256(body),
          IfNoneMatch: '*',
        }),
      )
    await this.#once(command, CONFLICT_TRIES)
    return body.byteLength
  }

  async inParts(first: Uint8Array, second: Uint8Array, rest: AsyncIterable<Uint8Array>): Promise<number> {
    const { UploadId } = await this.#client
      .send(new CreateMultipartUploadCommand({ ...this.#place, ...this.#description, ChecksumAlgorithm: 'SHA256' }))
      .catch(fail)
    try {
      const parts: CompletedPart[] = []
      let bytes = 0
      const put = async (body: Uint8Array) => {
        parts.push(await this.#part(UploadId, parts.length + 1, body))
        bytes += body.byteLength
      }
      await put(first)
      await put(second)
      for await (const part of rest) await put(part)
      const MultipartUpload = { Parts: parts }
      const completed = { ...this.#place, UploadId, MultipartUpload, MpuObjectSize: bytes, IfNoneMatch: '*' }
      // once: after a conflict S3 wants all parts again, and they are gone
      await this.#once(() => this.#client.send(new CompleteMultipartUploadCommand(completed)), 1)
      await this.#checkSize(bytes)
      return bytes
    } catch (error) {
      await this.#client.send(new AbortMultipartUploadCommand({ ...this.#place, UploadId })).catch(() => {
        // the bucket's lifecycle rule removes its parts
      })
      throw error
    }
  }

  async #part(UploadId: string | undefined, PartNumber: number, Body: Uint8Array): Promise<CompletedPart> {
    const ChecksumSHA256 = sha256(Body)
    const { ETag } = await this.#client
      .send(
        new UploadPartCommand({
          ...this.#place,
          UploadId,
          PartNumber,
          Body,
          ContentLength: Body.byteLength,
          ChecksumSHA256,
        }),
      )
      .catch(fail)
    return { PartNumber, ETag, ChecksumSHA256 }
  }

  /** The request that makes the object visible. When it fails, what stands there tells whether it had been carried out. */
  async #once(command: () => Promise<unknown>, tries: number): Promise<void> {
    try {
      await command()
    } catch (error) {
      const writer = await this.#writerOfWhatIsThere()
      if (writer === this.#writer) return
      if (writer !== undefined) throw new CodedError('upload_exists', { key: this.#key }, { cause: error })
      const isConflict = statusOf(error) === 409 || statusOf(error) === 412
      if (!isConflict || tries <= 1) throw storeFault(error)
      await this.#once(command, tries - 1)
    }
  }

  /** Not every store that speaks the protocol looks at MpuObjectSize. */
  async #checkSize(bytes: number): Promise<void> {
    const { ContentLength } = await this.#client.send(new HeadObjectCommand(this.#place)).catch(fail)
    if (ContentLength === bytes) return
    await this.#client.send(new DeleteObjectCommand(this.#place)).catch(fail)
    throw storeFault(new Error(`${ContentLength} of ${bytes} bytes were stored`))
  }

  /** Undefined when nothing is there, or nobody can tell. */
  async #writerOfWhatIsThere(): Promise<string | undefined> {
    try {
      return (await this.#client.send(new HeadObjectCommand(this.#place))).Metadata?.[WRITER] ?? 'unknown'
    } catch {
      return undefined
    }
  }
}

/** The stream in parts of exactly `partBytes`, the last one smaller. Stops reading past `maxBytes`. */
async function* partsOf(
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  partBytes: number,
  maxBytes: number,
): AsyncGenerator<Uint8Array, undefined, undefined> {
  let chunks: Uint8Array[] = []
  let filled = 0
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw new CodedError('upload_too_large', { limit: maxBytes })
    for (let start = 0; start < chunk.byteLength; ) {
      const piece = chunk.subarray(start, start + partBytes - filled)
      chunks.push(piece)
      filled += piece.byteLength
      start += piece.byteLength
      if (filled < partBytes) continue
      yield joined(chunks)
      chunks = []
      filled = 0
    }
  }
  if (filled > 0) yield joined(chunks)
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}

function fail(error: unknown): never {
  throw storeFault(error)
}

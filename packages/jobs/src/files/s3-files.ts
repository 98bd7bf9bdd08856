import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { CodedError } from '@zerosec/errors'
import { create as contentDisposition } from 'content-disposition'
import type { UploadTerms } from '../platform.ts'
import { contentTypeOf } from './content-types.ts'
import type { FileStore } from './file-store.ts'
import { canonicalKey, pathOfKey } from './keys.ts'
import { settingFault, statusOf, storeFault } from './s3-faults.ts'
import { type S3Settings, s3Client } from './s3-settings.ts'
import { type S3Place, uploadObject } from './s3-upload.ts'
import { wholeStream } from './whole-stream.ts'

/** S3's own limit, in UTF-8. */
const LONGEST_KEY_BYTES = 1024
const PAGE_FILES = 1000

/** Files in S3 or a store that speaks its protocol; clients talk to the store itself by presigned URLs. */
export class S3Files implements FileStore {
  readonly inputBucket: string
  readonly outputBucket: string
  readonly #settings: S3Settings
  readonly #client: S3Client
  /** Signs for the address at which clients reach the store. */
  readonly #signer: S3Client

  #origins: readonly string[] = []

  private constructor(settings: S3Settings) {
    this.#settings = settings
    this.inputBucket = settings.inputBucket
    this.outputBucket = settings.outputBucket
    this.#client = s3Client(settings)
    this.#signer = settings.publicEndpoint === undefined ? this.#client : s3Client(settings, settings.publicEndpoint)
  }

  /** @throws CodedError configuration_invalid when a bucket is missing or closed to us, service_unavailable */
  static async open(settings: S3Settings): Promise<S3Files> {
    const files = new S3Files(settings)
    await files.#check(settings.inputBucket, 'ZEROSEC_S3_INPUT_BUCKET')
    await files.#check(settings.outputBucket, 'ZEROSEC_S3_OUTPUT_BUCKET')
    files.#origins = await files.#findOrigins()
    return files
  }

  get origins(): readonly string[] {
    return this.#origins
  }

  async presignPut(bucket: string, key: string, { contentType, bytes, expiresSeconds }: UploadTerms): Promise<string> {
    const command = new PutObjectCommand({
      ...this.#place(bucket, key),
      ContentType: contentType,
      ...(bytes === undefined ? {} : { ContentLength: bytes }),
    })
    const signableHeaders = new Set(['host', 'content-type', ...(bytes === undefined ? [] : ['content-length'])])
    return getSignedUrl(this.#signer, command, { expiresIn: expiresSeconds, signableHeaders }).catch(fail)
  }

  async presignGet(bucket: string, key: string, terms: { fileName: string; expiresSeconds: number }): Promise<string> {
    const command = new GetObjectCommand({
      ...this.#place(bucket, key),
      ResponseContentType: contentTypeOf(terms.fileName),
      ResponseContentDisposition: contentDisposition(terms.fileName),
      ResponseCacheControl: 'private, no-cache',
    })
    return getSignedUrl(this.#signer, command, { expiresIn: terms.expiresSeconds }).catch(fail)
  }

  /** The API serves no file of S3's: whoever asks it for one has no URL of ours. */
  verify(): never {
    throw new CodedError('url_signature_invalid')
  }

  async write(
    bucket: string,
    key: string,
    content: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ): Promise<{ bytes: number }> {
    const place = this.#place(bucket, key)
    // for stores without conditional writes; and it spares the upload of what would be refused
    if ((await this.size(bucket, key)) !== undefined) throw new CodedError('upload_exists', { key })
    return { bytes: await uploadObject(this.#client, place, content, { key, maxBytes }) }
  }

  async read(bucket: string, key: string): Promise<{ bytes: number; stream: ReadableStream<Uint8Array> }> {
    const place = this.#place(bucket, key)
    try {
      const { Body, ContentLength } = await this.#client.send(new GetObjectCommand(place))
      if (Body === undefined || ContentLength === undefined) throw new Error('a reply without a body or its length')
      return { bytes: ContentLength, stream: wholeStream(Body as Readable, ContentLength, key) }
    } catch (error) {
      throw isMissing(error) ? new CodedError('input_not_uploaded', { key }, { cause: error }) : storeFault(error)
    }
  }

  async size(bucket: string, key: string): Promise<number | undefined> {
    const place = this.#place(bucket, key)
    try {
      return (await this.#client.send(new HeadObjectCommand(place))).ContentLength
    } catch (error) {
      if (statusOf(error) === 404) return undefined
      throw storeFault(error)
    }
  }

  async removeAll(bucket: string, prefix: string): Promise<void> {
    const { Bucket, Key } = this.#place(bucket, prefix.replace(/\/$/, ''))
    const list = { Bucket, Prefix: `${Key}/`, MaxKeys: this.#settings.pageFiles ?? PAGE_FILES }
    try {
      for await (const { Contents = [] } of paginateListObjectsV2({ client: this.#client }, list)) {
        if (Contents.length === 0) continue
        const Objects = Contents.map((object) => ({ Key: object.Key }))
        const { Errors = [] } = await this.#client.send(
          new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
        )
        if (Errors[0]) throw new Error(`${Errors.length} files stay, ${Errors[0].Key}: ${Errors[0].Code}`)
      }
    } catch (error) {
      throw storeFault(error)
    }
  }

  /** Whether the store itself refuses to write over a file: tried with one of our own, which is removed. */
  async keepsFirst(bucket: string): Promise<boolean> {
    const folder = `zerosec-doctor/${randomUUID()}`
    const key = `${folder}/a.txt`
    const write = () => uploadObject(this.#client, this.#place(bucket, key), [Buffer.from('a')], { key, maxBytes: 1 })
    try {
      await write()
      await write()
      return false
    } catch (error) {
      if (error instanceof CodedError && error.code === 'upload_exists') return true
      throw error
    } finally {
      await this.removeAll(bucket, `${folder}/`)
    }
  }

  /** A bucket may be a part of the host's name. */
  async #findOrigins(): Promise<string[]> {
    const terms = { fileName: 'a', expiresSeconds: 60 }
    const urls = [this.inputBucket, this.outputBucket].map((bucket) => this.presignGet(bucket, 'a', terms))
    return [...new Set((await Promise.all(urls)).map((url) => new URL(url).origin))]
  }

  /** Asks for a file that isn't there: the answer to HEAD would not say what is wrong. */
  async #check(bucket: string, setting: string): Promise<void> {
    try {
      await this.#client.send(new GetObjectCommand(this.#place(bucket, `zerosec-${randomUUID()}`)))
    } catch (error) {
      if (!isMissing(error)) throw settingFault(error, setting, bucket)
    }
  }

  #place(bucket: string, key: string): S3Place {
    if (bucket !== this.inputBucket && bucket !== this.outputBucket) throw new CodedError('bucket_unknown', { bucket })
    return { Bucket: bucket, Key: objectKey((this.#settings.prefix ?? '') + canonicalKey(key)) }
  }
}

/** The file, not the bucket. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'NoSuchKey'
}

/** Names that are too long for a file system are replaced by their hashes where S3 would refuse the key. */
function objectKey(key: string): string {
  const stored = Buffer.byteLength(key) <= LONGEST_KEY_BYTES ? key : pathOfKey(key)
  if (Buffer.byteLength(stored) <= LONGEST_KEY_BYTES) return stored
  const problem = `the key ${key.slice(0, 100)}… has more than ${LONGEST_KEY_BYTES} bytes`
  throw new CodedError('request_invalid', { problem })
}

function fail(error: unknown): never {
  throw storeFault(error)
}

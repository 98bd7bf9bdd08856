import type { Files } from '../platform.ts'

/**
 * Where files are kept: what the apps see (`Files`) and what the worker needs beside it. Every implementation passes
 * `test/file-store.conformance.ts`. What it owes:
 *
 * - A file is there whole or not at all, also after a crash; a resolved write is on the disk.
 * - A key is written once: nothing stored is ever replaced. Of two writers at once exactly one succeeds. (In S3 this takes a server
 *   that knows conditional writes, and an upload URL can be used again until it expires: `docs/files.md`.)
 * - A signed URL works for its method, bucket, key, Content-Type, size and file name only, and not after it expires. (S3 binds a size
 *   that is known when it signs; else what is too large is refused when the job is submitted.)
 * - No key reaches outside its bucket. Keys that differ only in Unicode normalisation name the same file.
 * - What is read is the whole file, or the stream ends in an error.
 *
 * Every call throws bucket_unknown for another bucket than its two, request_invalid for a key that `keys.ts` refuses, and
 * service_unavailable when the store is out of reach.
 */
export interface FileStore extends Files {
  /** Removes everything whose key starts with `prefix`, which ends with a slash. For the outputs of an attempt that failed. */
  removeAll(bucket: string, prefix: string): Promise<void>
}

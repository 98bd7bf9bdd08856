import type { Files } from '../platform.ts'

/**
 * Where files are kept: what the apps see (`Files`) and what the worker needs beside it. Every implementation passes
 * `test/file-store.conformance.ts`. What it owes:
 *
 * - A file is there whole or not at all, also after a crash; a resolved write is on the disk.
 * - A key is written once: nothing stored is ever replaced. Of two writers at once exactly one succeeds.
 * - A signed URL works for its method, bucket, key, size and file name only, and not after it expires.
 * - No key reaches outside its bucket. Keys that differ only in Unicode normalisation name the same file.
 *
 * Every call throws bucket_unknown for another bucket than its two and request_invalid for a key that `keys.ts` refuses.
 */
export interface FileStore extends Files {
  /** Removes everything whose key starts with `prefix`, which ends with a slash. For the outputs of an attempt that failed. */
  removeAll(bucket: string, prefix: string): Promise<void>
}

import { z } from 'zod'

/**
 * An archive is a tar file of these parts:
 *
 *     database.jsonl            the rows of every table, as `dump-database.ts` writes them
 *     files/inputs/<key>        uploads, by their keys
 *     files/outputs/<key>       artifacts, checkpoints and registered models, by their keys
 *     commerce/<workspace>/…    snapshots of shops, the files that they were made of, and what is kept beside them
 *     signing-secret            only where that was asked for
 *     manifest.jsonl            one line on the backup, then one for each part before: its name, size and SHA-256
 *     manifest.sha256           of the manifest
 *
 * The manifest stands at the end, as a backup may be written into a pipe: an archive without it is one whose making broke off.
 */
export const ARCHIVE_FORMAT = 'zerosec.backup/1'
export const DATABASE_PART = 'database.jsonl'
export const SIGNING_SECRET_PART = 'signing-secret'
export const COMMERCE_FOLDER = 'commerce'
export const MANIFEST = 'manifest.jsonl'
export const MANIFEST_HASH = 'manifest.sha256'

/** Of a store of files: its two buckets may be called otherwise where the backup is restored. */
export type FileArea = 'inputs' | 'outputs'

export const fileAreaFolder = (area: FileArea): string => `files/${area}/`

const Finding = z.object({
  /** missing: gone before it could be copied; damaged: its bytes are not those that the database tells. */
  problem: z.enum(['missing', 'damaged']),
  area: z.enum(['inputs', 'outputs']),
  key: z.string(),
})
/** A file that the database names and that is not in the archive as it should be. */
export type Finding = z.infer<typeof Finding>

export const ArchiveHeader = z.object({
  format: z.literal(ARCHIVE_FORMAT),
  /** Of zerosec. */
  version: z.string(),
  /** ISO 8601: when the database was read. */
  madeAt: z.iso.datetime(),
  /** That the database had been through. */
  migrations: z.array(z.string()),
  buckets: z.object({ inputs: z.string(), outputs: z.string() }),
  findings: z.array(Finding),
})
export type ArchiveHeader = z.infer<typeof ArchiveHeader>

export const ArchivePart = z.object({
  name: z.string(),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ArchivePart = z.infer<typeof ArchivePart>

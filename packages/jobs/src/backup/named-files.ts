import { createReadStream } from 'node:fs'
import type { FileArea } from './archive-format.ts'
import type { StartLine } from './dump-database.ts'
import { readLines } from './read-lines.ts'

/** A stored file that a row of the database names. */
export interface NamedFile {
  readonly area: FileArea
  readonly bucket: string
  readonly key: string
  /** Of its bytes, where the database knows it. */
  readonly sha256: string | null
  /** False of an upload that no job has taken: it may never have come. */
  readonly isNeeded: boolean
}

type Row = Readonly<Record<string, string | null>>
type Buckets = Readonly<Record<FileArea, string>>
type Named = Omit<NamedFile, 'area'>

const needed = (bucket?: string | null, key?: string | null, sha256: string | null = null): Named => ({
  bucket: bucket!,
  key: key!,
  sha256,
  isNeeded: true,
})

/** How the rows of a table name files. */
const NAMES: Readonly<Record<string, (row: Row, buckets: Buckets) => Named | undefined>> = {
  uploads: ({ file_key: key, sha256 = null, used_at, removed_at }, { inputs }) =>
    removed_at === null ? { ...needed(inputs, key, sha256), isNeeded: used_at !== null } : undefined,
  jobs: ({ input_bucket, input_key, input_sha256 = null }) => needed(input_bucket, input_key, input_sha256),
  // of parameters, where nothing else knows the upload; a text that only looks like a key leads to nothing
  job_sources: ({ reference, source_job_id }, { inputs }) =>
    source_job_id === null ? { ...needed(inputs, reference), isNeeded: false } : undefined,
  schedules: ({ input_bucket, input_key }) => needed(input_bucket, input_key),
  job_artifacts: ({ file_key, sha256 = null }, { outputs }) => needed(outputs, file_key, sha256),
  job_kept_files: ({ file_key, sha256 = null }, { outputs }) => needed(outputs, file_key, sha256),
  model_versions: ({ bucket, file_key, sha256 = null }) => needed(bucket, file_key, sha256),
}

/** Each file that a dump of the database names, once; and what stands at the dump's beginning. */
export async function readDump(
  path: string,
  buckets: Buckets,
): Promise<{ start: StartLine[1]; files: readonly NamedFile[] }> {
  const files = new Map<string, NamedFile>()
  let start: StartLine[1] | undefined
  let table = ''
  for await (const line of readLines(createReadStream(path))) {
    if (!line.startsWith('{')) {
      const [kind, value] = JSON.parse(line)
      if (kind === 'table') table = value
      else start ??= value
      continue
    }
    const named = NAMES[table]?.(JSON.parse(line), buckets)
    if (named === undefined) continue
    const file = { ...named, key: named.key.normalize('NFC'), area: areaOf(named, buckets) }
    const place = `${file.area}/${file.key}`
    files.set(place, merged(files.get(place), file))
  }
  if (start === undefined) throw new Error(`${path} is no dump of a database`)
  return { start, files: [...files.values()] }
}

/** By its key where one bucket has both. */
function areaOf({ bucket, key }: Named, { outputs }: Buckets): FileArea {
  return bucket === outputs && !key.startsWith('inputs/') ? 'outputs' : 'inputs'
}

function merged(known: NamedFile | undefined, file: NamedFile): NamedFile {
  if (known === undefined) return file
  return { ...file, sha256: known.sha256 ?? file.sha256, isNeeded: known.isNeeded || file.isNeeded }
}

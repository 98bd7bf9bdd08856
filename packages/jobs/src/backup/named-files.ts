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

/** How the rows of a table name files. */
const NAMES: Readonly<Record<string, (row: Row, buckets: Buckets) => Omit<NamedFile, 'area'> | undefined>> = {
  uploads: ({ file_key: key, sha256, used_at, removed_at }, { inputs: bucket }) =>
    removed_at === null ? { bucket, key: key!, sha256: sha256 ?? null, isNeeded: used_at !== null } : undefined,
  jobs: ({ input_bucket: bucket, input_key: key, input_sha256 }) => ({
    bucket: bucket!,
    key: key!,
    sha256: input_sha256 ?? null,
    isNeeded: true,
  }),
  job_artifacts: ({ file_key: key, sha256 }, { outputs: bucket }) => ({
    bucket,
    key: key!,
    sha256: sha256 ?? null,
    isNeeded: true,
  }),
  job_kept_files: ({ file_key: key, sha256 }, { outputs: bucket }) => ({
    bucket,
    key: key!,
    sha256: sha256 ?? null,
    isNeeded: true,
  }),
  model_versions: ({ bucket, file_key: key, sha256 }) => ({
    bucket: bucket!,
    key: key!,
    sha256: sha256 ?? null,
    isNeeded: true,
  }),
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
function areaOf({ bucket, key }: Omit<NamedFile, 'area'>, { outputs }: Buckets): FileArea {
  return bucket === outputs && !key.startsWith('inputs/') ? 'outputs' : 'inputs'
}

function merged(known: NamedFile | undefined, file: NamedFile): NamedFile {
  if (known === undefined) return file
  return { ...file, sha256: known.sha256 ?? file.sha256, isNeeded: known.isNeeded || file.isNeeded }
}

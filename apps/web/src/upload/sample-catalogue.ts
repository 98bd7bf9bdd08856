import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sample } from './samples.ts'

/** The repository's examples; read when the page is exported, never in the browser. */
const EXAMPLES = join(process.cwd(), '..', '..', 'examples')

export function sampleFiles(): string[] {
  if (!existsSync(EXAMPLES)) return []
  return readdirSync(EXAMPLES)
    .flatMap((name) => /^(.+)\.csv$/.exec(name)?.[1] ?? [])
    .sort()
    .map((name) => `${name}.csv`)
}

export function readSample(file: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(EXAMPLES, file)))
}

/** The examples as the start page offers them: the file and what its columns are. */
export function sampleCatalogue(): Sample[] {
  return sampleFiles().map((file) => {
    const [header = ''] = new TextDecoder().decode(readSample(file)).split('\n', 1)
    return { file, columns: header.trim().split(',') }
  })
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { plural } from '../numbers/format.ts'
import type { Sample } from './samples.ts'

/** The repository's examples; read when the page is exported, never in the browser. */
const EXAMPLES = join(process.cwd(), '..', '..', 'examples')

export function sampleFiles(): string[] {
  if (!existsSync(EXAMPLES)) return []
  return readdirSync(EXAMPLES)
    .filter((name) => name.endsWith('.csv'))
    .sort()
}

export function readSample(file: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(EXAMPLES, file)))
}

/** The examples as the start page offers them: named after their files, with their size. */
export function sampleCatalogue(): Sample[] {
  return sampleFiles().map((file) => {
    const lines = new TextDecoder().decode(readSample(file)).trimEnd().split('\n')
    const columns = lines[0]?.split(',').length ?? 0
    const words = file.replace(/\.csv$/, '').replaceAll(/[_-]/g, ' ')
    return {
      file,
      title: words.charAt(0).toUpperCase() + words.slice(1),
      text: `${plural(lines.length - 1, 'row')}, ${plural(columns, 'column')}`,
    }
  })
}

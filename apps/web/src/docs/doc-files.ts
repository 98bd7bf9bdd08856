import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The repository's docs; read when the page is exported, never in the browser. */
const DOCS = join(process.cwd(), '..', '..', 'docs')
const PICTURES = join(DOCS, 'pictures')

/** Names without `.md`. */
export function docNames(): string[] {
  return existsSync(DOCS) ? namesOf(DOCS, /^(.+)\.md$/).sort() : []
}

export function readDoc(name: string): string {
  return readFileSync(join(DOCS, `${name}.md`), 'utf8')
}

export function pictureNames(): string[] {
  return existsSync(PICTURES) ? namesOf(PICTURES, /^(.+\.(?:svg|png))$/).sort() : []
}

export function readPicture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(PICTURES, name)))
}

function namesOf(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder).flatMap((name) => pattern.exec(name)?.[1] ?? [])
}

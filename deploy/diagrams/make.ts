import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PICTURES } from './pictures.ts'
import { renderPicture } from './render.ts'

/** Writes docs/pictures, as `npm run diagrams`; with `--check` only tells which files are not what the model gives. */
const ROOT = join(import.meta.dirname, '..', '..')

mkdirSync(join(ROOT, 'docs/pictures'), { recursive: true })
for (const picture of PICTURES) {
  for (const [path, bytes] of await renderPicture(picture)) {
    const file = join(ROOT, path)
    if (existsSync(file) && readFileSync(file).equals(bytes)) continue
    if (process.argv.includes('--check')) {
      console.log(`${path}  is not what npm run diagrams makes of deploy/diagrams; run it and commit the picture`)
      process.exitCode = 1
    } else {
      writeFileSync(file, bytes)
      console.log(`${path}  ${bytes.length} bytes`)
    }
  }
}

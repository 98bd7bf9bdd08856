import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..')
const root = join(folder, '..', '..')

/** The bundle's entry and, beside it, the record of the files that it was made from. */
export const BUNDLE = join(folder, 'dist', 'zerosec.mjs')
export const RECORD = join(folder, 'dist', 'inputs.json')

/** Whether every file that the bundle was made from still has the size and the time that it had then. */
export function bundleIsFresh() {
  try {
    return Object.entries(JSON.parse(readFileSync(RECORD, 'utf8'))).every(([file, mark]) => markOf(file) === mark)
  } catch {
    return false
  }
}

/** Size and modification time of a file. @param {string} file relative to the repository's root */
export function markOf(file) {
  const { size, mtimeMs } = statSync(join(root, file))
  return `${size} ${mtimeMs}`
}

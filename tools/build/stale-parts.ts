import { join } from 'node:path'
import { bundle } from '../../apps/cli/bundle.ts'
import { buildPageIfStale } from './page.ts'

/** The repository's root. */
export const ROOT = join(import.meta.dirname, '..', '..')

/** Builds the command line's bundle and the page, each where it is stale. */
export async function buildStaleParts(): Promise<void> {
  await bundle()
  await buildPageIfStale(ROOT)
}

import { bundle } from '../../apps/cli/bundle.ts'
import { ROOT } from '../root.ts'
import { buildPageIfStale } from './page.ts'

/** Builds the command line's bundle and the page, each where it is stale. */
export async function buildStaleParts(): Promise<void> {
  await bundle()
  await buildPageIfStale(ROOT)
}

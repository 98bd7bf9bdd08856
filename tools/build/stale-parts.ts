import { bundle } from '../../apps/cli/bundle.ts'
import { buildClusters } from '../../packages/jobs/src/database/build-clusters.ts'
import { ROOT } from '../root.ts'
import { buildPageIfStale } from './page.ts'

/** Builds the command line's bundle, the page and the clusters that new databases begin as, each where it is stale. */
export async function buildStaleParts(): Promise<void> {
  await bundle()
  await buildClusters()
  await buildPageIfStale(ROOT)
}

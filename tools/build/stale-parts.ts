import { bundle } from '../../apps/cli/bundle.ts'
import { buildFreshCluster } from '../../packages/jobs/src/database/fresh-cluster.ts'
import { ROOT } from '../root.ts'
import { buildPageIfStale } from './page.ts'

/** Builds the command line's bundle, the page and the cluster that new databases begin as, each where it is stale. */
export async function buildStaleParts(): Promise<void> {
  await bundle()
  await buildFreshCluster()
  await buildPageIfStale(ROOT)
}

import type { CommerceCatalogue } from '@zerosec/contract'
import { catalogueView } from '../metrics/catalogue-view.ts'
import { snapshotPlace } from '../snapshots/place.ts'
import { ServingSnapshot } from './serving-snapshot.ts'
import { Shop } from './shop.ts'
import { Turns } from './turns.ts'

export interface CommerceSettings {
  readonly dataFolder: string
  /** That the queries of one shop may use together. */
  readonly memoryMb: number
  /** Of one query. */
  readonly timeLimitMs?: number
}

/** Numbers of all workspaces' shops, from their snapshots in a data folder. */
export interface Commerce {
  readonly catalogue: CommerceCatalogue
  within(workspace: string): Shop
  close(): Promise<void>
}

const TIME_LIMIT_MS = 10_000
const THREADS = 2
/** Statements of the process that run at once, and that wait for it. */
const STATEMENTS = 4
const WAITING = 2000
/** A shop that nobody has asked about for so long is closed; the next question opens it again. */
const IDLE_MS = 10 * 60_000

export function openCommerce({ dataFolder, memoryMb, timeLimitMs = TIME_LIMIT_MS }: CommerceSettings): Commerce {
  const turns = new Turns(STATEMENTS, WAITING, 'queries')
  const shops = new Map<string, { shop: Shop; serving: ServingSnapshot }>()
  const closing = setInterval(() => {
    for (const { serving } of shops.values()) if (Date.now() - serving.usedAt > IDLE_MS) serving.release()
  }, IDLE_MS / 10).unref()
  return {
    catalogue: catalogueView(),
    within(workspace) {
      const known = shops.get(workspace)
      if (known) return known.shop
      const place = snapshotPlace(dataFolder, workspace)
      const serving = new ServingSnapshot(place, { memoryMb, threads: THREADS, connections: STATEMENTS, turns })
      const shop = new Shop(place, serving, timeLimitMs)
      shops.set(workspace, { shop, serving })
      return shop
    },
    close() {
      clearInterval(closing)
      for (const { shop } of shops.values()) shop.close()
      return Promise.resolve()
    },
  }
}

import type { CommerceCatalogue } from '@zerosec/contract'
import { catalogueView } from '../metrics/catalogue-view.ts'
import { snapshotPlace } from '../snapshots/place.ts'
import { watchOnce } from '../watch/watch.ts'
import { Desk } from './desk.ts'
import { Loads } from './loads.ts'
import { ServingSnapshot } from './serving-snapshot.ts'
import { Shop } from './shop.ts'
import { Turns } from './turns.ts'

export interface CommerceSettings {
  readonly dataFolder: string
  /** That the queries of one shop may use together. */
  readonly memoryMb: number
  /** Of one query. */
  readonly timeLimitMs?: number
  /** Shops whose snapshots are open at once: each may take its memory. */
  readonly mostOpen?: number
  /** Whether webhooks may go to addresses of this machine and its network; default: they may not. */
  readonly allowsPrivate?: boolean
  /** Whom e-mails are from. */
  readonly mailFrom?: string
  /** Of the page, for links in messages. */
  readonly pageUrl?: string | undefined
  /** Told of faults that happen when nobody waits for an answer. */
  readonly onFault?: (error: unknown, load: string) => void
}

/** Numbers of all workspaces' shops, from their snapshots in a data folder. */
export interface Commerce {
  readonly catalogue: CommerceCatalogue
  within(workspace: string): Shop
  /** Views, alerts and reports of a workspace. */
  desk(workspace: string): Desk
  /** Looks once at what is to be looked at: alerts, reports, what is still to be sent. */
  watchOnce(now?: Date): Promise<void>
  close(): Promise<void>
}

const TIME_LIMIT_MS = 10_000
const THREADS = 2
/** Statements of the process that run at once. Each holds a thread of libuv's pool, of which files need some. */
const STATEMENTS = Math.max(1, Math.min(4, Number(process.env['UV_THREADPOOL_SIZE'] ?? 4) - 2))
/** That wait for it. */
const WAITING = 2000
/** Processes that run statements of persons. */
const SQL_AT_ONCE = 2
const SQL_WAITING = 20
const MOST_OPEN = 4
/** A shop that nobody has asked about for so long is closed; the next question opens it again. */
const IDLE_MS = 10 * 60_000

const MAIL_FROM = 'zerosec@localhost'

export function openCommerce(settings: CommerceSettings): Commerce {
  const { dataFolder, memoryMb, timeLimitMs = TIME_LIMIT_MS, mostOpen = MOST_OPEN, onFault = () => {} } = settings
  const loads = new Loads(dataFolder, onFault)
  const sql = { memoryMb, threads: THREADS, timeLimitMs, turns: new Turns(SQL_AT_ONCE, SQL_WAITING, 'statements') }
  const turns = new Turns(STATEMENTS, WAITING, 'queries')
  const shops = new Map<string, { shop: Shop; serving: ServingSnapshot }>()
  const closing = setInterval(() => {
    for (const { serving } of shops.values()) if (performance.now() - serving.usedAt > IDLE_MS) serving.release()
  }, IDLE_MS / 10).unref()
  /** Closes those that were used longest ago. */
  const makeRoom = () => {
    const open = [...shops.values()].filter(({ serving }) => serving.isOpen)
    open.sort((a, b) => b.serving.usedAt - a.serving.usedAt)
    for (const { serving } of open.slice(mostOpen)) serving.release()
  }
  const serving = { memoryMb, threads: THREADS, connections: STATEMENTS, turns, onOpen: makeRoom }
  const within = (workspace: string): Shop => {
    const known = shops.get(workspace)
    if (known) return known.shop
    const place = snapshotPlace(dataFolder, workspace)
    const snapshot = new ServingSnapshot(place, serving)
    const shop = new Shop(place, snapshot, loads, sql)
    shops.set(workspace, { shop, serving: snapshot })
    return shop
  }
  const { allowsPrivate = false, mailFrom = MAIL_FROM, pageUrl } = settings
  const watch = { allowsPrivate, mailFrom, pageUrl }
  return {
    catalogue: catalogueView(),
    within,
    desk: (workspace) => new Desk(within(workspace), watch),
    watchOnce: (now) => watchOnce(within, { ...watch, dataFolder, onFault }, now),
    async close() {
      clearInterval(closing)
      for (const { shop } of shops.values()) shop.close()
      await loads.close()
    },
  }
}

import { createHash, randomUUID } from 'node:crypto'
import type { Log } from '@zerosec/jobs'
import type { Catalogue } from '../predict/catalogue.ts'
import type { ServingConnection } from '../tables.ts'
import { reasonLately, reasonToReturn } from './judge.ts'
import { endRelease } from './postgres-releases.ts'
import { countsOf } from './read-releases.ts'
import { RecentCounts } from './recent-counts.ts'
import type { ReleaseTerms } from './release.ts'
import { newCounts, type ReleaseCounts } from './release-counts.ts'

/** How often counts are stored and all processes' are judged, while requests come. */
const JUDGE_MS = 1000
/** A release that nothing was asked of for so long is not kept in memory. */
const IDLE_MS = 600_000

interface Live {
  readonly workspaceId: string
  readonly name: string
  readonly terms: ReleaseTerms
  /** Under which its counts are stored: of its own, so that those from before a long pause are not written over. */
  readonly sourceId: string
  readonly counts: ReleaseCounts
  /** Of all processes. */
  readonly recent: RecentCounts
  usedAt: number
  isDirty: boolean
  /** No request of this process goes to the candidate: it was returned, or is to be as soon as the database can be told. */
  isOver: boolean
  judging: Promise<void> | undefined
}

/** The releases that this process has requests of: counts them, stores the counts, and returns candidates. */
export class LiveReleases {
  readonly #connection: ServingConnection
  readonly #catalogue: Catalogue
  readonly #log: Log
  readonly #live = new Map<string, Live>()
  #timer: NodeJS.Timeout | undefined

  constructor(connection: ServingConnection, catalogue: Catalogue, log: Log) {
    this.#connection = connection
    this.#catalogue = catalogue
    this.#log = log
  }

  /** The counts of a release, to be added to. Undefined: it is over. */
  countsFor(terms: ReleaseTerms, workspaceId: string, name: string): ReleaseCounts | undefined {
    const { releaseId } = terms
    let live = this.#live.get(releaseId)
    if (!live) {
      live = {
        workspaceId,
        name,
        terms,
        sourceId: randomUUID(),
        counts: newCounts(),
        recent: new RecentCounts(),
        usedAt: 0,
        isDirty: false,
        isOver: false,
        judging: undefined,
      }
      this.#live.set(releaseId, live)
    }
    if (live.isOver) return undefined
    live.usedAt = Date.now()
    live.isDirty = true
    this.#timer ??= setInterval(() => void this.judgeAll(), JUDGE_MS).unref()
    return live.counts
  }

  /** After something was counted later than its request was answered. */
  touched({ releaseId }: ReleaseTerms): void {
    const live = this.#live.get(releaseId)
    if (live) live.isDirty = true
  }

  /** After the candidate failed a request: judged at once by what this process knows. */
  failed({ releaseId }: ReleaseTerms): void {
    const live = this.#live.get(releaseId)
    if (live && !live.isOver && reasonToReturn(live.counts, live.terms.limits) !== undefined) void this.#judge(live)
  }

  async judgeAll(): Promise<void> {
    const now = Date.now()
    for (const [releaseId, live] of this.#live) {
      if (live.isDirty) await this.#judge(live)
      else if (now - live.usedAt > IDLE_MS) this.#live.delete(releaseId)
    }
    if (this.#live.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    for (const live of this.#live.values()) if (live.isDirty) await this.#judge(live)
  }

  #judge(live: Live): Promise<void> {
    live.judging ??= this.#storeAndJudge(live)
      .catch((error: unknown) => {
        live.isDirty = true // once more
        // what the other processes counted is out of reach: what is known here decides until it can be read
        live.isOver ||= isCanary(live) && reasonToReturn(live.counts, live.terms.limits) !== undefined
        this.#log.warn({ err: error, model: live.name }, 'a release could not be judged')
      })
      .finally(() => {
        live.judging = undefined
      })
    return live.judging
  }

  async #storeAndJudge(live: Live): Promise<void> {
    const { workspaceId, name, terms, counts, sourceId, recent } = live
    const { releaseId, limits, version } = terms
    live.isDirty = false
    const stored = JSON.stringify(counts)
    await this.#connection
      .insertInto('model_release_counts')
      .values({ release_id: releaseId, process_id: sourceId, counts: stored })
      .onConflict((conflict) => conflict.columns(['release_id', 'process_id']).doUpdateSet({ counts: stored }))
      .execute()
    if (!isCanary(live)) return
    const all = await countsOf(this.#connection, releaseId)
    const lately = recent.since(Date.now(), all, limits.minimum)
    const reason = reasonToReturn(all, limits) ?? reasonLately(lately, limits)
    live.isOver = reason !== undefined
    if (reason === undefined) return
    const end = { workspaceId, name, releaseId, actor: 'zerosec', state: 'returned', reason } as const
    if (await endRelease(this.#connection, end))
      this.#log.warn({ model: name, version, reason }, 'a candidate was returned')
    this.#catalogue.forget(workspaceId, name)
  }
}

function isCanary({ terms: { mode } }: Live): boolean {
  return mode === 'canary'
}

/** Whether the requests with this key are among the share: the same in every process and for as long as the release runs. */
export function isChosen({ releaseId, share }: ReleaseTerms, key: string): boolean {
  const hash = createHash('sha256').update(`${releaseId} ${key}`).digest()
  return hash.readUInt32BE(0) < share * 2 ** 32
}

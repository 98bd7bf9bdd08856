import { setTimeout as sleep } from 'node:timers/promises'
import type { SharedParts, TakenPart } from '../analysis.ts'

/** A run offers what is left again after so long: a worker that has come since may help as well. */
const OFFER_MS = 10_000

interface Patience {
  /** How often a run that has nothing to compute looks for what others have kept. */
  readonly pollMs: number
  /** A part that another has is taken over after twice the time of the longest one here, and no sooner than this. */
  readonly leastMs: number
}

const PATIENCE: Patience = { pollMs: 300, leastMs: 10_000 }

/** Ends the analysis of a helper: the parts that it could have computed are done, or others have them. */
export class NoPartLeft extends Error {
  override readonly name = 'NoPartLeft'
}

/** What a run does with its units, by their keys. */
export interface UnitsToShare {
  /** Those without a result; each goes as it is begun here, or loaded. */
  readonly missing: Set<string>
  /** Units that are computed here at once. */
  readonly lanes: number
  readonly compute: (key: string) => Promise<void>
  /** Takes the result that another has kept; whether it could be read. */
  readonly load: (key: string) => Promise<boolean>
}

/**
 * Computes the missing units together with the other processes that have a share in them. Resolves when no unit is missing; for a helper,
 * when there is none that it could begin. Others are waited for only while they are quicker than it would be to do without them.
 */
export async function shareUnits(sharing: SharedParts, units: UnitsToShare, patience = PATIENCE): Promise<void> {
  const ended = new AbortController()
  const offering = sharing.isHelper ? undefined : offerWhileMissing(sharing, units.missing, ended.signal)
  const lanes = new Lanes(sharing, units, patience, ended.signal)
  try {
    await Promise.all(Array.from({ length: units.lanes }, () => lanes.work()))
  } finally {
    ended.abort()
    await offering
  }
}

async function offerWhileMissing(
  sharing: SharedParts,
  missing: ReadonlySet<string>,
  ended: AbortSignal,
): Promise<void> {
  let waits = sharing.offerAfterSeconds * 1000
  while (!ended.aborted) {
    if (waits > 0) await sleep(waits, undefined, { signal: ended }).catch(() => {})
    if (!ended.aborted && missing.size > 0) await sharing.offer([...missing])
    waits = OFFER_MS
  }
}

class Lanes {
  readonly #sharing: SharedParts
  readonly #units: UnitsToShare
  readonly #patience: Patience
  readonly #ended: AbortSignal
  #longestMs = 0
  /** Since when nothing has come from others and nothing was begun here. */
  #quietSince = performance.now()
  #taking: Promise<unknown> = Promise.resolve()

  constructor(sharing: SharedParts, units: UnitsToShare, patience: Patience, ended: AbortSignal) {
    this.#sharing = sharing
    this.#units = units
    this.#patience = patience
    this.#ended = ended
  }

  async work(): Promise<void> {
    const { missing, load } = this.#units
    while (missing.size > 0 && !this.#ended.aborted) {
      const { mine, kept } = await this.#take()
      for (const key of kept) if (!(await load(key))) await this.#compute(key)
      if (mine !== undefined) await this.#compute(mine)
      else if (this.#sharing.isHelper) return
      else if (kept.length === 0) await sleep(this.#patience.pollMs, undefined, { signal: this.#ended }).catch(() => {})
    }
  }

  /** One lane after the other, so that none is given what another has. */
  #take(): Promise<TakenPart> {
    const { missing } = this.#units
    const taken = this.#taking.then(async () => {
      if (missing.size === 0) return { mine: undefined, kept: [] }
      const found = await this.#sharing.take([...missing], this.#isImpatient())
      for (const key of found.kept) missing.delete(key)
      if (found.mine !== undefined) missing.delete(found.mine)
      if (found.mine !== undefined || found.kept.length > 0) this.#quietSince = performance.now()
      return found
    })
    this.#taking = taken.catch(() => {})
    return taken
  }

  #isImpatient(): boolean {
    return performance.now() - this.#quietSince > Math.max(this.#patience.leastMs, 2 * this.#longestMs)
  }

  async #compute(key: string): Promise<void> {
    const started = performance.now()
    await this.#units.compute(key)
    this.#quietSince = performance.now()
    this.#longestMs = Math.max(this.#longestMs, this.#quietSince - started)
  }
}

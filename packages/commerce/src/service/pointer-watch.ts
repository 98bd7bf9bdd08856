import { currentSnapshot } from '../snapshots/current.ts'
import type { SnapshotPlace } from '../snapshots/place.ts'

/** Asked, not watched: a file that is replaced on a network folder tells no one. */
const INTERVAL_MS = 500

/** Tells its listeners which snapshot serves, whenever that changes; looks at it only while there is someone to tell. */
export class PointerWatch {
  readonly #place: SnapshotPlace
  readonly #listeners = new Set<(id: string) => void>()
  #timer: NodeJS.Timeout | undefined
  #last: string | undefined

  constructor(place: SnapshotPlace) {
    this.#place = place
  }

  /**
   * Tells the one that serves now, if there is one, and each that follows.
   * @returns how to stop
   */
  async listen(onSnapshot: (id: string) => void): Promise<() => void> {
    const now = (await currentSnapshot(this.#place))?.id
    if (now !== undefined) onSnapshot(now)
    if (this.#listeners.size === 0) this.#last = now
    else if (now !== this.#last) this.#tell(now)
    this.#listeners.add(onSnapshot)
    this.#timer ??= setInterval(() => void this.#look(), INTERVAL_MS).unref()
    return () => {
      this.#listeners.delete(onSnapshot)
      if (this.#listeners.size === 0) this.close()
    }
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async #look(): Promise<void> {
    // what can't be read now can be the next time
    const current = await currentSnapshot(this.#place).catch(() => undefined)
    if (current !== undefined && current.id !== this.#last) this.#tell(current.id)
  }

  #tell(id: string | undefined): void {
    this.#last = id
    if (id !== undefined) for (const listener of this.#listeners) listener(id)
  }
}

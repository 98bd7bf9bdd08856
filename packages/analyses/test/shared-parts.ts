import type { AnalysisFile, Checkpoints, SharedParts, TakenPart } from '../src/analysis.ts'

/** Parts that the runs of one process share, in memory. */
export class Board {
  readonly kept = new Map<string, Uint8Array>()
  readonly offered = new Set<string>()
  readonly holders = new Map<string, string>()
  readonly computedBy = new Map<string, string[]>()
  readonly published: AnalysisFile[] = []
  /** Told of every part that is kept. */
  onKept: (by: string) => void = () => {}

  member(name: string, { isHelper = false } = {}): { checkpoints: Checkpoints; sharing: SharedParts } {
    return {
      checkpoints: {
        load: async (key) => this.kept.get(key),
        save: async (key, bytes) => {
          this.computedBy.set(name, [...(this.computedBy.get(name) ?? []), key])
          this.kept.set(key, bytes)
          this.onKept(name)
        },
        publish: async (file) => void this.published.push(file),
      },
      sharing: {
        isHelper,
        offerAfterSeconds: 0,
        offer: async (keys) => {
          for (const key of keys) this.offered.add(key)
        },
        take: async (keys, takesOver) => this.#take(name, isHelper, keys, takesOver),
      },
    }
  }

  /** Whoever had parts has them no more. */
  lose(name: string): void {
    for (const [key, holder] of this.holders) if (holder === name) this.holders.delete(key)
  }

  #take(name: string, isHelper: boolean, keys: readonly string[], takesOver: boolean): TakenPart {
    const kept = keys.filter((key) => this.kept.has(key))
    const open = keys.filter((key) => !this.kept.has(key) && (!isHelper || this.offered.has(key)))
    const mine = open.find((key) => !this.holders.has(key)) ?? (takesOver ? open[0] : undefined)
    if (mine !== undefined) this.holders.set(mine, name)
    return { mine, kept }
  }
}

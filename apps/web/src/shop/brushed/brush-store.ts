import type { DayRange } from '../range.ts'
import type { BrushedNumbers } from './brushed-numbers.ts'

/** The part of the range that is being marked, and its numbers. */
export interface Brushed {
  readonly range: DayRange
  readonly numbers: BrushedNumbers
}

/** Outside of React's state, so that a move of the pointer draws only what shows it. */
export interface BrushStore {
  read(): Brushed | null
  subscribe(listener: () => void): () => void
  /** Shows a part; null: it is left again. */
  mark(range: DayRange | null): void
  /** How numbers are made from now on; those of what is marked are made again. */
  numberBy(numbersOf: NumbersOf): void
  /** It was let go and becomes the page's range: it stays until that is answered. */
  keep(): void
  /** The page's own numbers are those of its range again. */
  clear(): void
}

/** Called once for each part that is marked. */
export type NumbersOf = (range: DayRange) => BrushedNumbers

export function brushStore(): BrushStore {
  let numbersOf: NumbersOf | undefined
  let brushed: Brushed | null = null
  let isKept = false
  const listeners = new Set<() => void>()
  const show = (next: Brushed | null) => {
    if (next === brushed) return
    brushed = next
    for (const listener of listeners) listener()
  }
  return {
    read: () => brushed,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    mark(range) {
      if (range === null || !numbersOf) {
        if (!isKept) show(null)
        return
      }
      isKept = false
      if (brushed && brushed.range.from === range.from && brushed.range.to === range.to) return
      show({ range, numbers: numbersOf(range) })
    },
    numberBy(next) {
      numbersOf = next
      if (brushed && !isKept) show({ range: brushed.range, numbers: next(brushed.range) })
    },
    keep() {
      isKept = brushed !== null
    },
    clear() {
      if (!isKept && brushed !== null) return // another part is being marked already
      isKept = false
      show(null)
    },
  }
}

import type { Finding, FindingCode } from '../findings.ts'

type Place = Finding['places'][number]

const SHOWN = 20

/** Collects where something was found: counts every place and keeps the first ones. */
export class Places {
  count = 0
  readonly first: Place[] = []

  add(place: Place): void {
    if (this.count++ < SHOWN) this.first.push(place)
  }

  get isFull(): boolean {
    return this.count >= SHOWN
  }

  /** For places that are too many to visit one by one. */
  addUnseen(count: number): void {
    this.count += count
  }

  finding(kind: Finding['kind'], code: FindingCode, message: string, column?: string): Finding {
    return { kind, code, message, ...(column === undefined ? {} : { column }), count: this.count, places: this.first }
  }
}

/** "1 cell", "3 cells". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The first few texts in quotes, for a message. */
export function quoted(texts: readonly string[], shown = 3): string {
  const first = texts.slice(0, shown).map((text) => `"${text.length > 40 ? `${text.slice(0, 39)}…` : text}"`)
  return first.join(', ') + (texts.length > shown ? ', …' : '')
}

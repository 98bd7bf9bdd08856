import { cellText } from './cells.ts'

/** Cells as codes into their distinct texts. */
export interface TextCodes {
  readonly codes: Int32Array
  /** In order of first appearance. */
  readonly texts: readonly string[]
}

interface Spans {
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  readonly count: number
}

/**
 * Codes the texts of cells without making a string of each: cells of the same bytes share one.
 *
 * Cost: one pass over the cells' bytes and one string for each distinct text.
 */
export function codeTexts(bytes: Uint8Array, { starts, ends, count }: Spans): TextCodes {
  const codes = new Int32Array(count)
  const texts: string[] = []
  const codeOf = new Map<string, number>()
  const seen = new SpanTable()
  for (let at = 0; at < count; at++) {
    const start = starts[at]!
    const end = ends[at]!
    const found = seen.find(bytes, start, end)
    if (found >= 0) {
      codes[at] = found
      continue
    }
    // the same text may be written in other bytes: quoted here, bare there
    const text = cellText(bytes, start, end)
    let code = codeOf.get(text)
    if (code === undefined) {
      code = texts.push(text) - 1
      codeOf.set(text, code)
    }
    seen.addLast(start, end, code)
    codes[at] = code
  }
  return { codes, texts }
}

/** Open-addressing hash table from spans of bytes to codes. */
class SpanTable {
  private slots = new Int32Array(1024).fill(-1)
  private starts: number[] = []
  private ends: number[] = []
  private hashes: number[] = []
  private codes: number[] = []
  private lastHash = 0

  find(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
    this.lastHash = hash ^ (hash >>> 15)
    const mask = this.slots.length - 1
    for (let slot = this.lastHash & mask; ; slot = (slot + 1) & mask) {
      const entry = this.slots[slot]!
      if (entry < 0) return -1
      if (
        this.hashes[entry] === this.lastHash &&
        sameBytes(bytes, this.starts[entry]!, this.ends[entry]!, start, end)
      ) {
        return this.codes[entry]!
      }
    }
  }

  /** Adds the span that was looked for last. */
  addLast(start: number, end: number, code: number): void {
    const entry = this.starts.push(start) - 1
    this.ends.push(end)
    this.hashes.push(this.lastHash)
    this.codes.push(code)
    if (this.starts.length * 2 > this.slots.length) this.grow()
    else this.place(entry)
  }

  private place(entry: number): void {
    const mask = this.slots.length - 1
    let slot = this.hashes[entry]! & mask
    while (this.slots[slot]! >= 0) slot = (slot + 1) & mask
    this.slots[slot] = entry
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 4).fill(-1)
    for (let entry = 0; entry < this.starts.length; entry++) this.place(entry)
  }
}

function sameBytes(bytes: Uint8Array, start: number, end: number, otherStart: number, otherEnd: number): boolean {
  if (end - start !== otherEnd - otherStart) return false
  for (let at = start, other = otherStart; at < end; at++, other++) if (bytes[at] !== bytes[other]) return false
  return true
}

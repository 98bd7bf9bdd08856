const FULL = 0.6

/**
 * Words of ASCII, numbered from 1 on in the order in which they are given: finds the number of a piece of a text without making a string of
 * it. One open hash table and the letters one after another, where a Map keeps each string somewhere on the heap, behind two more looks.
 *
 * Cost: a word its length.
 */
export class WordNumbers {
  /** Two a place: the hash, and the number or 0 where it is free. */
  readonly #table: Int32Array
  /** Of word n: from starts[n] before starts[n + 1]. */
  readonly #starts: Int32Array
  readonly #letters: Uint8Array

  /** @param words  different ones, of ASCII */
  constructor(words: readonly string[]) {
    let size = 16
    while (size * FULL < words.length) size *= 2
    this.#table = new Int32Array(2 * size)
    this.#starts = new Int32Array(words.length + 2)
    this.#letters = new Uint8Array(words.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    words.forEach((word, i) => {
      this.#starts[i + 1] = at
      for (let k = 0; k < word.length; k++) this.#letters[at++] = word.charCodeAt(k)
      this.#starts[i + 2] = at
      const hash = hashOf(word, 0, word.length)
      const place = this.#placeOf(hash, word, 0, word.length)
      this.#table[2 * place] = hash
      this.#table[2 * place + 1] = i + 1
    })
  }

  /** The number of what stands in the text from `start` before `end`; 0: it is none of the words. */
  find(text: string, start: number, end: number): number {
    return this.#table[2 * this.#placeOf(hashOf(text, start, end), text, start, end) + 1]!
  }

  #placeOf(hash: number, text: string, start: number, end: number): number {
    const table = this.#table
    const mask = (table.length >> 1) - 1
    let place = (hash ^ (hash >>> 15)) & mask
    for (;;) {
      const number = table[2 * place + 1]!
      if (number === 0 || (table[2 * place] === hash && this.#is(number, text, start, end))) return place
      place = (place + 1) & mask
    }
  }

  #is(number: number, text: string, start: number, end: number): boolean {
    const from = this.#starts[number]!
    if (this.#starts[number + 1]! - from !== end - start) return false
    for (let k = start; k < end; k++) if (this.#letters[from + k - start] !== text.charCodeAt(k)) return false
    return true
  }
}

/** FNV-1a. */
function hashOf(text: string, start: number, end: number): number {
  let hash = -2128831035
  for (let k = start; k < end; k++) hash = Math.imul(hash ^ text.charCodeAt(k), 16777619)
  return hash
}

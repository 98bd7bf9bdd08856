const LONGEST = 31
const RESERVED = 'history'

/** Hands out sheet names that Excel accepts: at most 31 characters, none of []:*?/\, no outer apostrophe, no two alike. */
export class SheetNames {
  readonly #taken = new Set<string>([RESERVED])

  /** The nearest free legal name to the wish; "A", "A (2)", "A (3)" where several wish the same. */
  take(wish: string): string {
    const legal =
      wish
        .toWellFormed()
        .replace(/[[\]:*?/\\\p{Cc}\ufffe\uffff]/gu, ' ')
        .replace(/\s+/g, ' ')
        .replace(/^['\s]+|['\s]+$/g, '') || 'Sheet'
    for (let n = 1; ; n++) {
      const suffix = n === 1 ? '' : ` (${n})`
      const name = cut(legal, LONGEST - suffix.length) + suffix
      if (this.#taken.has(name.toLowerCase())) continue
      this.#taken.add(name.toLowerCase())
      return name
    }
  }
}

/** The longest beginning of at most `length` UTF-16 units that splits no character, and no word where that costs little. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > length) break
    kept += character
  }
  const words = /\s/.test(text[kept.length]!) ? kept : kept.replace(/\s\S*$/, '')
  return (words.length >= length / 2 ? words : kept).replace(/['\s]+$/, '')
}

/** A sheet's name as formulas refer to it. */
export function sheetReference(name: string): string {
  return `'${name.replaceAll("'", "''")}'`
}

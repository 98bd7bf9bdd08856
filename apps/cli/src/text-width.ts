/** Ranges that a terminal shows two columns wide: East Asian Width W and F of Unicode, and emoji. Sorted pairs [first, last]. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], // Hangul initial consonants
  [0x2e80, 0x303e], // CJK radicals, ideographic punctuation
  [0x3041, 0x33ff], // kana, Hangul compatibility letters, squared units such as ㎏
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff], // CJK ideographs
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3], // Hangul syllables
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60], // full-width forms; half-width katakana follow and are narrow
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]

/** Columns that a terminal uses for a text; combining marks and control characters use none. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

function characterWidth(character: string): 0 | 1 | 2 {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x300) return code < 0x20 || (code >= 0x7f && code < 0xa0) ? 0 : 1
  if (/^[\p{Mark}\p{Default_Ignorable_Code_Point}]$/u.test(character)) return 0
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1
}

/** The text with blanks up to `width` columns, at its end or (`right`) before it. */
export function padText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - textWidth(text)))
  return align === 'left' ? text + blanks : blanks + text
}

/** The text cut to at most `width` columns, with … where something was cut. */
export function cutText(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  let kept = ''
  let used = 1
  for (const character of text) {
    used += characterWidth(character)
    if (used > width) break
    kept += character
  }
  return `${kept}…`
}

/** A text of a file, safe for a terminal: on one line and without control characters that the terminal would obey. */
export function visibleText(text: string): string {
  return text
    .replace(/\r\n|[\r\n]/g, '↵')
    .replace(/\t/g, '→')
    .replace(/[\p{Cc}\p{Bidi_Control}]/gu, '�')
}

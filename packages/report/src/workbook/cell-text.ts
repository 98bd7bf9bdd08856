/** Excel refuses a longer text. */
const LONGEST = 32_767
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g
const LOOKS_ESCAPED = /_(?=x[0-9A-Fa-f]{4}_)/g
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu

/**
 * A text as it can stand in a cell and be read back the same: characters that XML can't hold show as U+FFFD, and
 * `_x000D_`, which Excel would take for an escaped character, stays what it is.
 */
export function cellText(text: string): string {
  const whole = text.toWellFormed().replace(NOT_IN_XML, '\ufffd').replace(LOOKS_ESCAPED, '_x005F_')
  return whole.length > LONGEST ? `${whole.slice(0, LONGEST - 1).toWellFormed()}…` : whole
}

/** Whether a spreadsheet would take the text for a formula if it were typed again. */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text)
}

/** Columns that a text fills: two for each full-width character. */
export function displayWidth(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0)
}

/** No longer than Excel lets the texts of a rule be: it calls a workbook with a longer one damaged. */
export function limitedText(text: string, length: number): string {
  const whole = cellText(text)
  return whole.length <= length ? whole : `${whole.slice(0, length - 1).toWellFormed()}…`
}

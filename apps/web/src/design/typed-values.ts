import { typedNumber } from '../numbers/typed-number.ts'

const RANGE = /^(\S+?)\s*(?:to|[-–—~〜]|\.\.\.?|…|から)\s*(\S+?)\s*(?:by|step|[/／]|間隔)\s*(\S+)$/i
const MOST_LEVELS = 1000

/** Levels of a factor that is a number: "60, 70, 80", or "60 to 90 by 10" with both ends. Null where a part is no number. */
export function typedNumbers(text: string): number[] | null {
  const range = RANGE.exec(text.normalize('NFKC').trim())
  if (range) {
    const [low = null, high = null, step = null] = range.slice(1).map(typedNumber)
    return low === null || high === null || step === null ? null : steppedLevels(low, high, step)
  }
  const values = typedTexts(text).map(typedNumber)
  return values.every((value) => value !== null) ? values : null
}

/** low, low + step … up to high; null where there would be none or too many. The last level is never beyond high. */
export function steppedLevels(low: number, high: number, step: number): number[] | null {
  const count = Math.floor((high - low) / step + 1e-9) + 1
  if (!(step > 0) || !(count >= 1) || count > MOST_LEVELS) return null
  const decimals = Math.max(decimalsOf(low), decimalsOf(step))
  return Array.from({ length: count }, (_, index) => Number((low + index * step).toFixed(decimals)))
}

/** Decimals that a number needs to be written in full, 12 at most. */
export function decimalsOf(value: number): number {
  for (let decimals = 0; decimals < 12; decimals++) if (Number(value.toFixed(decimals)) === value) return decimals
  return 12
}

/** Names between commas; where there is a semicolon or a tab, commas belong to the names and numbers. */
export function typedTexts(text: string): string[] {
  const separator = /[;；\t]/.test(text) ? /[;；\t]/ : /[,，、]/
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

import { isErrorText, missingMarker } from '../cells/missing-markers.ts'
import type { BooleanColumn, CategoryColumn, TextColumn } from '../table.ts'
import { counted, Places, quoted } from './places.ts'
import type { Heading, RawColumn, Typing } from './raw-column.ts'

/** Up to this many distinct texts make a category whatever the number of rows. */
const ALWAYS_CATEGORY = 20
/** More distinct texts than this share of the cells are no category. */
const CATEGORY_SHARE = 0.5
/** At least this share of distinct texts, in at least this many cells, make an identifier or free text. */
const IDENTIFIER_SHARE = 0.95
const IDENTIFIER_CELLS = 4
/** Longer texts on average are sentences. */
const SENTENCE_LENGTH = 60

interface Levels {
  /** Trimmed texts, in order of first appearance. */
  readonly levels: readonly string[]
  /** −1 where missing. */
  readonly codes: Int32Array
  readonly filled: number
}

/** A column that is neither number nor date: boolean, category or text. */
export function textColumn(
  raw: RawColumn,
  heading: Heading,
  typing: Typing,
): BooleanColumn | CategoryColumn | TextColumn {
  const { levels, codes, filled } = findLevels(raw, heading.name, typing)
  const base = {
    name: heading.name,
    ...(heading.header === undefined ? {} : { header: heading.header }),
    ...(heading.unit === undefined ? {} : { unit: heading.unit }),
    missingCount: codes.length - filled,
  }
  if (levels.every((level) => /^(true|false)$/i.test(level))) {
    const bits = levels.map((level) => (level.toLowerCase() === 'true' ? 1 : 0))
    return { kind: 'boolean', ...base, values: Int8Array.from(codes, (code) => (code < 0 ? -1 : bits[code]!)) }
  }
  if (isCategory(levels, filled)) return { kind: 'category', ...base, levels, codes }
  return { kind: 'text', ...base, values: Array.from(codes, (code) => (code < 0 ? null : levels[code]!)) }
}

/** Whether all or nearly all texts differ, as names and numbers of samples do and sentences do not count. */
export function isIdentifier(distinct: number, filled: number, meanLength: number): boolean {
  return filled >= IDENTIFIER_CELLS && distinct >= IDENTIFIER_SHARE * filled && meanLength <= SENTENCE_LENGTH
}

export function meanLength(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length)
}

function isCategory(levels: readonly string[], filled: number): boolean {
  const length = meanLength(levels)
  if (isIdentifier(levels.length, filled, length) || length > SENTENCE_LENGTH) return false
  return levels.length <= Math.max(ALWAYS_CATEGORY, CATEGORY_SHARE * filled)
}

function findLevels(raw: RawColumn, column: string, { rowNumbers, missingMarkers, findings }: Typing): Levels {
  const { codes: textCodes, texts } = raw.allTexts()
  const levels: string[] = []
  const levelOf = new Map<string, number>()
  const errorTexts = new Set<number>()
  const trimmedTexts = new Set<number>()
  const levelOfText = texts.map((text, index) => {
    const trimmed = text.trim()
    if (isErrorText(trimmed)) errorTexts.add(index)
    if (errorTexts.has(index) || missingMarker(trimmed, missingMarkers) === 'everywhere') return -1
    if (trimmed !== text) trimmedTexts.add(index)
    const known = levelOf.get(trimmed)
    if (known !== undefined) return known
    levelOf.set(trimmed, levels.length)
    return levels.push(trimmed) - 1
  })
  const codes = new Int32Array(textCodes.length)
  const errors = new Places()
  const trimmed = new Places()
  let filled = 0
  for (let at = 0; at < textCodes.length; at++) {
    const text = textCodes[at]!
    const level = text < 0 ? -1 : levelOfText[text]!
    codes[at] = level
    if (level >= 0) filled++
    if (text >= 0 && errorTexts.has(text)) errors.add({ row: rowNumbers[at]!, column, before: texts[text]! })
    if (text >= 0 && trimmedTexts.has(text)) {
      trimmed.add({ row: rowNumbers[at]!, column, before: texts[text]!, after: levels[level]! })
    }
  }
  if (errors.count > 0) {
    const shown = quoted([...new Set(errors.first.map((place) => place.before!))])
    const message = `${counted(errors.count, 'cell')} of "${column}" hold an error (${shown}) and count as missing.`
    findings.push(errors.finding('repair', 'cell_error', message, column))
  }
  if (trimmed.count > 0) {
    const message = `Blanks around ${counted(trimmed.count, 'cell')} of "${column}" were taken off.`
    findings.push(trimmed.finding('repair', 'cell_trimmed', message, column))
  }
  return { levels, codes, filled }
}

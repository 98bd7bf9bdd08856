import { type FittedPart, LONGEST_TEXT, normaliseText } from '@zerosec/engine'
import type { Warning } from '@zerosec/report'
import type { TextColumn } from '@zerosec/table'

/** A column of free text on the rows that are used. */
export interface PreparedText {
  readonly name: string
  /** n: the empty text where the cell is missing. */
  readonly values: readonly string[]
}

/** What was learnt of a column of texts. */
export interface TextReading {
  readonly name: string
  /** Words, then pieces of words, as they were learnt from all rows. */
  readonly parts: readonly FittedPart[]
  /** Null where no word list was given. */
  readonly list: ListUse | null
  /** Rows without a word that the other rows of their fold know. */
  readonly unknown: readonly number[]
}

/** What came of a word list. */
export interface ListUse {
  readonly file: string
  readonly heading: string | null
  readonly words: number
  /** Of its words those that occur in a text, and how many texts have one. */
  readonly found: number
  readonly texts: number
  /** In the score; 0: it says nothing that the texts themselves don't, or the contrary. */
  readonly weight: number
}

export interface PreparedTexts {
  readonly texts: readonly PreparedText[]
  /** Columns whose texts are all equal, or missing. */
  readonly constant: readonly string[]
  readonly warnings: readonly Warning[]
}

const SHOWN_ROWS = 20

/** @param rowNumbers  n: what warnings call the rows */
export function prepareTexts(columns: readonly TextColumn[], rows: Int32Array, rowNumbers: Uint32Array): PreparedTexts {
  const all = columns.map(({ name, values }) => ({ name, values: Array.from(rows, (row) => values[row] ?? '') }))
  const texts = all.filter(({ values }) => values.some((value) => value !== values[0]))
  return {
    texts,
    constant: all.filter((text) => !texts.includes(text)).map(({ name }) => name),
    warnings: texts.flatMap((text) => textWarnings(text, rowNumbers)),
  }
}

function textWarnings({ name, values }: PreparedText, rowNumbers: Uint32Array): Warning[] {
  const read = values.map(normaliseText)
  const about = (code: string, level: Warning['level'], places: readonly number[], message: string): Warning[] =>
    places.length === 0
      ? []
      : [
          {
            code,
            level,
            message: `${message}: ${places.length} of ${values.length}.`,
            columns: [name],
            rows: places.slice(0, SHOWN_ROWS).map((place) => rowNumbers[place]!),
            count: places.length,
          },
        ]
  const where = (test: (place: number) => boolean) => [...values.keys()].filter(test)
  return [
    ...about(
      'texts_empty',
      'note',
      where((place) => read[place]!.text.trim() === ''),
      `Rows without a text in ${name}: nothing is known of them but how common the classes are`,
    ),
    ...about(
      'texts_cut',
      'caution',
      where((place) => read[place]!.isCut),
      `Texts of ${name} with more than ${LONGEST_TEXT.toLocaleString('en')} characters: what comes after is not read`,
    ),
    ...about(
      'texts_broken',
      'note',
      where((place) => read[place]!.isBroken),
      `Texts of ${name} with halves of characters or control characters, which are read as spaces`,
    ),
  ]
}

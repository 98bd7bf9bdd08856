import { listableWord, type WordList } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { decodeText } from '@zerosec/table'
import type { AnalysisInput } from '../analysis.ts'
import type { ClassificationParameters } from './parameters.ts'
import type { ClassPreparation } from './prepare.ts'

/** A word list with the name of its file. */
export interface NamedWordList {
  readonly file: string
  readonly list: WordList
  /** The first line, where it names the columns; else null. */
  readonly heading: string | null
}

const MOST_WORDS = 50_000
/** Only how values stand to one another matters: beyond these their squares would leave what a double holds. */
const LARGEST = 1e6
const SMALLEST = 1e-6
const SHOWN = 60

/**
 * The word list that the parameters name; null where they name none.
 *
 * @throws CodedError word_list_*, what `openFile` refuses, encoding_unknown
 */
export async function openWordList(
  { parameters, openFile }: AnalysisInput<ClassificationParameters>,
  { classes, texts }: ClassPreparation,
): Promise<NamedWordList | null> {
  const { word_list: reference } = parameters
  if (reference === '') return null
  if (!openFile) throw new CodedError('file_reference_invalid', { reference, problem: 'no file can be named here' })
  if (texts.length === 0) throw new CodedError('word_list_without_text')
  const count = classes.labels.length
  if (count !== 2) throw new CodedError('word_list_classes', { column: classes.name, classes: count })
  const { name, bytes } = await openFile(reference)
  return readWordList(name, bytes)
}

/**
 * Reads lines of a word and its value, divided by a tab, a semicolon or a comma as in the first line; with the first two, values may have decimal commas. An
 * empty line is none; a first line whose value is no number is a heading. Values are to be words of texts as they are read: entries of
 * several words are refused, since their words have values of their own.
 *
 * @throws CodedError word_list_empty, word_list_line_invalid, word_list_too_long, encoding_unknown
 */
export function readWordList(file: string, bytes: Uint8Array): NamedWordList {
  const lines = new TextDecoder().decode(decodeText(bytes).bytes).split(/\r\n|\r|\n/)
  const delimiter = delimiterOf(lines.find((line) => line.trim() !== '') ?? '')
  const valueOf = new Map<string, number>()
  const faults: { readonly line: number; readonly content: string; readonly problem: string }[] = []
  let heading: string | null = null
  lines.forEach((content, i) => {
    if (content.trim() === '') return
    const entry = readEntry(content, delimiter, valueOf)
    if (!('problem' in entry)) valueOf.set(entry.word, entry.value)
    else if (entry.isHeading && valueOf.size + faults.length === 0 && heading === null) heading = content
    else faults.push({ line: i + 1, content, problem: entry.problem })
    if (valueOf.size > MOST_WORDS) throw new CodedError('word_list_too_long', { file, limit: MOST_WORDS })
  })
  const [first] = faults
  if (first) {
    const content = first.content.length > SHOWN ? `${first.content.slice(0, SHOWN).toWellFormed()}…` : first.content
    throw new CodedError('word_list_line_invalid', { file, ...first, content, count: faults.length })
  }
  if (valueOf.size === 0) throw new CodedError('word_list_empty', { file })
  return { file, list: { words: [...valueOf.keys()], values: Float64Array.from(valueOf.values()) }, heading }
}

type Entry =
  | { readonly word: string; readonly value: number }
  | { readonly problem: string; readonly isHeading: boolean }

function delimiterOf(line: string): string {
  return ['\t', ';', ','].find((each) => line.includes(each)) ?? ','
}

function readEntry(line: string, delimiter: string, known: ReadonlyMap<string, number>): Entry {
  const wrong = (problem: string): Entry => ({ problem, isHeading: false })
  const fields = line.split(delimiter).map(unquoted)
  if (fields.length !== 2)
    return wrong(`has ${fields.length} field${fields.length === 1 ? '' : 's'} in place of a word and a value`)
  const [entry, given] = fields as [string, string]
  const written = (delimiter === ',' ? given : given.replace(',', '.')).replace('\u2212', '-')
  if (!NUMBER.test(written))
    return { problem: 'has no number as its value', isHeading: given !== '' && !/\d/.test(given) }
  const value = Number(written)
  if (!(Math.abs(value) >= SMALLEST && Math.abs(value) <= LARGEST))
    return wrong(`has a value that is 0, or not from ${SMALLEST} to ${LARGEST.toLocaleString('en')} in size`)
  const word = listableWord(entry)
  if (word === null) return wrong('is read as no word, or as several')
  if (known.has(word)) return wrong('is a word that stands in an earlier line already, large and small letters alike')
  return { word, value }
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

function unquoted(field: string): string {
  const bare = field.trim()
  return bare.length >= 2 && bare.startsWith('"') && bare.endsWith('"')
    ? bare.slice(1, -1).replaceAll('""', '"').trim()
    : bare
}

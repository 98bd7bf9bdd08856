import type { Table, TextColumn } from '@zerosec/table'
import { type ColumnChoice, chooseFactors, type FactorColumn } from '../factor-columns.ts'

/** The columns that classes are predicted from. */
export interface ChosenColumns {
  readonly features: readonly FactorColumn[]
  /** Columns of free text: each is read by a learner of its own kind. */
  readonly texts: readonly TextColumn[]
  readonly leftOut: ColumnChoice['leftOut']
}

/** id, lot_no, sampleId, 番号 */
const IDENTIFYING_NAME = /(^|[\s_.-])(id|no|nr|num|number|code|key)\.?$|番号$|コード$/i
const FEWEST_NAMED_ROWS = 20
/** Texts that are said once or twice are read word by word, unless they are names of rows. */
const FEWEST_WORDS = 2

/**
 * Named columns as they are; if none is named, every usable one but the classes. Free text is a factor where it has words: a column of
 * texts of which most have several.
 *
 * @throws CodedError as `chooseFactors`
 */
export function chooseClassColumns(
  table: Table,
  responses: readonly string[],
  named: readonly string[],
): ChosenColumns {
  const texts = table.columns.filter(
    (column): column is TextColumn =>
      column.kind === 'text' &&
      !responses.includes(column.name) &&
      (named.length === 0 || named.includes(column.name)) &&
      hasWords(column),
  )
  const read = new Set(texts.map(({ name }) => name))
  const others = named.filter((name) => !read.has(name))
  if (named.length > 0 && others.length === 0) return { features: [], texts, leftOut: [] }
  const { features, leftOut } = chooseFactors(table, responses, others)
  const numbers = named.length > 0 ? [] : features.filter(isIdentifier)
  const kept = features.filter((feature) => !numbers.includes(feature))
  if (kept.length === 0 && texts.length === 0) return { features, texts, leftOut }
  const identifiers = numbers.map(({ name }) => ({ column: name, reason: 'identifier' }))
  return { features: kept, texts, leftOut: [...leftOut.filter(({ column }) => !read.has(column)), ...identifiers] }
}

/** Whole numbers that no two rows share, under a name that says so. A measured one is no identifier. */
function isIdentifier(column: FactorColumn): boolean {
  if (column.kind !== 'number' || !IDENTIFYING_NAME.test(column.name.trim())) return false
  const known = column.values.filter((value) => !Number.isNaN(value))
  return known.length >= FEWEST_NAMED_ROWS && known.every(Number.isInteger) && new Set(known).size === known.length
}

function hasWords({ values }: TextColumn): boolean {
  const known = values.filter((value) => value !== null)
  const wordy = known.filter((value) => value.trim().split(/\s+/).length >= FEWEST_WORDS || isUnspaced(value))
  return known.length > 0 && 2 * wordy.length > known.length
}

/** A sentence of a script that is written without spaces. */
function isUnspaced(value: string): boolean {
  return (value.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0) >= 6
}

import { type TellingWord, type TextExplainer, tellingWords } from '@zerosec/engine'
import type { TextScore } from '../modelling/inputs.ts'
import type { ClassPreparation } from './prepare.ts'
import type { PreparedText } from './text-columns.ts'

/** A word that speaks for a class. */
export interface ClassWord {
  readonly word: string
  readonly texts: number
  /** What it adds on average to the log odds of the class where it occurs; of more than two classes, above what it adds to the others. */
  readonly adds: number
}

/** The words of a column that tell a class from the others, the most telling first. */
export interface ClassWords {
  readonly label: string
  readonly words: readonly ClassWord[]
}

/** Texts that are explained for it: more do not change which words are first. */
const MOST_EXPLAINED = 2000
/** A word of one text may be there by chance. */
const FEWEST_TEXTS = 2
const LONGEST_WORD = 40

/**
 * Words are ranked by what they add times the root of how many texts have them: as a t value is, so that neither rare words nor common
 * ones that hardly matter come first.
 */
export function wordsByClass(preparation: ClassPreparation, text: PreparedText, most: number): ClassWords[] {
  const { labels } = preparation.classes
  const texts = evenly([...text.values], MOST_EXPLAINED)
  const found = tellingWords(classifierOf(preparation, text), texts).filter((word) => word.texts >= FEWEST_TEXTS)
  return labels.map((label, k) => ({
    label,
    words: found
      .map((word): ClassWord => ({ word: shown(word.word), texts: word.texts, adds: forClass(word.mean, k) }))
      .filter(({ adds }) => adds > 0)
      .sort((a, b) => rank(b) - rank(a) || (a.word < b.word ? -1 : 1))
      .slice(0, most),
  }))
}

/** The words of one row that decide most for or against a class, in the order of their size. */
export function rowWords(
  explainer: TextExplainer,
  text: string,
  k: number,
  most: number,
): { readonly word: string; readonly adds: number }[] {
  return explainer
    .explain(text)
    .words.map(({ word, contributions }) => ({ word: shown(word), adds: forClass(contributions, k) }))
    .sort((a, b) => Math.abs(b.adds) - Math.abs(a.adds))
    .slice(0, most)
}

export function classifierOf({ inputs }: ClassPreparation, { name }: PreparedText): TextScore['classifier'] {
  return inputs.find((input): input is TextScore => input.kind === 'text' && input.column === name)!.classifier
}

/** One score is the second class's, and speaks against the first by as much. */
function forClass(scores: TellingWord['mean'], k: number): number {
  if (scores.length === 1) return k === 1 ? scores[0]! : -scores[0]!
  return scores[k]! - scores.reduce((sum, score) => sum + score, 0) / scores.length
}

function rank({ adds, texts }: ClassWord): number {
  return adds * Math.sqrt(texts)
}

function shown(word: string): string {
  return word.length > LONGEST_WORD ? `${word.slice(0, LONGEST_WORD).toWellFormed()}…` : word
}

function evenly<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items]
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]!)
}

import { LONGEST_TEXT, TextExplainer } from '@zerosec/engine'
import type { FigureBlock, Json, Section, TableBlock, Warning } from '@zerosec/report'
import type { Cell } from '@zerosec/table'
import type { AnalysisFile } from '../analysis.ts'
import { csv } from '../modelling/csv-file.ts'
import { SIZE, tip } from '../plot-parts.ts'
import type { ClassOutcome } from './outcome.ts'
import type { ClassPreparation } from './prepare.ts'
import { type ClassWords, classifierOf, rowWords, wordsByClass } from './telling-words.ts'
import type { ListUse, TextReading } from './text-columns.ts'

const DRAWN_WORDS = 12
const LISTED_WORDS = 30
/** More figures than these are hardly looked at. */
const DRAWN_CLASSES = 6
const WORDS_OF_ROW = 5
const EXPLAINED_ROWS = 5000
const SHOWN_ROWS = 20

/** What the columns of text say, and how they were read; none where there are none. */
export function textSections({ preparation }: ClassOutcome): Section[] {
  return preparation.texts.map((text, column): Section => {
    const reading = preparation.readings[column]!
    const byClass = wordsByClass(preparation, text, LISTED_WORDS)
    const suffix = preparation.texts.length > 1 ? `_${column + 1}` : ''
    const figures =
      byClass.length === 2 ? [bothFigure(byClass, reading, suffix)] : classFigures(byClass, reading, suffix)
    return {
      id: `texts${suffix}`,
      title: `What the words of ${reading.name} say`,
      text:
        `Counted are words, pairs of words, and pieces of words with 2 to 5 characters, which know endings, misspellings and scripts without spaces; ` +
        'each weighs the more the fewer texts have it (TF-IDF). Words after a negation are words of their own ("not … good"). ' +
        'A logistic regression of all of them gives each text one score for the models; in every fold it was learnt from the other rows alone.' +
        (reading.list
          ? ` The words of ${reading.list.file} add to it by their values, as much as helps on other rows.`
          : ''),
      blocks: [...figures, wordTable(byClass, suffix), learntTable(reading, suffix)],
    }
  })
}

export function textValues({ preparation }: ClassOutcome): Record<string, Json> {
  if (preparation.texts.length === 0) return {}
  return {
    texts: preparation.texts.map((text, column): Json => {
      const { name, parts, list, unknown } = preparation.readings[column]!
      return {
        column: name,
        terms: parts.reduce((sum, part) => sum + part.terms, 0),
        rows_without_known_words: unknown.length,
        ...(list && {
          word_list: { words: list.words, words_found: list.found, texts_with_words: list.texts, weight: list.weight },
        }),
        telling_words: Object.fromEntries(
          wordsByClass(preparation, text, DRAWN_WORDS).map(({ label, words }) => [
            label,
            words.map(({ word }) => word),
          ]),
        ),
      }
    }),
  }
}

export function readingWarnings({ readings, rowNumbers, target, classes }: ClassPreparation): Warning[] {
  return readings.flatMap(({ name, parts, list, unknown }): Warning[] => {
    const terms = parts.reduce((sum, part) => sum + part.terms, 0)
    const capped = parts.filter((part) => part.found > part.terms)
    const cap = capped.map(({ terms: kept, found, rules }) => `${kept} of ${found} ${KINDS[rules.kind]}`).join(' and ')
    const warnings: Warning[] = [
      {
        code: 'texts_read',
        level: 'note',
        message: `${name} is read as text: ${terms} words, pairs and pieces of words are features (TF-IDF), up to ${LONGEST_TEXT.toLocaleString('en')} characters of each text.`,
        columns: [name],
      },
    ]
    if (parts.some(({ texts }) => texts < target.length)) {
      const message = `Words were learnt from ${parts[0]!.texts} texts of ${name}, evenly spaced, in each fold and for the delivered model: with more a run takes hours, and gains little.`
      warnings.push({ code: 'texts_thinned', level: 'caution', message, columns: [name] })
    }
    if (cap !== '') {
      const message = `Of ${name} ${cap} are kept: those in the most texts.`
      warnings.push({ code: 'texts_vocabulary_capped', level: 'note', message, columns: [name] })
    }
    if (list) warnings.push(...listWarnings(name, list, classes.labels[1]!, target.length))
    if ((list?.weight ?? 0) === 0 && (terms === 0 || parts.every(({ weight }) => weight === 0))) {
      const message = `The texts of ${name} say nothing of the class: no word helps on texts that were not learnt from. Names of rows are better left out.`
      warnings.push({ code: 'texts_say_nothing', level: 'caution', message, columns: [name] })
    }
    if (unknown.length > 0) {
      warnings.push({
        code: 'texts_unknown',
        level: 'caution',
        message: `${unknown.length} of ${target.length} rows have not one word of ${name} that the rows they were predicted from have: they are better measured.`,
        columns: [name],
        rows: unknown.slice(0, SHOWN_ROWS).map((row) => rowNumbers[row]!),
        count: unknown.length,
      })
    }
    return warnings
  })
}

function listWarnings(name: string, list: ListUse, label: string, rows: number): Warning[] {
  const heading = list.heading === null ? '' : ` Its first line, "${list.heading}", is taken for a heading.`
  const read = `Of the ${list.words} words of ${list.file} ${list.found} occur in ${name}, in ${list.texts} of ${rows} texts; the list has the weight ${list.weight.toFixed(2)} in their scores.${heading}`
  const useless = `The word list ${list.file} says nothing of ${name} that the texts themselves don't, and is left out. Values above 0 were taken to speak for ${label}: name another positive_label if they don't.`
  return [
    { code: 'word_list_read', level: 'note', message: read, columns: [name] },
    ...(list.weight > 0
      ? []
      : [{ code: 'word_list_says_nothing', level: 'caution' as const, message: useless, columns: [name] }]),
  ]
}

/** Of each row the words that decide most, by the delivered model. */
export function textFiles({ preparation, rows }: ClassOutcome): AnalysisFile[] {
  if (preparation.texts.length === 0) return []
  const placeOf = new Map(Array.from(preparation.rowNumbers, (row, place) => [row, place]))
  const cells = preparation.texts.flatMap((text) => {
    const explainer = new TextExplainer(classifierOf(preparation, text))
    return rows
      .slice(0, EXPLAINED_ROWS)
      .flatMap(({ row, predicted }) =>
        rowWords(explainer, text.values[placeOf.get(row)!]!, predicted, WORDS_OF_ROW).map(({ word, adds }): Cell[] => [
          row,
          text.name,
          preparation.classes.labels[predicted]!,
          word,
          adds,
        ]),
      )
  })
  return [csv('text_words.csv', ['row', 'column', 'class', 'word', 'adds_to_log_odds'], cells)]
}

const KINDS = { words: 'words and pairs', characters: 'pieces of words' } as const

function bothFigure([first, second]: readonly ClassWords[], { name }: TextReading, suffix: string): FigureBlock {
  const bars = [
    ...second!.words.slice(0, DRAWN_WORDS).map((word) => ({ ...word, label: second!.label })),
    ...first!.words
      .slice(0, DRAWN_WORDS)
      .map((word) => ({ ...word, label: first!.label, adds: -word.adds }))
      .toReversed(),
  ]
  return wordFigure(bars, {
    id: `telling_words${suffix}`,
    title: `${name}: words that tell ${second!.label} from ${first!.label}`,
    caption: `To the right: speaks for ${second!.label}; to the left: for ${first!.label}.`,
    axis: `added to the log odds of ${second!.label}`,
  })
}

function classFigures(byClass: readonly ClassWords[], { name }: TextReading, suffix: string): FigureBlock[] {
  const cut = byClass.length > DRAWN_CLASSES ? ` ${DRAWN_CLASSES} of ${byClass.length} classes are drawn.` : ''
  return byClass.slice(0, DRAWN_CLASSES).map(({ label, words }, k) =>
    wordFigure(
      words.slice(0, DRAWN_WORDS).map((word) => ({ ...word, label })),
      {
        id: `telling_words${suffix}_${k + 1}`,
        title: `${name}: words that speak for ${label}`,
        caption: `What a word adds to ${label} above what it adds to the mean of all classes.${cut}`,
        axis: `added to the score of ${label}`,
      },
    ),
  )
}

interface Bar {
  readonly word: string
  readonly texts: number
  readonly adds: number
  readonly label: string
}

function wordFigure(
  bars: readonly Bar[],
  { id, title, caption, axis }: { id: string; title: string; caption: string; axis: string },
): FigureBlock {
  return {
    kind: 'figure',
    id,
    title,
    caption: `${caption} Mean over the texts that have the word, its pairs and pieces included; the most telling are first.`,
    spec: {
      width: SIZE.width - 100,
      height: { step: 18 },
      data: { values: bars },
      mark: { type: 'bar', opacity: 0.7 },
      encoding: {
        y: {
          field: 'word',
          type: 'nominal',
          title: null,
          sort: bars.map(({ word }) => word),
          axis: { labelLimit: 200 },
        },
        x: { field: 'adds', type: 'quantitative', title: axis },
        tooltip: [
          { field: 'word', title: 'word' },
          { field: 'label', title: 'speaks for' },
          tip('adds', axis),
          { field: 'texts', title: 'texts', type: 'quantitative', format: 'd' },
        ],
      },
    },
  }
}

function wordTable(byClass: readonly ClassWords[], suffix: string): TableBlock {
  return {
    kind: 'table',
    id: `telling_words_table${suffix}`,
    title: 'The most telling words of each class',
    columns: [
      { name: 'class', label: 'speaks for', format: 'text' },
      { name: 'word', label: 'word', format: 'text' },
      { name: 'adds', label: 'adds (log odds)', format: 'number' },
      { name: 'texts', label: 'texts with it', format: 'integer' },
    ],
    rows: byClass.flatMap(({ label, words }) => words.map(({ word, adds, texts }) => [label, word, adds, texts])),
    note: 'Ranked by what a word adds times the root of how many texts have it. A word has what its pairs and its pieces add, too.',
  }
}

function learntTable({ parts, list }: TextReading, suffix: string): TableBlock {
  return {
    kind: 'table',
    id: `text_features${suffix}`,
    title: 'What was counted',
    columns: [
      { name: 'kind', label: 'counted', format: 'text' },
      { name: 'terms', label: 'kept', format: 'integer' },
      { name: 'found', label: 'found', format: 'integer' },
      { name: 'cost', label: 'strength C', format: 'number' },
      { name: 'ratios', label: 'weighted by naive Bayes', format: 'text' },
      { name: 'loss', label: 'log loss in inner folds', format: 'number' },
      { name: 'weight', label: 'weight in the score', format: 'number' },
    ],
    rows: [
      ...parts.map(({ rules, terms, found, cost, usesRatios, loss, weight }) => [
        KINDS[rules.kind],
        terms,
        found,
        cost,
        usesRatios ? 'yes' : 'no',
        loss,
        weight,
      ]),
      ...(list ? [[`words of ${list.file}`, list.words, list.found, null, '', null, list.weight]] : []),
    ],
  }
}

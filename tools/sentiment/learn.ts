import { findAnalysis, parseParameters } from '../../packages/analyses/src/index.ts'
import { decodeModel, type Model } from '../../packages/model/src/index.ts'
import type { Json } from '../../packages/report/src/index.ts'
import { readTable } from '../../packages/table/src/index.ts'

/** What the analysis made of the sentences. */
export interface Learnt {
  readonly model: Model
  /** One a sentence: its share of positive, by a procedure that never saw it. */
  readonly shares: Float64Array
  readonly values: Readonly<Record<string, Json>>
}

export const SEED = 42
export const OUTER_FOLDS = 10

/** Runs `classification` as anybody would: the defaults, with a word list. */
export async function learnSentiment(table: Uint8Array, wordList: Uint8Array): Promise<Learnt> {
  const analysis = findAnalysis('classification')
  const parameters = parseParameters(analysis, {
    target_column: 'label',
    positive_label: 'positive',
    word_list: 'vader.tsv',
    outer_splits: OUTER_FOLDS,
    random_seed: SEED,
    enable_shap: false,
  })
  const { report, files } = await analysis.run({
    table: await readTable('sentences.csv', table),
    parameters,
    seed: SEED,
    openFile: async (name) => ({ name, bytes: wordList }),
    progress: () => {},
  })
  const fileOf = (path: string): Uint8Array => files.find((file) => file.path === path)!.bytes
  return {
    model: decodeModel(fileOf('models/model.zsm')),
    shares: sharesOf(fileOf('decisions.csv')),
    values: report.values,
  }
}

/** Every row is tested once, and they stand in their order. */
function sharesOf(decisions: Uint8Array): Float64Array {
  const [header = '', ...lines] = new TextDecoder().decode(decisions).trim().split(/\r?\n/)
  const column = header.split(',').indexOf('probability_positive')
  return Float64Array.from(lines, (line) => Number(line.split(',')[column]))
}

import { readFileSync } from 'node:fs'
import { type ClassPrediction, openModel } from '@zerosec/model'
import { checkReport, type Report } from '@zerosec/report'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../test/reference-data.ts'
import { analyseToFiles, csvOf } from '../../test/analyse.ts'
import type { AnalysisFile } from '../analysis.ts'

const TELLING = { NG: ['crack', 'leak', 'scratch'], OK: ['clean', 'smooth', 'tight'], LATE: ['late', 'lost', 'unread'] }
const ANY = ['the', 'seal', 'of', 'pump', 'seven', 'was', 'seen', 'on', 'Monday', 'and']

/** Looks random, and is the same everywhere. */
function drawn(i: number, k: number, below: number): number {
  return Math.floor((((i + 1) * Math.sqrt(2 + 7 * k) + (i + 3) * (i + 1) * Math.sqrt(3 + k)) % 1) * below)
}

/** A remark of the row's class in ten words. */
function remark(label: keyof typeof TELLING, i: number): string {
  const words = Array.from({ length: 8 }, (_, k) => ANY[drawn(i, k, ANY.length)]!)
  words.splice(drawn(i, 20, 8), 0, TELLING[label][drawn(i, 21, 3)]!, TELLING[label][drawn(i, 22, 3)]!)
  return words.join(' ')
}

const labels = Array.from({ length: 72 }, (_, i) => (drawn(i, 30, 2) === 0 ? 'OK' : 'NG'))
const remarks = labels.map(remark)
/** Tells nothing. */
const weight = labels.map((_, i) => drawn(i, 31, 11))

const QUICK = { target_column: 'verdict', outer_splits: 3, n_trials_inner: 2, enable_shap: false, positive_label: 'OK' }
type Columns = Record<string, readonly (number | string | null)[]>
const run = (columns: Columns, parameters: Record<string, unknown> = {}) =>
  analyseToFiles(csvOf(columns), { ...QUICK, ...parameters }, 'classification')
const codes = ({ warnings }: Report) => warnings.map(({ code }) => code)
const valuesOf = ({ values }: Report) =>
  values as unknown as {
    readonly cv_accuracy: number
    readonly baseline_accuracy: number
    readonly features: readonly string[]
    readonly best_model: string
    readonly rows_outside_domain: number
    readonly texts?: readonly {
      readonly column: string
      readonly telling_words: Readonly<Record<string, readonly string[]>>
    }[]
  }
const fileOf = (files: readonly AnalysisFile[], path: string) => files.find((each) => each.path === path)!.bytes

beforeEach(() => vi.stubEnv('ZEROSEC_THREADS', '1'))
afterEach(() => vi.unstubAllEnvs())

describe('classification of texts', () => {
  it('tells classes by their words, says which, and delivers a model that reads sentences', async () => {
    const { report, files } = await run({ remark: remarks, verdict: labels })
    checkReport(report)
    expect(valuesOf(report)).toMatchObject({ best_model: 'logistic', features: ['remark'], rows_outside_domain: 0 })
    expect(valuesOf(report).cv_accuracy).toBeGreaterThan(0.95)
    expect(valuesOf(report).texts![0]!.telling_words).toMatchObject({
      NG: expect.arrayContaining(TELLING.NG),
      OK: expect.arrayContaining(TELLING.OK),
    })
    expect(codes(report)).toContain('texts_read')
    const blocks = report.sections.find(({ id }) => id === 'texts')!.blocks
    expect(blocks.some((block) => block.kind === 'figure' && block.id === 'telling_words')).toBe(true)
    expect(new TextDecoder().decode(fileOf(files, 'text_words.csv'))).toMatch(/^.?row,column,class,word,adds/)
    const predict = (text: string) =>
      openModel(fileOf(files, 'models/model.zsm')).predict([{ remark: text }])[0] as ClassPrediction
    expect(predict('a crack and a leak').value).toBe('NG')
    expect(predict('smooth and tight').value).toBe('OK')
    expect(predict('未知の文章').flags).toEqual([{ kind: 'text_unknown', column: 'remark' }])
  })

  it('gives the same bytes for any number of threads', async () => {
    const one = await run({ remark: remarks, weight, verdict: labels }, { models_to_use: ['logistic'] })
    vi.stubEnv('ZEROSEC_THREADS', '2')
    const two = await run({ remark: remarks, weight, verdict: labels }, { models_to_use: ['logistic'] })
    expect(fileOf(two.files, 'models/model.zsm')).toEqual(fileOf(one.files, 'models/model.zsm'))
    expect(fileOf(two.files, 'decisions.csv')).toEqual(fileOf(one.files, 'decisions.csv'))
  })

  it('joins what texts and numbers say', async () => {
    // half of the rows are told by the text, the others by the temperature
    const told = labels.map((label, i) =>
      i % 4 < 2 ? remark(label, i) : remark(drawn(i, 32, 2) === 0 ? 'OK' : 'NG', i),
    )
    const temperature = labels.map((label, i) => (i % 4 < 2 ? 50 : label === 'OK' ? 20 : 80) + (i % 7))
    const { report, files } = await run(
      { remark: told, temperature, verdict: labels },
      { models_to_use: ['logistic', 'random_forest'] },
    )
    checkReport(report)
    expect(valuesOf(report).features).toEqual(['temperature', 'remark'])
    const alone = await run({ remark: told, verdict: labels })
    expect(valuesOf(report).cv_accuracy).toBeGreaterThan(valuesOf(alone.report).cv_accuracy + 0.05)
    const opened = openModel(fileOf(files, 'models/model.zsm'))
    expect(opened.model.inputs.map(({ kind }) => kind)).toEqual(['number', 'text'])
    expect(opened.predict([{ remark: 'crack', temperature: 300 }])[0]!.domain!.verdict).toBe('outside')
  })

  it('tells three classes, each by a score of its own', async () => {
    const three = Array.from({ length: 90 }, (_, i) => (['OK', 'NG', 'LATE'] as const)[i % 3]!)
    const { report, files } = await run({ remark: three.map(remark), verdict: three }, { positive_label: undefined })
    checkReport(report)
    expect(valuesOf(report).features).toHaveLength(3)
    expect(valuesOf(report).cv_accuracy).toBeGreaterThan(0.9)
    const predict = (text: string) =>
      (openModel(fileOf(files, 'models/model.zsm')).predict([{ remark: text }])[0] as ClassPrediction).value
    expect([predict('lost and unread'), predict('a leak'), predict('smooth')]).toEqual(['LATE', 'NG', 'OK'])
  })

  it('keeps rows with the same text in one fold, so that none is predicted from its copy', async () => {
    // each text twice, with a class that nothing in it tells
    const texts = Array.from(
      { length: 40 },
      (_, i) => `serial text number q${drawn(i, 35, 1000)} z${drawn(i, 36, 1000)}`,
    )
    const verdict = texts.map((_, i) => (drawn(i, 37, 2) === 0 ? 'OK' : 'NG'))
    const { report } = await run({ remark: [...texts, ...texts], verdict: [...verdict, ...verdict] })
    expect(codes(report)).toContain('rows_repeated')
    expect(valuesOf(report).cv_accuracy).toBeLessThan(0.75)
  })
})

describe('classification of texts that are not as they should be', () => {
  const huge = `${'very '.repeat(200_000)}clean`
  it('reads a text of 1 MB up to a limit, empty cells and control characters, and says so', async () => {
    const odd = remarks.map((text, i): string | null =>
      i === 3 ? huge : i === 4 ? null : i === 5 ? `${text}\u0007` : text,
    )
    const { report } = await run({ remark: odd, verdict: labels })
    checkReport(report)
    expect(codes(report)).toEqual(expect.arrayContaining(['texts_cut', 'texts_empty', 'texts_broken']))
    expect(report.warnings.find(({ code }) => code === 'texts_cut')).toMatchObject({ rows: [5], count: 1 })
  })

  it('says that texts of names tell nothing', async () => {
    const names = labels.map((_, i) => `sample ${drawn(i, 33, 10_000)} ${drawn(i, 34, 10_000)}`)
    const { report } = await run({ remark: names, verdict: labels })
    expect(valuesOf(report).cv_accuracy).toBeLessThan(0.7)
    expect(codes(report)).toContain('prediction_worthless')
  })

  it('refuses texts that are all equal where there is nothing else', async () => {
    const same = labels.map(() => 'one and the same remark')
    await expect(run({ remark: same, verdict: labels })).rejects.toMatchObject({
      code: expect.stringMatching(/factors_none|columns_too_few/),
    })
  })

  it('measures rows without a known word instead of deciding them', async () => {
    const foreign = remarks.map((text, i) => (i === 10 ? 'совсем другое' : text))
    const { report } = await run({ remark: foreign, verdict: labels })
    expect(codes(report)).toContain('texts_unknown')
    expect(valuesOf(report).rows_outside_domain).toBe(1)
  })
})

// with a word list, and in ten folds: tools/sentiment
describeWithReferenceData('sentences of reviews', () => {
  it('are told apart', async () => {
    const bytes = readFileSync(referencePath('tables/sentiment_amazon.csv'))
    const parameters = { target_column: 'label', enable_shap: false, outer_splits: 3 }
    const { report } = await analyseToFiles(bytes, parameters, 'classification')
    expect(valuesOf(report).cv_accuracy).toBeGreaterThan(0.82)
  }, 300_000)
})

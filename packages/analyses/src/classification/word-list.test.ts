import { checkReport, type Report } from '@zerosec/report'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { analyseToFiles, csvOf } from '../../test/analyse.ts'
import { readWordList } from './word-list.ts'

const read = (text: string) => readWordList('list.csv', new TextEncoder().encode(text))

describe('readWordList', () => {
  it.each([
    ['commas', 'good,1.9\nbad,-2.5\n'],
    ['a heading', 'word,value\ngood,1.9\nbad,-2.5'],
    ['semicolons and decimal commas', 'good;1,9\r\nbad;-2,5\r\n'],
    ['tabs', 'good\t1.9\nbad\t\u22122.5'],
    ['quotes, large letters, empty lines and a mark', '\ufeff"GOOD", 1.9\n\n"bad",-2.5\n'],
  ])('reads %s', (_, text) => {
    expect(read(text).list).toEqual({ words: ['good', 'bad'], values: Float64Array.of(1.9, -2.5) })
  })

  it('says which line it takes for a heading', () => {
    expect(read('word,value\ngood,1').heading).toBe('word,value')
    expect(read('good,1').heading).toBeNull()
  })

  it('reads Shift_JIS', () => {
    // 良,2
    expect(
      readWordList('list.csv', Uint8Array.of(0x97, 0xc7, 0x2c, 0x32, 0x0a, 0x88, 0xab, 0x2c, 0x2d, 0x32)).list,
    ).toEqual({
      words: ['良', '悪'],
      values: Float64Array.of(2, -2),
    })
  })

  it.each([
    ['no number', 'good,1\nbad,much', 2, 'no number'],
    ['a heading that is not the first', 'good,1\nword,value', 2, 'no number'],
    ['a word without a value', 'good,1\nbad', 2, '1 field'],
    ['a third field', 'good,1\nbad,-1,0.3', 2, '3 fields'],
    ['a value of 0', 'so,0', 1, '0'],
    ['a value without end', 'so,1e999', 1, 'in size'],
    ['the same word twice', 'good,1\nfine,1\nGood,2', 3, 'earlier line'],
    ['several words', 'good,1\nfed up,-2', 2, 'several'],
    ['no word', 'good,1\n,2', 2, 'no word'],
  ])('refuses %s, and names the line', (_, text, line, problem) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        code: 'word_list_line_invalid',
        details: expect.objectContaining({ line, problem: expect.stringContaining(problem), count: 1 }),
      }),
    )
  })

  it('counts the lines that are wrong', () => {
    expect(() => read('good,1\na b,1\nc d,2')).toThrow(/line 2, "a b,1", .*\(2 such lines/)
  })

  it.each(['', '\n\n', 'word,value\n'])('refuses a list without a word', (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'word_list_empty' }))
  })

  it('refuses more words than it takes', () => {
    const letters = (i: number) => i.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)]!)
    const lines = Array.from({ length: 50_001 }, (_, i) => `w${letters(i + 26 ** 4)}x,1`)
    expect(() => read(lines.join('\n'))).toThrow(expect.objectContaining({ code: 'word_list_too_long' }))
  })
})

describe('classification with a word list', () => {
  const ANY = ['the', 'seal', 'of', 'pump', 'seven', 'was', 'seen', 'on', 'Monday', 'and']
  // 24 telling words: each stands in few texts, so that texts alone tell little
  const GOOD = [
    'clean',
    'smooth',
    'tight',
    'solid',
    'quiet',
    'neat',
    'even',
    'firm',
    'clear',
    'bright',
    'fresh',
    'whole',
  ]
  const BAD = [
    'crack',
    'leak',
    'scratch',
    'loose',
    'noisy',
    'bent',
    'rough',
    'worn',
    'dull',
    'stained',
    'rusty',
    'split',
  ]
  const drawn = (i: number, k: number, below: number) =>
    Math.floor((((i + 1) * Math.sqrt(2 + 7 * k) + (i + 3) * (i + 1) * Math.sqrt(3 + k)) % 1) * below)
  const labels = Array.from({ length: 60 }, (_, i) => (drawn(i, 30, 2) === 0 ? 'OK' : 'NG'))
  const remarks = labels.map((label, i) => {
    const words = Array.from({ length: 7 }, (_, k) => ANY[drawn(i, k, ANY.length)]!)
    words.splice(drawn(i, 20, 7), 0, (label === 'OK' ? GOOD : BAD)[drawn(i, 21, 12)]!)
    return words.join(' ')
  })
  const list = [...GOOD.map((word) => `${word},2`), ...BAD.map((word) => `${word},-1.5`), 'awful,-3'].join('\n')
  const turned = list.replaceAll(/,(-?)/g, (_, sign) => (sign === '' ? ',-' : ','))
  const QUICK = {
    target_column: 'verdict',
    outer_splits: 3,
    n_trials_inner: 2,
    enable_shap: false,
    positive_label: 'OK',
  }
  const run = (text: string, parameters: Record<string, unknown> = {}, columns: Record<string, string[]> = {}) =>
    analyseToFiles(
      csvOf({ remark: remarks, verdict: labels, ...columns }),
      { ...QUICK, word_list: 'list.csv', ...parameters },
      'classification',
      undefined,
      async (name) => ({ name, bytes: new TextEncoder().encode(text) }),
    )
  const valuesOf = ({ values }: Report) =>
    values as unknown as { cv_accuracy: number; texts: { word_list?: { weight: number; words_found: number } }[] }
  const codes = ({ warnings }: Report) => warnings.map(({ code }) => code)

  beforeEach(() => vi.stubEnv('ZEROSEC_THREADS', '1'))
  afterEach(() => vi.unstubAllEnvs())

  it('tells texts by words that few of them have, and says how much the list counts', async () => {
    const { report } = await run(list)
    checkReport(report)
    const without = await run(list, { word_list: '' })
    expect(valuesOf(report).cv_accuracy).toBeGreaterThan(valuesOf(without.report).cv_accuracy + 0.05)
    expect(valuesOf(report).texts[0]!.word_list!.weight).toBeGreaterThan(0)
    expect(valuesOf(report).texts[0]!.word_list!.words_found).toBeGreaterThan(15)
    expect(valuesOf(without.report).texts[0]!).not.toHaveProperty('word_list')
    expect(codes(report)).toContain('word_list_read')
    expect(JSON.stringify(report.sections.find(({ id }) => id === 'texts'))).toContain('"words of list.csv",25')
  })

  it('gives the same bytes for any number of threads', async () => {
    const modelOf = async () => (await run(list)).files.find(({ path }) => path === 'models/model.zsm')!.bytes
    const one = await modelOf()
    vi.stubEnv('ZEROSEC_THREADS', '2')
    expect(await modelOf()).toEqual(one)
  })

  it('leaves a list out that says the contrary, and asks for the class that values speak for', async () => {
    const { report } = await run(turned)
    expect(valuesOf(report).texts[0]!.word_list!.weight).toBe(0)
    expect(codes(report)).toContain('word_list_says_nothing')
  })

  it.each([
    [
      'three classes',
      { positive_label: undefined },
      { verdict: labels.map((label, i) => (i % 3 === 0 ? 'LATE' : label)) },
      'word_list_classes',
    ],
    [
      'no text',
      { feature_columns: ['machine'] },
      { machine: labels.map((_, i) => `m${i % 4}`) },
      'word_list_without_text',
    ],
  ])('refuses %s', async (_, parameters, columns, code) => {
    await expect(run(list, parameters, columns)).rejects.toMatchObject({ code })
  })
})

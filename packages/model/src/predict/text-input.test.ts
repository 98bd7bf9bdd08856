import { applicabilityDomain, LONGEST_TEXT, numericMatrix, TextScorer } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { describe, expect, it } from 'vitest'
import { sampleTextModel } from '../../test/text-models.ts'
import { exportLightGbm } from '../export/lightgbm.ts'
import { exportOnnx } from '../export/onnx.ts'
import { exportXgboost } from '../export/xgboost.ts'
import { decodeModel, encodeModel } from '../file/model-file.ts'
import type { Model } from '../model.ts'
import type { TextInput } from '../model-input.ts'
import { openModel } from './open-model.ts'
import type { ClassPrediction, InputCell } from './prediction.ts'

const model = sampleTextModel()
const opened = openModel(encodeModel(model))
const classifierOf = ({ inputs }: Model) => (inputs.at(-1) as TextInput).classifier

function predict(remark: InputCell, age: number | null = 0, from = opened): ClassPrediction {
  return from.predict([{ age, remark }])[0] as ClassPrediction
}

describe('a model with a text', () => {
  it('comes back from its file as it was', () => {
    expect(decodeModel(encodeModel(model))).toEqual(model)
    expect(encodeModel(decodeModel(encodeModel(model)))).toEqual(encodeModel(model))
  })

  it('predicts from the scores of the text and the other cells', () => {
    const { scores } = new TextScorer(classifierOf(model)).score('A solid motor')
    const share = 1 / (1 + Math.exp(-(0.5 * 3 + scores[0]!)))
    expect(predict('A solid motor', 3).shares!['good']).toBeCloseTo(share, 14)
    expect(predict('quiet and good').value).toBe('good')
    expect(predict('it is broken, noisy').value).toBe('bad')
  })

  it('has a feature for each class of several', () => {
    const three = openModel(sampleTextModel(3))
    expect(['broken', 'solid', 'slow and late'].map((text) => predict(text, 0, three).value)).toEqual([
      'bad',
      'good',
      'late',
    ])
  })

  it.each([
    ['nothing', null, [{ kind: 'missing_cell', column: 'remark' }]],
    ['an empty text', '', [{ kind: 'missing_cell', column: 'remark' }]],
    ['a text without a known word', 'この製品', [{ kind: 'text_unknown', column: 'remark' }]],
    ['a broken character', 'good\ud800', [{ kind: 'text_broken', column: 'remark' }]],
    ['a very long text', 'good '.repeat(LONGEST_TEXT), [{ kind: 'text_cut', column: 'remark', read: LONGEST_TEXT }]],
    ['a usual text', 'good', []],
    ['a number in place of a text', 12, []],
  ])('flags %s', (_, remark, flags) => {
    const prediction = predict(remark)
    expect(prediction.flags.filter(({ kind }) => kind !== 'text_unknown' || flags.length > 0)).toEqual(flags)
    expect(prediction.value).not.toBeNull()
  })

  it('predicts a missing text as an empty one: by how common the classes are', () => {
    expect(predict(null).shares).toEqual(predict('この製品').shares)
  })

  it('refuses a cell that is no text', () => {
    expect(() => predict(true)).toThrow(CodedError)
    expect(() => predict(Number.POSITIVE_INFINITY)).toThrow(/a text/)
  })

  it('has a domain of its other inputs', () => {
    const domain = applicabilityDomain(numericMatrix([Float64Array.from({ length: 30 }, (_, i) => i / 3)]))
    const known = openModel(decodeModel(encodeModel({ ...model, domain })))
    expect(predict('good good quiet', 5, known).domain!.verdict).toBe('inside')
    const { verdict, reasons } = predict('good', 90, known).domain!
    expect([verdict, reasons.map(({ column }) => column).includes('age')]).toEqual(['outside', true])
  })

  it.each([
    ['ONNX', exportOnnx],
    ['XGBoost', exportXgboost],
    ['LightGBM', exportLightGbm],
  ])('is refused by %s, which has no words', (_, exported) => {
    expect(() => exported(model)).toThrow(/remark/)
  })
})

describe('decodeModel refuses a text', () => {
  const part = classifierOf(model).parts[0]!
  const { tfidf } = part
  const turned = tfidf.terms.toReversed()
  it.each([
    ['terms out of order', { parts: [{ ...part, tfidf: { ...tfidf, terms: turned } }] }, /does not ascend/],
    [
      'a term twice',
      { parts: [{ ...part, tfidf: { ...tfidf, terms: tfidf.terms.map(() => 'a') } }] },
      /does not ascend/,
    ],
    ['terms without weights', { parts: [{ ...part, tfidf: { ...tfidf, terms: [] } }] }, /inverseFrequencies has/],
    ['too few coefficients', { parts: [{ ...part, coefficients: new Float64Array(1) }] }, /coefficients has 1 values/],
    [
      'a coefficient that is no number',
      { parts: [{ ...part, coefficients: part.coefficients.map(() => NaN) }] },
      /coefficients/,
    ],
    ['another way to read texts', { reading: 1 }, /reading is of another version/],
    ['no word of how texts are read', { reading: undefined }, /reading is of another version/],
    ['no output', { intercepts: new Float64Array(0) }, /intercepts is empty/],
    [
      'runs that are too long',
      { parts: [{ ...part, tfidf: { ...tfidf, rules: { kind: 'words', shortest: 1, longest: 1e6 } } }] },
      /longest/,
    ],
    [
      'runs of nothing',
      { parts: [{ ...part, tfidf: { ...tfidf, rules: { kind: 'words', shortest: 3, longest: 2 } } }] },
      /shortest/,
    ],
    [
      'counts that nobody knows',
      { parts: [{ ...part, tfidf: { ...tfidf, rules: { kind: 'bytes', shortest: 1, longest: 2 } } }] },
      /kind/,
    ],
  ])('with %s', (_, change, message) => {
    const input = { ...model.inputs[1]!, classifier: { ...classifierOf(model), ...change } } as TextInput
    expect(() => decodeModel(encodeModel({ ...model, inputs: [model.inputs[0]!, input] }))).toThrow(message)
  })

  it('before other inputs', () => {
    const inputs = [model.inputs[1]!, model.inputs[0]!]
    expect(() => decodeModel(encodeModel({ ...model, inputs }))).toThrow(/not among the last/)
  })

  it('with fewer scores than the predictor reads', () => {
    const { inputs, ...three } = sampleTextModel(3)
    const input = { ...inputs[1]!, classifier: classifierOf(model) } as TextInput
    expect(() => decodeModel(encodeModel({ ...three, inputs: [inputs[0]!, input] }))).toThrow(
      /feature is no whole number/,
    )
  })
})

import { fitTextClassifier, type TextClassifier, textCorpus } from '@zerosec/engine'
import type { Model } from '../src/model.ts'

const WORDS = [
  ['bad', 'broken', 'noisy'],
  ['good', 'solid', 'quiet'],
  ['late', 'lost', 'slow'],
]

/** Learnt from 20 short texts of each class. */
export function sampleTextClassifier(classes: number): TextClassifier {
  const target = Int32Array.from({ length: 20 * classes }, (_, i) => i % classes)
  const texts = Array.from(target, (k, i) => `the ${WORDS[k]![i % 3]} motor is ${WORDS[k]![(i + 1) % 3]} no. ${i % 7}`)
  const places = Int32Array.from(target.keys())
  const inner = [0, 1].map((fold) => ({
    training: places.filter((place) => place % 4 < 2 !== (fold === 0)),
    validation: places.filter((place) => place % 4 < 2 === (fold === 0)),
  }))
  return fitTextClassifier(textCorpus(texts), { target, classes }, places, inner).classifier
}

/** Predicts from a number and a text: softmax, or logistic, of the text's scores, to which the number adds. */
export function sampleTextModel(classes = 2): Model {
  const classifier = sampleTextClassifier(classes)
  const labels = ['bad', 'good', 'late'].slice(0, classes)
  const slope = { kind: 'power', feature: 0, power: 1, center: 0, scale: 1 } as const
  return {
    target: { name: 'verdict', classes: labels },
    inputs: [
      { kind: 'number', name: 'age', low: 0, high: 10 },
      { kind: 'text', name: 'remark', classifier },
    ],
    predictor: {
      kind: 'logistic',
      scores: Array.from(classifier.intercepts, (_, k) => ({
        intercept: 0,
        coefficients: Float64Array.of(0.5, 1),
        columns: [[slope], [{ ...slope, feature: 1 + k }]],
      })),
    },
    interval: null,
    domain: null,
    training: { rows: 40, tableSha256: 'cd'.repeat(32), seed: 42, version: '0.1.0', algorithm: 'logistic', scores: {} },
    metadata: {},
  }
}

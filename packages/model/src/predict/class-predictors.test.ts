import {
  type ClassProcess,
  fitCalibration,
  type LogisticPredictor,
  type Predictor,
  predictWith,
  runClassUnit,
} from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { rowOf } from '../../test/export-cases.ts'
import { evaluateOnnx } from '../../test/onnx-evaluator.ts'
import { readOnnx } from '../../test/onnx-reader.ts'
import { sampleData, sampleModel } from '../../test/sample-models.ts'
import { exportLightGbm } from '../export/lightgbm.ts'
import { exportOnnx } from '../export/onnx.ts'
import { decodeModel, encodeModel } from '../file/model-file.ts'
import { rowPredictor } from './row-predictor.ts'

const { matrix, target: measured } = sampleData(80, 3, 0.1)
const order = [...measured].sort((a, b) => a - b)
const LABELS = ['low', 'middle', 'high']
const rows = Int32Array.from({ length: 80 }, (_, i) => i)
const inner = [0, 1].map((fold) => ({
  training: rows.filter((row) => row % 2 !== fold),
  validation: rows.filter((row) => row % 2 === fold),
}))

/** A fitted model of two or three classes, with shares of rows that it did not see. */
function fitted(learner: 'logistic' | 'random_forest' | 'gaussian_process', classes: 2 | 3) {
  const target = measured.map(
    (value) => order.slice(1, classes).filter((_, k) => value > order[Math.floor(((k + 1) * 80) / classes)]!).length,
  )
  const unit = { learner, training: rows, test: new Int32Array(0), inner, trials: 1, replaced: [] }
  const study = { matrix, target, classes, weights: null, rowsAreExchangeable: true }
  const units = { target: study, units: [unit], metric: 'log_loss' as const, narrowed: {}, seed: 1 }
  const found = runClassUnit(
    units,
    0,
    () => {},
    () => false,
  )
  return { predictor: found.fitted!, shares: found.outOfFold, target }
}

const LEARNERS = ['logistic', 'random_forest', 'gaussian_process'] as const
const CASES = LEARNERS.flatMap((learner) =>
  ([2, 3] as const).flatMap((classes) =>
    (['none', 'platt', 'temperature', 'isotonic'] as const).map((kind) => ({ learner, classes, kind })),
  ),
)

function modelOf({ learner, classes, kind }: (typeof CASES)[number]) {
  const { predictor, shares, target } = fitted(learner, classes)
  const seen = shares.map((share) => (Number.isNaN(share) ? 1 / classes : share))
  const calibration = fitCalibration(kind, { shares: seen, target })
  const model = sampleModel({ kind: 'calibrated', calibration, predictor }, { interval: null, domain: null })
  return { ...model, target: { name: 'grade', classes: LABELS.slice(0, classes) } }
}

describe.each(CASES)('$learner of $classes classes, calibrated by $kind', (chosen) => {
  const model = modelOf(chosen)
  const outputs = chosen.classes === 2 ? 1 : 3
  const expected = predictWith(model.predictor, matrix)

  it('comes back from its file as it was', () => {
    expect(predictWith(decodeModel(encodeModel(model)).predictor, matrix)).toEqual(expected)
  })

  it('predicts one row as it predicts many', () => {
    const predict = rowPredictor(model.predictor, matrix.levels)
    const out = new Float64Array(outputs)
    for (let i = 0; i < matrix.rows; i++) {
      predict(Float64Array.from(rowOf(matrix, i)), out)
      out.forEach((share, k) => expect(share).toBeCloseTo(expected[k * matrix.rows + i]!, 12))
    }
  })

  it.runIf(chosen.learner !== 'gaussian_process')('gives the same shares in ONNX', () => {
    const values = Array.from({ length: matrix.rows }, (_, i) => rowOf(matrix, i)).flat()
    const read = readOnnx(exportOnnx(model))
    const found = evaluateOnnx(read, { element: 'double', dims: [matrix.rows, matrix.columns.length], values })
    const shares = found.get('shares')!.values
    for (let i = 0; i < matrix.rows; i++)
      expect(Number(shares[i * chosen.classes + chosen.classes - 1])).toBeCloseTo(expected.at(-matrix.rows + i)!, 5)
  })

  it('is not written as a sum of trees, which it is none', () => {
    expect(() => exportLightGbm(model)).toThrow(expect.objectContaining({ code: 'model_export_impossible' }))
  })
})

describe('a file with class predictors that do not fit', () => {
  const { predictor } = fitted('logistic', 3)
  const logistic = (predictor as Extract<Predictor, { kind: 'filled' }>).predictor as LogisticPredictor
  const { predictor: gaussian } = fitted('gaussian_process', 2)
  const processes = (
    (gaussian as Extract<Predictor, { kind: 'filled' }>).predictor as unknown as { processes: ClassProcess[] }
  ).processes
  it.each<[string, Predictor]>([
    ['no scores', { ...logistic, scores: [] }],
    [
      'slopes of other outputs',
      {
        kind: 'calibrated',
        calibration: { kind: 'platt', slopes: Float64Array.of(1), intercepts: Float64Array.of(0) },
        predictor,
      },
    ],
    ['a temperature of 0', { kind: 'calibrated', calibration: { kind: 'temperature', temperature: 0 }, predictor }],
    [
      'a curve that falls back',
      {
        kind: 'calibrated',
        calibration: {
          kind: 'isotonic',
          curves: [0, 1, 2].map(() => ({ at: Float64Array.of(1, 0), value: Float64Array.of(0, 1) })),
        },
        predictor,
      },
    ],
    ['no processes', { kind: 'gaussian_classes', processes: [] }],
    [
      'a curvature that there is not',
      { kind: 'gaussian_classes', processes: [{ ...processes[0]!, curvature: processes[0]!.curvature.map(() => 1) }] },
    ],
  ])('is refused: %s', (_, wrong) => {
    const model = {
      ...sampleModel(wrong, { interval: null, domain: null }),
      target: { name: 'grade', classes: LABELS },
    }
    expect(() => decodeModel(encodeModel(model))).toThrow(expect.objectContaining({ code: 'model_file_invalid' }))
  })
})

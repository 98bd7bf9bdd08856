import { type ClassProcess, type LogisticPredictor, type Predictor, predictWith } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { CLASS_LABELS, CLASS_ROWS, classModel, fittedClasses } from '../../test/class-models.ts'
import { rowOf } from '../../test/export-cases.ts'
import { evaluateOnnx } from '../../test/onnx-evaluator.ts'
import { readOnnx } from '../../test/onnx-reader.ts'
import { sampleModel } from '../../test/sample-models.ts'
import { exportLightGbm } from '../export/lightgbm.ts'
import { exportOnnx } from '../export/onnx.ts'
import { decodeModel, encodeModel } from '../file/model-file.ts'
import { rowPredictor } from './row-predictor.ts'

const LEARNERS = ['logistic', 'random_forest', 'gaussian_process'] as const
const CASES = LEARNERS.flatMap((learner) =>
  ([2, 3] as const).flatMap((classes) =>
    (['none', 'platt', 'temperature', 'isotonic'] as const).map((kind) => ({ learner, classes, kind })),
  ),
)

describe.each(CASES)('$learner of $classes classes, calibrated by $kind', (chosen) => {
  const model = classModel(chosen)
  const outputs = chosen.classes === 2 ? 1 : 3
  const expected = predictWith(model.predictor, CLASS_ROWS)

  it('comes back from its file as it was', () => {
    expect(predictWith(decodeModel(encodeModel(model)).predictor, CLASS_ROWS)).toEqual(expected)
  })

  it('predicts one row as it predicts many', () => {
    const predict = rowPredictor(model.predictor, CLASS_ROWS.levels)
    const out = new Float64Array(outputs)
    for (let i = 0; i < CLASS_ROWS.rows; i++) {
      predict(Float64Array.from(rowOf(CLASS_ROWS, i)), out)
      out.forEach((share, k) => expect(share).toBeCloseTo(expected[k * CLASS_ROWS.rows + i]!, 12))
    }
  })

  it('gives the same shares in ONNX', () => {
    const values = Array.from({ length: CLASS_ROWS.rows }, (_, i) => rowOf(CLASS_ROWS, i)).flat()
    const read = readOnnx(exportOnnx(model))
    const found = evaluateOnnx(read, { element: 'double', dims: [CLASS_ROWS.rows, CLASS_ROWS.columns.length], values })
    const shares = found.get('shares')!.values
    for (let i = 0; i < CLASS_ROWS.rows; i++)
      expect(Number(shares[i * chosen.classes + chosen.classes - 1])).toBeCloseTo(expected.at(-CLASS_ROWS.rows + i)!, 5)
  })

  it('is not written as a sum of trees, which it is none', () => {
    expect(() => exportLightGbm(model)).toThrow(expect.objectContaining({ code: 'model_export_impossible' }))
  })
})

describe('a file with class predictors that do not fit', () => {
  const { predictor } = fittedClasses({ learner: 'logistic', classes: 3 })
  const logistic = (predictor as Extract<Predictor, { kind: 'filled' }>).predictor as LogisticPredictor
  const { predictor: gaussian } = fittedClasses({ learner: 'gaussian_process', classes: 2 })
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
      target: { name: 'grade', classes: CLASS_LABELS },
    }
    expect(() => decodeModel(encodeModel(model))).toThrow(expect.objectContaining({ code: 'model_file_invalid' }))
  })
})

import type { Calibration } from '@zerosec/engine'
import { encodeModel, type Model } from '@zerosec/model'
import type { InferenceSession, Tensor, TypedTensor } from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { CLASS_ROWS, classModel } from '../../../model/test/class-models.ts'
import { expectedOf, ROWS, rowOf, TREE_CASES } from '../../../model/test/export-cases.ts'
import { bareMember, sampleData, sampleModel } from '../../../model/test/sample-models.ts'
import { exportModel } from './export-model.ts'

/** A development dependency that a slim installation leaves out. */
const runtime = await import('onnxruntime-web').catch(() => undefined)
const WITHOUT = 'onnxruntime-web is not installed'

const FILL = Float64Array.of(5, 0.5, 3, 1)
const OTHERS = (['gaussian_process', 'linear', 'neighbours'] as const).map(
  (kind) => [kind, sampleModel({ kind: 'filled', fill: FILL, predictor: bareMember(kind) })] as const,
)
const KNOWN = sampleData(60, 3, 0).matrix

/** Shares of trees, corrected. */
function calibrated(name: string, calibration: Calibration): readonly [string, Model] {
  const [, model] = TREE_CASES.find(([each]) => each === name)!
  return [
    `${name}, ${calibration.kind}`,
    { ...model, predictor: { kind: 'calibrated', predictor: model.predictor, calibration } },
  ]
}

const curve = { at: Float64Array.of(0.1, 0.4, 0.9), value: Float64Array.of(0.02, 0.5, 0.97) }
const CORRECTED = [
  calibrated('two classes', { kind: 'platt', slopes: Float64Array.of(1.4), intercepts: Float64Array.of(-0.2) }),
  calibrated('two classes', { kind: 'isotonic', curves: [curve] }),
  calibrated('three classes', { kind: 'isotonic', curves: [curve, curve, curve] }),
  calibrated('three classes', { kind: 'temperature', temperature: 1.7 }),
]
const PROCESSES = ([2, 3] as const).map((classes) => {
  const model = classModel({ learner: 'gaussian_process', classes, kind: 'platt' })
  return [`${classes} classes by Gaussian processes`, model] as const
})
/** Trees, a process, neighbours, a linear model and a transform. */
const BLEND = ['a blend of all kinds', sampleModel()] as const

async function predicted(model: Model, rows: typeof ROWS): Promise<Record<string, Tensor>> {
  const { InferenceSession: Session, Tensor: Of, env } = runtime!
  env.wasm.numThreads = 1
  const onnx = exportModel(encodeModel(model), 'onnx')
  const session: InferenceSession = await Session.create(onnx, { executionProviders: ['wasm'], logSeverityLevel: 3 })
  const data = Float64Array.from(Array.from({ length: rows.rows }, (_, i) => rowOf(rows, i)).flat())
  const features = new Of('float64', data, [rows.rows, rows.columns.length])
  const found = await session.run({ features })
  await session.release()
  return found
}

describe.skipIf(!runtime)(`exported ONNX in onnxruntime gives what we do, to 1e-5 (skipped where ${WITHOUT})`, () => {
  it.each([
    ...[...TREE_CASES, ...CORRECTED].map((each) => [...each, ROWS] as const),
    ...[...OTHERS, BLEND].map((each) => [...each, KNOWN] as const),
    ...PROCESSES.map((each) => [...each, CLASS_ROWS] as const),
  ])('%s', async (_, model, rows) => {
    const expected = expectedOf(model, rows)
    const found = await predicted(model, rows)
    const { data, dims } = found[model.target.classes ? 'shares' : 'prediction'] as TypedTensor<'float64'>
    const width = dims[1]!
    expect(data.length).toBe(rows.rows * width)
    const outputs = expected.length
    let furthest = 0
    for (let i = 0; i < rows.rows; i++) {
      for (let k = 0; k < width; k++) {
        // one output of two classes is the share of the second
        const value = outputs === width ? expected[k]![i]! : k === 1 ? expected[0]![i]! : 1 - expected[0]![i]!
        const away = Math.abs(data[i * width + k]! - value) / Math.max(1, Math.abs(value))
        furthest = Math.max(furthest, away)
      }
    }
    expect(furthest).toBeLessThan(1e-5)
  })
})

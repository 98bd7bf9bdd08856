import { type CalibrationKind, fitCalibration, runClassUnit } from '@zerosec/engine'
import type { Model } from '../src/model.ts'
import { sampleData, sampleModel } from './sample-models.ts'

export interface ClassCase {
  readonly learner: 'logistic' | 'random_forest' | 'gaussian_process'
  readonly classes: 2 | 3
  readonly kind: CalibrationKind
}

const ROWS = 80
const { matrix, target: measured } = sampleData(ROWS, 3, 0.1)
const order = [...measured].sort((a, b) => a - b)
export const CLASS_LABELS = ['low', 'middle', 'high']
const rows = Int32Array.from({ length: ROWS }, (_, i) => i)
const inner = [0, 1].map((fold) => ({
  training: rows.filter((row) => row % 2 !== fold),
  validation: rows.filter((row) => row % 2 === fold),
}))

/** What the class models learned from. */
export const CLASS_ROWS = matrix

/** A fitted model of two or three classes, with shares of rows that it did not see. */
export function fittedClasses({ learner, classes }: Omit<ClassCase, 'kind'>) {
  const target = measured.map(
    (value) => order.slice(1, classes).filter((_, k) => value > order[Math.floor(((k + 1) * ROWS) / classes)]!).length,
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

/** A model of fitted classes whose shares are corrected. */
export function classModel({ learner, classes, kind }: ClassCase): Model {
  const { predictor, shares, target } = fittedClasses({ learner, classes })
  const seen = shares.map((share) => (Number.isNaN(share) ? 1 / classes : share))
  const calibration = fitCalibration(kind, { shares: seen, target })
  const model = sampleModel({ kind: 'calibrated', calibration, predictor }, { interval: null, domain: null })
  return { ...model, target: { name: 'grade', classes: CLASS_LABELS.slice(0, classes) } }
}

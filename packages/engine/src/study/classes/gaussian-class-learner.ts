import { type FittedClassProcess, fitClassProcess } from '../../gaussian-process/classes/fit-class-process.ts'
import type { CovarianceKernel } from '../../gaussian-process/covariance.ts'
import { fillMissing, fillValues } from '../../predictor/fill-missing.ts'
import type { Predictor } from '../../predictor/predictor.ts'
import type { Setting } from '../learner.ts'
import type { ClassData, ClassLearner } from './class-data.ts'
import { type ClassRows, RefittedClassSession } from './refitted-class-session.ts'

/**
 * Gaussian processes of two classes; of more one for each class against the others. Hyperparameters are searched once a setting, on all rows
 * of the study: they have seen what settings are judged by, the fits have not.
 */
export const gaussianClassLearner: ClassLearner = {
  space: () => [{ kind: 'categorical', name: 'kernel', choices: ['matern52', 'rbf'] }],
  starts: () => [{ kernel: 'matern52' }, { kernel: 'rbf' }],
  open: (data) => {
    const searched = new Map<string, Float64Array[]>()
    return new RefittedClassSession(data, (setting, rows) => {
      const key = String(setting['kernel'])
      let logs = searched.get(key)
      if (!logs) {
        logs = fitProcesses(data, setting, data).map(({ logs: found }) => found)
        searched.set(key, logs)
      }
      const fill = fillValues(rows.matrix)
      const processes = fitProcesses(data, setting, rows, logs).map(({ model }) => model)
      const predictor: Predictor = { kind: 'gaussian_classes', processes }
      return { kind: 'filled', fill, predictor }
    })
  },
}

function fitProcesses(
  { classes, seed }: ClassData,
  setting: Setting,
  { matrix, target }: ClassRows,
  logs?: readonly Float64Array[],
): FittedClassProcess[] {
  const full = fillMissing(matrix, fillValues(matrix))
  const labels = classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k)
  return labels.map((label, output) => {
    const hits = target.map((value) => (value === label ? 1 : 0))
    const known = logs?.[output]
    return fitClassProcess(full, hits, {
      kernel: setting['kernel'] as CovarianceKernel,
      seed,
      ...(known ? { logs: known } : {}),
    })
  })
}

import type { FigureBlock } from '@zerosec/report'
import { axisTitle, quantity, SIZE, sampled, tip } from '../plot-parts.ts'
import { type Scope, scoped } from './scope.ts'

/** A setting that was tried for the model that is delivered. */
export interface TriedSetting {
  readonly model: string
  readonly trial: number
  /** Error in the inner cross-validation; of a pruned trial over the folds that it was given. */
  readonly error: number
  readonly isPruned: boolean
}

/** The error of each setting in the order of trying, and the best so far. */
export function tuningFigure(tried: readonly TriedSetting[], scope: Scope, metric: string): FigureBlock {
  const complete = tried.filter(({ isPruned }) => !isPruned)
  const worst = Math.max(...complete.map(({ error }) => error))
  const best = new Map<string, number>()
  const steps = complete.map(({ model, trial, error }) => {
    best.set(model, Math.min(error, best.get(model) ?? Number.POSITIVE_INFINITY))
    return { model, trial, error: best.get(model)! }
  })
  const color = { field: 'model', type: 'nominal', title: null }
  const x = { field: 'trial', type: 'quantitative', title: 'trial', axis: { tickMinStep: 1 } }
  return {
    kind: 'figure',
    id: scoped('tuning_history', scope),
    title: `${scope.response.name}: search for settings`,
    caption:
      'Points: settings that were tried in all inner folds; the others were stopped early. Lines: the best so far.',
    spec: {
      ...SIZE,
      layer: [
        {
          data: { values: sampled(complete.filter(({ error }) => error <= worst)) },
          mark: { type: 'point', opacity: 0.35, size: 18 },
          encoding: {
            x,
            y: quantity('error', `${metric} in inner folds ${axisTitle(scope.response)}`),
            color,
            tooltip: [{ field: 'model', title: 'model' }, tip('trial', 'trial'), tip('error', metric)],
          },
        },
        {
          data: { values: steps },
          mark: { type: 'line', interpolate: 'step-after', strokeWidth: 2 },
          encoding: { x, y: { field: 'error', type: 'quantitative' }, color },
        },
      ],
    },
  }
}

import type { Predictor } from '../predictor/predictor.ts'

/**
 * The same model asked with all features. Trees are renumbered, so that they stay trees for explanations and exports; other models are
 * handed their features.
 *
 * @param selected  the features that the model was fitted to, ascending
 * @param levels    of all features
 */
export function overAllFeatures(predictor: Predictor, selected: Int32Array, levels: Int32Array): Predictor {
  if (selected.length === levels.length) return predictor
  if (predictor.kind !== 'trees') return { kind: 'selected', features: selected, predictor }
  const { ensemble } = predictor
  return {
    ...predictor,
    ensemble: {
      ...ensemble,
      features: levels.length,
      levels,
      feature: ensemble.feature.map((feature) => (feature < 0 ? feature : selected[feature]!)),
    },
  }
}

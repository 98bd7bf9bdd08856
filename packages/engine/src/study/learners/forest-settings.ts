import {
  EXTRA_TREES_DEFAULTS,
  type ForestKind,
  type ForestOptions,
  RANDOM_FOREST_DEFAULTS,
} from '../../trees/forest/forest-options.ts'
import type { Setting } from '../learner.ts'

export const TREES_IN_SEARCH = 60
export const TREES = 200
/** What the algorithm takes. */
export const FOREST_LIMITS = { max_features: [0.01, 1] } as const

/** The options that a setting stands for. */
export function forestOptions(kind: ForestKind, setting: Setting, seed: number, trees: number): ForestOptions {
  return {
    ...(kind === 'random_forest' ? RANDOM_FOREST_DEFAULTS : EXTRA_TREES_DEFAULTS),
    bootstrap: true, // extra trees too: rows that were not drawn are what settings are judged by
    trees,
    featureFraction: setting['max_features'] as number,
    minSamplesLeaf: setting['min_samples_leaf'] as number,
    seed,
  }
}

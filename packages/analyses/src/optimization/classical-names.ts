import type { ClassicalName } from '@zerosec/engine'

/** The designs of the textbooks that a job can ask for. */
export const CLASSICAL_NAMES = [
  'full_factorial',
  'fractional_factorial',
  'plackett_burman',
  'orthogonal_array',
  'definitive_screening',
  'box_behnken',
  'central_composite',
  'simplex_lattice',
  'simplex_centroid',
  'latin_hypercube',
  'sobol',
] as const satisfies readonly ClassicalName[]

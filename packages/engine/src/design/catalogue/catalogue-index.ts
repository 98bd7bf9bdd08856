import { BOX_BEHNKEN_CENTER_POINTS, boxBehnken } from './box-behnken.ts'
import { centralComposite } from './central-composite.ts'
import { definitiveScreening } from './definitive-screening.ts'
import { minimumAberration } from './minimum-aberration.ts'
import { simplexLattice } from './simplex-design.ts'
import { SOBOL_DIMENSIONS } from './sobol.ts'

export type ClassicalName =
  | 'full_factorial'
  | 'fractional_factorial'
  | 'plackett_burman'
  | 'orthogonal_array'
  | 'definitive_screening'
  | 'box_behnken'
  | 'central_composite'
  | 'simplex_lattice'
  | 'simplex_centroid'
  | 'latin_hypercube'
  | 'sobol'

export interface ClassicalDesign {
  readonly name: ClassicalName
  readonly title: string
  readonly purpose: 'screening' | 'response surface' | 'mixture' | 'space filling'
  /** For which factors there is such a design, in words. */
  readonly factors: string
  /** Its numbers of runs for k factors of the simplest kind it takes, centre points not counted; null: any number. */
  readonly runCounts: (k: number) => readonly number[] | null
}

/** The designs that can be had by name. */
export const CATALOGUE: readonly ClassicalDesign[] = [
  {
    name: 'full_factorial',
    title: 'Full factorial',
    purpose: 'screening',
    factors: 'numbers and categories of any levels',
    runCounts: (k) => [2 ** k],
  },
  {
    name: 'fractional_factorial',
    title: 'Fractional factorial',
    purpose: 'screening',
    factors: '3 to 16 factors of two levels',
    runCounts: (k) => FRACTION_SIZES.filter((m) => m < k && minimumAberration(k, m)).map((m) => 2 ** m),
  },
  {
    name: 'plackett_burman',
    title: 'Plackett–Burman',
    purpose: 'screening',
    factors: '2 to 99 factors of two levels',
    runCounts: (k) => multiplesOf4(k + 1, 100),
  },
  {
    name: 'orthogonal_array',
    title: 'Orthogonal array',
    purpose: 'screening',
    factors: 'numbers and categories of any levels',
    runCounts: (k) => multiplesOf4(k + 1, 100),
  },
  {
    name: 'definitive_screening',
    title: 'Definitive screening',
    purpose: 'screening',
    factors: '3 to 62 numbers',
    runCounts: (k) => (k >= 3 && k <= 62 ? [definitiveScreening(k).length / k] : []),
  },
  {
    name: 'box_behnken',
    title: 'Box–Behnken',
    purpose: 'response surface',
    factors: '3 to 7 or 9 to 12 numbers',
    runCounts: (k) => (BOX_BEHNKEN_CENTER_POINTS.has(k) ? [boxBehnken(k, 0).runs.length / k] : []),
  },
  {
    name: 'central_composite',
    title: 'Central composite',
    purpose: 'response surface',
    factors: '2 to 12 numbers',
    runCounts: (k) => (k >= 2 && k <= 12 ? compositeSizes(k) : []),
  },
  {
    name: 'simplex_lattice',
    title: 'Simplex lattice',
    purpose: 'mixture',
    factors: '2 to 16 components of a mixture',
    runCounts: (k) => (k >= 2 && k <= 16 ? [1, 2, 3].map((degree) => simplexLattice(k, degree).length / k) : []),
  },
  {
    name: 'simplex_centroid',
    title: 'Simplex centroid',
    purpose: 'mixture',
    factors: '2 to 16 components of a mixture',
    runCounts: (k) => (k >= 2 && k <= 16 ? [2 ** k - 1] : []),
  },
  {
    name: 'latin_hypercube',
    title: 'Latin hypercube',
    purpose: 'space filling',
    factors: 'numbers, and categories as near as they allow',
    runCounts: () => null,
  },
  {
    name: 'sobol',
    title: 'Sobol sequence',
    purpose: 'space filling',
    factors: `up to ${SOBOL_DIMENSIONS} numbers, and categories as near as they allow`,
    runCounts: () => null,
  },
]

/** Fractions of minimum aberration are known of 2^m runs. */
export const FRACTION_SIZES = [2, 3, 4, 5, 6, 7]

function multiplesOf4(from: number, to: number): number[] {
  return Array.from({ length: to / 4 }, (_, i) => 4 * (i + 1)).filter((n) => n >= from)
}

function compositeSizes(k: number): number[] {
  const sizes = (['small', 'fraction', 'full'] as const).map((cube) => {
    return centralComposite(k, { kind: 'faced', alpha: 1, cube, centerPoints: [0, 0] }).runs.length / k
  })
  return [...new Set(sizes)].sort((a, b) => a - b)
}

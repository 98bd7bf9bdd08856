import { seededGenerator } from '../../random/generator.ts'
import type { Factor } from '../factor.ts'
import { BOX_BEHNKEN_CENTER_POINTS, boxBehnken } from './box-behnken.ts'
import { CATALOGUE, type ClassicalName, FRACTION_SIZES } from './catalogue-index.ts'
import { type CentralCompositeOptions, centralComposite } from './central-composite.ts'
import { definitiveScreening } from './definitive-screening.ts'
import { evenSettings, mixtureRuns, numericRuns, refuseDesign, spreadRuns, twoSettings } from './factor-settings.ts'
import { parseGenerators } from './fraction-generators.ts'
import { fullFactorial } from './full-factorial.ts'
import { hadamardMatrix } from './hadamard.ts'
import { type LatinHypercubeOptions, latinHypercube } from './latin-hypercube.ts'
import { minimumAberration } from './minimum-aberration.ts'
import { orthogonalArray } from './orthogonal-array.ts'
import { fractionRuns } from './regular-fraction.ts'
import { simplexAxial, simplexCentroid, simplexLattice } from './simplex-design.ts'
import { SOBOL_DIMENSIONS, sobolSequence } from './sobol.ts'

/** What the named designs leave open; each uses what concerns it. */
export interface ClassicalOptions {
  /** Runs, centre points not counted; left out: the fewest that the design has. Latin hypercubes and Sobol need it. */
  readonly runs?: number
  /** Settings of a continuous factor, for full factorials and orthogonal arrays; 2 if left out. */
  readonly levels?: number
  /** Of a fractional factorial, `D=AB`; left out: those of minimum aberration. */
  readonly generators?: readonly string[]
  /** Runs at the middle of every factor; left out: as the authors have it for Box–Behnken, 3 for composites, else 0. */
  readonly centerPoints?: number
  /** Of a central composite design; left out: faced, on the smallest cube of resolution V. */
  readonly composite?: Partial<Omit<CentralCompositeOptions, 'centerPoints'>>
  /** Of a simplex lattice; 2 if left out. */
  readonly degree?: number
  /** Adds to a simplex design its interior points. */
  readonly axial?: boolean
  readonly latin?: Partial<LatinHypercubeOptions>
  /** Of Latin hypercubes and the scrambling of Sobol's sequence; 0 if left out. */
  readonly seed?: number
}

/**
 * The runs of a design by name for these factors: n × factors, coded, row-major, not in random order.
 *
 * Axial points of a circumscribed composite lie beyond −1 … 1; everything else stays within the factors' ranges.
 *
 * @throws CodedError `design_classical_impossible` where the design does not exist for such factors or options, saying why;
 *   `design_generator_invalid`
 */
export function classicalDesign(
  name: ClassicalName,
  factors: readonly Factor[],
  options: ClassicalOptions = {},
): Float64Array {
  const { title } = CATALOGUE.find((design) => design.name === name)!
  if (factors.length === 0) refuseDesign(title, 'there are no factors')
  const runs = BUILDERS[name](title, factors, options)
  if (name === 'box_behnken' || name === 'central_composite') return runs
  const middle = new Float64Array((options.centerPoints ?? 0) * factors.length)
  return Float64Array.from([...runs, ...numericRuns(title, factors, middle)])
}

type Builder = (design: string, factors: readonly Factor[], options: ClassicalOptions) => Float64Array

const BUILDERS: Readonly<Record<ClassicalName, Builder>> = {
  full_factorial(design, factors, { levels = 2 }) {
    const settings = factors.map((factor) => evenSettings(design, factor, levels))
    const count = settings.reduce((product, own) => product * own.length, 1)
    if (count > MOST_RUNS) refuseDesign(design, `it has ${count} runs, and ${MOST_RUNS} are the most`)
    return atSettings(fullFactorial(settings.map(({ length }) => length)), settings)
  },
  fractional_factorial(design, factors, { generators, runs }) {
    const settings = factors.map((factor) => twoSettings(design, factor))
    const k = factors.length
    const size = runs ?? 2 ** (FRACTION_SIZES.find((m) => m < k && minimumAberration(k, m)) ?? 0)
    const fraction = generators ? parseGenerators(k, generators) : minimumAberration(k, Math.log2(size))
    if (!fraction || fraction.basics > 16) refuseDesign(design, `there is none of ${k} factors in ${size} runs`)
    return atSettings(fractionRuns(fraction).map(indexOfSign), settings)
  },
  plackett_burman(design, factors, { runs }) {
    const settings = factors.map((factor) => twoSettings(design, factor))
    const k = factors.length
    const n = runs ?? 4 * Math.ceil((k + 1) / 4)
    const matrix = n > k && hadamardMatrix(n)
    if (!matrix || n < 4)
      return refuseDesign(design, `there is none of ${k} factors in ${n} runs; use a multiple of 4 above ${k}`)
    return atSettings(matrix.filter((_, i) => i % n > 0 && i % n <= k).map(indexOfSign), settings)
  },
  orthogonal_array(design, factors, { runs, levels = 2 }) {
    const settings = factors.map((factor) => evenSettings(design, factor, levels))
    const counts = settings.map(({ length }) => length)
    const sizes = runs === undefined ? Array.from({ length: LARGEST_ARRAY }, (_, i) => i + 1) : [runs]
    for (const size of sizes) {
      const array = orthogonalArray(counts, size)
      if (array) return atSettings(array, settings)
    }
    return refuseDesign(
      design,
      `none is known here with the levels ${counts.join(', ')} in ${runs ?? `up to ${LARGEST_ARRAY}`} runs`,
    )
  },
  definitive_screening(design, factors) {
    const k = factors.length
    if (k < 3 || k > 62) refuseDesign(design, `it takes 3 to 62 factors, not ${k}`)
    return numericRuns(design, factors, definitiveScreening(k))
  },
  box_behnken(design, factors, { centerPoints }) {
    const usual = BOX_BEHNKEN_CENTER_POINTS.get(factors.length)
    if (usual === undefined) return refuseDesign(design, `it takes 3 to 7 or 9 to 12 factors, not ${factors.length}`)
    return numericRuns(design, factors, boxBehnken(factors.length, centerPoints ?? usual).runs)
  },
  central_composite(design, factors, { composite, centerPoints = 3 }) {
    const k = factors.length
    if (k < 2 || k > 12) refuseDesign(design, `it takes 2 to 12 factors, not ${k}`)
    const withCube = Math.ceil(centerPoints / 2)
    const centers = [withCube, centerPoints - withCube] as const
    const shape = { kind: 'faced', alpha: 'rotatable', cube: 'fraction', centerPoints: centers, ...composite } as const
    return numericRuns(design, factors, centralComposite(k, shape).runs)
  },
  simplex_lattice: (design, factors, { degree = 2, axial }) =>
    mixture(design, factors, (q) => simplexLattice(q, degree), axial),
  simplex_centroid: (design, factors, { axial }) => mixture(design, factors, simplexCentroid, axial),
  latin_hypercube(design, factors, { runs, latin, seed = 0 }) {
    if (runs === undefined || runs < 2) return refuseDesign(design, 'say how many runs, 2 at least')
    const shape = { optimise: 'maximin', place: 'center', ...latin } as const
    const coded = latinHypercube(runs, factors.length, seededGenerator(seed), shape)
    return spreadRuns(
      design,
      factors,
      coded.map((value) => (value + 1) / 2),
    )
  },
  sobol(design, factors, { runs, seed = 0 }) {
    if (runs === undefined || runs < 1) return refuseDesign(design, 'say how many runs')
    if (factors.length > SOBOL_DIMENSIONS) refuseDesign(design, `it takes up to ${SOBOL_DIMENSIONS} factors`)
    return spreadRuns(design, factors, sobolSequence(runs, factors.length, seededGenerator(seed)))
  },
}

const MOST_RUNS = 100_000
const LARGEST_ARRAY = 128

function mixture(
  design: string,
  factors: readonly Factor[],
  shares: (q: number) => Float64Array,
  axial = false,
): Float64Array {
  const q = factors.length
  if (q < 2 || q > 16) refuseDesign(design, `it takes 2 to 16 components, not ${q}`)
  const points = axial ? Float64Array.from([...shares(q), ...simplexAxial(q)]) : shares(q)
  return mixtureRuns(design, factors, points)
}

/** Level indices as the factors' coded settings. */
function atSettings(levels: ArrayLike<number>, settings: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(levels, (level, i) => settings[i % settings.length]![level]!)
}

function indexOfSign(entry: number): number {
  return entry > 0 ? 1 : 0
}

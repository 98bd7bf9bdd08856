import type { DesignProblem } from '../design-problem.ts'
import { codedLevel, type Factor } from '../factor.ts'
import { admittedRuns } from './admitted-runs.ts'
import { BOX_BEHNKEN_CENTER_POINTS, boxBehnken } from './box-behnken.ts'
import { centralComposite } from './central-composite.ts'
import { findFraction } from './find-fraction.ts'
import { fullFactorial } from './full-factorial.ts'
import { orthogonalArray } from './orthogonal-array.ts'
import { fractionRuns } from './regular-fraction.ts'
import { resizeDesign } from './resize-design.ts'
import { codedSetting, twoLevelEffects } from './two-level-model.ts'

/**
 * Designs that nothing proves but from which a search does well, each n × factors, coded: orthogonal arrays of the same number of
 * runs or one near to it, regular fractions, face-centred composite and Box–Behnken designs, made smaller or larger to n runs.
 *
 * With candidates, those designs whose runs are all among them. Empty where the catalogue has nothing: for constraints, blocks,
 * whole plots, mixtures and covariates. The same on every call.
 */
export function catalogueStarts(problem: DesignProblem): Float64Array[] {
  const { factors, constraints, wholePlots, covariateRows, runs: n } = problem
  const isFree = factors.every(({ kind }) => kind === 'continuous' || kind === 'discrete' || kind === 'categorical')
  if (!isFree || constraints.length > 0 || wholePlots || covariateRows) return []
  const settings = factors.map((factor) => settingsOf(problem, factor))
  const pool = settingsPool(settings)
  const designs = [...arrays(problem, settings), ...fractions(problem), ...surfaces(problem, settings)]
  const small = designs.filter((runs) => runs.length <= SIZES * n * factors.length)
  return small.flatMap((runs) => admittedRuns(problem, resizeDesign(problem, runs, pool ?? runs)) ?? [])
}

/** Designs of more than this many times the runs are not worth cutting down. */
const SIZES = 4
/** How far from n arrays are looked for. */
const NEAR = 9
const MOST_COMBINATIONS = 4096

/** The coded settings that are worth making: the levels of a category, two ends of a number, and the middle where it is curved. */
function settingsOf({ model }: DesignProblem, factor: Factor): number[] {
  if (factor.kind === 'categorical') return factor.levels.map((_, index) => index)
  const isCurved = model.columns.some(({ pieces }) => {
    const own = pieces.filter(({ input }) => input === factor.name)
    return own.length > 1 || own.some((piece) => piece.kind !== 'power' || piece.power !== 1)
  })
  if (!isCurved) return [-1, 1]
  return factor.kind === 'discrete' && factor.levels.length === 2 ? [-1, 1] : [-1, middleOf(factor), 1]
}

function middleOf(factor: Factor): number {
  if (factor.kind !== 'discrete') return 0
  const inner = factor.levels.slice(1, -1).map((level) => codedLevel(factor, level))
  return inner.reduce((best, level) => (Math.abs(level) < Math.abs(best) ? level : best))
}

/** Every combination; undefined where there are too many. */
function settingsPool(settings: readonly (readonly number[])[]): Float64Array | undefined {
  const counts = settings.map(({ length }) => length)
  if (counts.reduce((product, count) => product * count, 1) > MOST_COMBINATIONS) return undefined
  return Float64Array.from(fullFactorial(counts), (level, i) => settings[i % counts.length]![level]!)
}

/** The nearest arrays of no fewer, and of fewer runs. */
function arrays({ runs: n }: DesignProblem, settings: readonly (readonly number[])[]): Float64Array[] {
  const levels = settings.map(({ length }) => length)
  const found: Float64Array[] = []
  for (const step of [1, -1]) {
    for (let size = step === 1 ? n : n - 1; Math.abs(size - n) <= NEAR && size > 0; size += step) {
      const array = orthogonalArray(levels, size)
      if (!array) continue
      found.push(Float64Array.from(array, (level, i) => settings[i % levels.length]![level]!))
      break
    }
  }
  return found
}

/** The smallest fraction of at least n runs and the largest of at most n that keep the effects apart. */
function fractions(problem: DesignProblem): Float64Array[] {
  const { factors, runs: n } = problem
  const effects = twoLevelEffects(problem)
  if (!effects) return []
  const k = factors.length
  const found: Float64Array[] = []
  for (let m = 2; m <= k && 2 ** m <= SIZES * n; m++) {
    const fraction = findFraction(k, effects, m)
    if (!fraction) continue
    const runs = fractionRuns(fraction).map((entry, i) => codedSetting(factors[i % k]!, entry > 0 ? 1 : 0))
    if (found.length > 0 && 2 ** m <= n) found.pop()
    found.push(runs)
    if (2 ** m >= n) break
  }
  return found
}

/** For curved numbers alone: face-centred composites on a whole or small cube, and Box–Behnken. */
function surfaces({ factors }: DesignProblem, settings: readonly (readonly number[])[]): Float64Array[] {
  const k = factors.length
  if (k < 2 || k > 12 || !factors.every(({ kind }, j) => kind !== 'categorical' && settings[j]!.length === 3)) return []
  const faced = (['fraction', 'small'] as const).map(
    (cube) => centralComposite(k, { kind: 'faced', alpha: 1, cube, centerPoints: [1, 0] }).runs,
  )
  const designs = BOX_BEHNKEN_CENTER_POINTS.has(k) ? [...faced, boxBehnken(k, 1).runs] : faced
  return designs.map((runs) => runs.map((entry, i) => (entry === 0 ? settings[i % k]![1]! : entry)))
}

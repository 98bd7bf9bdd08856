import { designMatrix, modelExpansion } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import { lineMaximum } from './line-maximum.ts'
import type { Region } from './region.ts'
import { degreeOnLine, moveOnLine, type SettingLine, settingLines, spanOfLine } from './setting-line.ts'

export interface VariancePeak {
  /** xᵀM⁻¹x; unit: the variance of a run. */
  readonly value: number
  /** The coded run where it is. */
  readonly run: Float64Array
}

/**
 * The largest prediction variance over the region, and a run where it is: over every allowed setting, level of a block and
 * covariate row. Where the problem has candidates they are the region.
 *
 * @param inverse  p × p row-major M⁻¹
 * See `varianceMaximiser`, which is for asking more than once.
 */
export function largestVariance(problem: DesignProblem, region: Region, inverse: Float64Array): VariancePeak {
  return varianceMaximiser(problem, region)(inverse)
}

/** Runs looked at before climbing, and how many of the best of them are climbed from. */
const CANDIDATES = 3000
const CLIMBS = 8

/**
 * Prepares the search for the largest prediction variance: candidates of the region, then a climb from the best of them
 * along one factor (or pair of mixture components) after the other, each to the exact maximum of the quartic that the variance of
 * a quadratic model is on a line. A lower bound of the true maximum in theory; equal to it on every problem tested.
 *
 * @param climbs  fewer are faster, and may miss the highest peak of several
 *
 * Cost of a call: (candidates + steps of the climbs)·p².
 */
export function varianceMaximiser(
  problem: DesignProblem,
  region: Region,
  climbs = CLIMBS,
): (inverse: Float64Array) => VariancePeak {
  const peaks = variancePeaks(problem, region, climbs)
  return (inverse) => peaks(inverse).reduce((best, peak) => (peak.value > best.value ? peak : best))
}

/** As `varianceMaximiser`, with every local maximum that was climbed, some of them perhaps the same. */
export function variancePeaks(
  problem: DesignProblem,
  region: Region,
  climbs: number,
): (inverse: Float64Array) => VariancePeak[] {
  const { factors, model } = problem
  const expansion = modelExpansion(factors, model.columns)
  const p = expansion.width
  const starts = startingRuns(problem, region)
  const rows = designMatrix(expansion, starts, factors.length)
  const row = new Float64Array(p)
  const isFree = (j: number) => factors[j]!.kind !== 'covariate' || !problem.covariateRows
  const lines = (problem.candidates ? [] : settingLines(region, isFree, problem.constraints)).map((line) => ({
    line,
    degree: 2 * degreeOnLine(region, model.columns, line),
  }))
  return (inverse) => {
    const variances = quadraticForms(rows, inverse, p)
    return highest(variances, lines.length === 0 ? 1 : climbs).map((i): VariancePeak => {
      const run = starts.slice(i * factors.length, (i + 1) * factors.length)
      const varianceAt = (at: Float64Array) => {
        expansion.expand(at, 0, row, 0)
        return quadraticForms(row, inverse, p)[0]!
      }
      return climb(region, lines, varianceAt, { value: variances[i]!, run })
    })
  }
}

/** The candidates of the region, with every level of blocks and every covariate row. */
function startingRuns(problem: DesignProblem, region: Region): Float64Array {
  const { factors, candidates, covariateRows } = problem
  const k = factors.length
  let runs = candidates?.runs ?? region.candidates(CANDIDATES)
  factors.forEach((factor, j) => {
    if (factor.kind !== 'block') return
    runs = crossed(runs, k, factor.levels.length, (level, run) => {
      run[j] = level
    })
  })
  const given = factors.flatMap((factor, j) => (factor.kind === 'covariate' ? [j] : []))
  if (given.length === 0) return runs
  if (covariateRows) {
    return crossed(runs, k, covariateRows.length / k, (index, run) => {
      for (const j of given) run[j] = covariateRows[index * k + j]!
    })
  }
  if (candidates) return runs
  for (const j of given) {
    runs = crossed(runs, k, 3, (level, run) => {
      run[j] = level - 1
    })
  }
  return runs
}

/** Each run `times` times, changed by `set` the first, second … time. */
function crossed(
  runs: Float64Array,
  k: number,
  times: number,
  set: (time: number, run: Float64Array) => void,
): Float64Array {
  const all = new Float64Array(runs.length * times)
  for (let from = 0, to = 0; from < runs.length; from += k) {
    for (let time = 0; time < times; time++, to += k) {
      const run = all.subarray(to, to + k)
      run.set(runs.subarray(from, from + k))
      set(time, run)
    }
  }
  return all
}

function climb(
  region: Region,
  lines: readonly { line: SettingLine; degree: number }[],
  varianceAt: (run: Float64Array) => number,
  start: VariancePeak,
): VariancePeak {
  const run = start.run
  let value = start.value
  const trial = run.slice()
  for (let pass = 0; pass < 50; pass++) {
    const before = value
    for (const { line, degree } of lines) {
      const at = (setting: number) => {
        trial.set(run)
        moveOnLine(line, trial, 0, setting)
        return region.isProduct || region.contains(trial, 0) ? varianceAt(trial) : Number.NEGATIVE_INFINITY
      }
      const best = bestOnLine(region, line, run, at, degree)
      if (!(best.value > value)) continue
      value = best.value
      moveOnLine(line, run, 0, best.at)
    }
    if (!(value > before * (1 + 1e-13))) break
  }
  return { value, run }
}

const span = new Float64Array(2)

function bestOnLine(
  region: Region,
  line: SettingLine,
  run: Float64Array,
  variance: (setting: number) => number,
  degree: number,
): { at: number; value: number } {
  let best = { at: run[line.direction.factors[0]!]!, value: Number.NEGATIVE_INFINITY }
  if (!line.levels) {
    return spanOfLine(region, line, run, 0, span) ? lineMaximum(variance, span[0]!, span[1]!, degree) : best
  }
  for (const at of line.levels) {
    const value = variance(at)
    if (value > best.value) best = { at, value }
  }
  return best
}

/** Indices of the largest values, largest first; the lower index wins a tie. */
function highest(values: Float64Array, count: number): number[] {
  const top: number[] = []
  for (let i = 0; i < values.length; i++) {
    if (top.length === count && !(values[i]! > values[top[count - 1]!]!)) continue
    let place = top.length
    while (place > 0 && values[i]! > values[top[place - 1]!]!) place--
    top.splice(place, 0, i)
    if (top.length > count) top.pop()
  }
  return top
}

/** xᵀBx of each row x, B symmetric. */
function quadraticForms(rows: Float64Array, inverse: Float64Array, p: number): Float64Array {
  const forms = new Float64Array(rows.length / p)
  for (let i = 0, at = 0; at < rows.length; i++, at += p) {
    let form = 0
    for (let j = 0; j < p; j++) {
      const value = rows[at + j]!
      if (value === 0) continue
      let sum = 0
      for (let k = 0; k < j; k++) sum += inverse[j * p + k]! * rows[at + k]!
      form += value * (2 * sum + value * inverse[j * p + j]!)
    }
    forms[i] = form
  }
  return forms
}

import { inverseFromCholesky, logDeterminant } from '../linalg/cholesky.ts'
import {
  addPrior,
  corner,
  hasEnoughRuns,
  informationFactor,
  informationScore,
  scoredColumns,
} from './criterion-score.ts'
import { designMatrix, type ModelExpansion, modelExpansion } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import { informationMatrix, type Plot, plots } from './information.ts'
import type { Region } from './region.ts'

/** What every start of a structured search needs and none changes. */
export interface PlotProblem {
  readonly problem: DesignProblem
  readonly region: Region
  /** Number of factors, new runs and model columns. */
  readonly k: number
  readonly n: number
  readonly p: number
  /** Columns of the information: p, and the potential ones of the alias criterion. */
  readonly width: number
  readonly expansion: ModelExpansion
  /** The information of existing runs and the prior. */
  readonly base: Float64Array
  readonly plots: readonly Plot[]
  /** The plot of each run. */
  readonly plotOf: readonly Plot[]
  readonly score: (information: Float64Array) => number
}

export function plotProblem(problem: DesignProblem, region: Region): PlotProblem {
  const { factors, runs: n } = problem
  const columns = scoredColumns(problem)
  const base = informationMatrix({ ...problem, model: { ...problem.model, columns } }, new Float64Array(0))
  addPrior(problem, base)
  const all = plots(problem.wholePlots, n)
  return {
    problem,
    region,
    k: factors.length,
    n,
    p: problem.model.columns.length,
    width: columns.length,
    expansion: modelExpansion(factors, columns),
    base,
    plots: all,
    plotOf: all.flatMap((plot) => Array.from({ length: plot.to - plot.from }, () => plot)),
    score: hasEnoughRuns(problem, n) ? informationScore(problem, region, CLIMBS) : () => Number.NEGATIVE_INFINITY,
  }
}

/** While G is being searched; its final score is computed with more. */
export const CLIMBS = 3

/**
 * A design while runs of it are being changed; runs of a plot count together.
 *
 * Invariant: `rows` are the model rows of `runs`, `information` is that of both and the base, `inverse` that of its first p
 * columns, `score` the criterion. A start that can't estimate the model is scored by log det(M + ridge·I) until it can.
 */
export class PlotDesign {
  readonly prepared: PlotProblem
  readonly runs: Float64Array
  readonly rows: Float64Array
  readonly information: Float64Array
  inverse!: Float64Array
  /** log det M. */
  logDet = Number.NEGATIVE_INFINITY
  score = Number.NEGATIVE_INFINITY
  ridge = 0
  readonly #trial: Float64Array
  readonly #trialRows: Float64Array
  readonly #sums: Float64Array

  constructor(prepared: PlotProblem, runs: Float64Array) {
    const { k, width, expansion } = prepared
    this.prepared = prepared
    this.runs = runs.slice()
    this.rows = designMatrix(expansion, this.runs, k)
    this.information = new Float64Array(width * width)
    this.#trial = new Float64Array(width * width)
    this.#trialRows = new Float64Array(this.rows.length)
    this.#sums = new Float64Array(width)
    this.#refresh()
  }

  /**
   * The score with the runs of `changed` as in `runs`, computed afresh from the plots they are in.
   * Cost: m·p² for m runs in those plots, and the criterion.
   */
  scoreWith(changed: readonly number[], runs: Float64Array): number {
    const { k, width, expansion, plotOf } = this.prepared
    const trial = this.#trial
    const rows = this.#trialRows
    trial.set(this.information)
    const affected = new Set(changed.map((i) => plotOf[i]!))
    for (const plot of affected) {
      addPlot(trial, this.rows, plot, -1, width, this.#sums)
      rows.set(this.rows.subarray(plot.from * width, plot.to * width), plot.from * width)
    }
    for (const i of changed) expansion.expand(runs, i * k, rows, i * width)
    for (const plot of affected) addPlot(trial, rows, plot, 1, width, this.#sums)
    return this.#measure(trial)
  }

  /** Takes over the runs of `changed` from `runs`. Cost: n·p² and p³. @param score  where it is known already */
  accept(changed: readonly number[], runs: Float64Array, score?: number): void {
    const { k, width, expansion } = this.prepared
    for (const i of changed) {
      this.runs.set(runs.subarray(i * k, (i + 1) * k), i * k)
      expansion.expand(runs, i * k, this.rows, i * width)
    }
    this.#refresh(score)
  }

  #refresh(known?: number): void {
    const { base, p, width, plots: all, score } = this.prepared
    this.information.set(base)
    for (const plot of all) addPlot(this.information, this.rows, plot, 1, width, this.#sums)
    const square = corner(this.information, p)
    let lower = informationFactor(square, p)
    const wasRegular = this.ridge === 0
    this.ridge = 0
    if (!lower) {
      for (let j = 0; j < p; j++) this.ridge = Math.max(this.ridge, RIDGE * square[j * p + j]!)
      for (let j = 0; j < p; j++) square[j * p + j] = square[j * p + j]! + this.ridge
      lower = informationFactor(square, p)
    }
    if (!lower) throw new RangeError('a model row that is not finite')
    this.inverse = inverseFromCholesky(lower, p)
    this.logDet = logDeterminant(lower, p)
    this.score = this.ridge > 0 ? this.logDet : wasRegular && known !== undefined ? known : score(this.information)
  }

  #measure(information: Float64Array): number {
    const { p, score } = this.prepared
    if (this.ridge === 0) return score(information)
    const square = corner(information, p)
    for (let j = 0; j < p; j++) square[j * p + j] = square[j * p + j]! + this.ridge
    const lower = informationFactor(square, p)
    return lower ? logDeterminant(lower, p) : Number.NEGATIVE_INFINITY
  }
}

/** Small enough that estimable directions decide, large enough that rounding doesn't. */
const RIDGE = 1e-6

/** Adds sign · Xᵀ(I − c·J)X of the rows of one plot. */
function addPlot(
  information: Float64Array,
  rows: Float64Array,
  { from, to, shared }: Plot,
  sign: 1 | -1,
  width: number,
  sums: Float64Array,
): void {
  sums.fill(0)
  for (let i = from; i < to; i++) {
    const at = i * width
    for (let j = 0; j < width; j++) {
      const value = rows[at + j]!
      if (value === 0) continue
      sums[j] = sums[j]! + value
      const signed = sign * value
      for (let l = 0; l < width; l++) information[j * width + l] = information[j * width + l]! + signed * rows[at + l]!
    }
  }
  if (shared === 0) return
  for (let j = 0; j < width; j++) {
    const signed = sign * shared * sums[j]!
    for (let l = 0; l < width; l++) information[j * width + l] = information[j * width + l]! - signed * sums[l]!
  }
}

import { scoredColumns } from './criterion-score.ts'
import { isChosen } from './factor.ts'
import type { Plot } from './information.ts'
import { gridMaximum, lineMaximum } from './line-maximum.ts'
import type { PlotDesign } from './plot-design.ts'
import type { RunChange } from './run-change.ts'
import type { RunSources } from './run-sources.ts'
import { degreeOnLine, moveOnLine, type SettingLine, settingLines, spanOfLine } from './setting-line.ts'
import { TrialRuns } from './trial-runs.ts'

interface Line extends SettingLine {
  /** The degree of det M in a setting of one run. */
  readonly degree: number
}

/** Moves of freely chosen settings: easy-to-change ones run by run, hard-to-change ones for a whole plot. */
export class SettingMoves {
  /** Whether any line is an interval. */
  readonly canPolish: boolean
  readonly #design: PlotDesign
  readonly #trial: TrialRuns
  readonly #isExact: boolean
  readonly #hard: readonly Line[]
  readonly #easy: readonly Line[]
  /** Allowed runs to jump to, where constraints may leave a run no other way out. */
  readonly #corners: Float64Array
  readonly #hardFactors: readonly number[]
  readonly #easyFactors: readonly number[]
  readonly #span = new Float64Array(2)
  readonly #spanOfRun = new Float64Array(2)
  readonly #grid = new Float64Array(5)

  constructor(design: PlotDesign, sources: RunSources, change: RunChange) {
    const { region, problem } = design.prepared
    const { isHard } = sources
    const isFree = problem.candidates ? () => false : (j: number) => isChosen(problem.factors[j]!)
    const withDegree = (line: SettingLine) => ({
      ...line,
      degree: 2 * degreeOnLine(region, scoredColumns(problem), line),
    })
    this.#design = design
    this.#trial = new TrialRuns(design, change)
    this.#isExact = change.isDeterminant
    this.#hard = settingLines(region, (j) => isFree(j) && isHard[j]!, problem.constraints).map(withDegree)
    this.#easy = settingLines(region, (j) => isFree(j) && !isHard[j]!, problem.constraints).map(withDegree)
    this.#corners = region.isProduct || problem.candidates ? new Float64Array(0) : region.candidates(CORNERS)
    this.#hardFactors = isHard.flatMap((is, j) => (is && isFree(j) ? [j] : []))
    this.#easyFactors = isHard.flatMap((is, j) => (!is && isFree(j) ? [j] : []))
    this.canPolish = [...this.#hard, ...this.#easy].some(({ levels }) => !levels)
  }

  improvePlot({ from, to }: Plot): boolean {
    if (this.#hardFactors.length === 0) return false
    const runs = Array.from({ length: to - from }, (_, r) => from + r)
    let improved = false
    for (const line of this.#hard) if (this.#improveLine(runs, line)) improved = true
    return this.#jump(runs, this.#hardFactors) || improved
  }

  improveRun(i: number): boolean {
    let improved = false
    for (const line of this.#easy) if (this.#improveLine([i], line)) improved = true
    return this.#jump([i], this.#easyFactors) || improved
  }

  /** One pass of steps of ±`step` times the length of every line that is an interval. */
  polish(step: number): boolean {
    const { plots } = this.#design.prepared
    let improved = false
    for (const { from, to } of plots) {
      const runs = Array.from({ length: to - from }, (_, r) => from + r)
      for (const line of this.#hard) if (this.#step(runs, line, step)) improved = true
      for (const i of runs) for (const line of this.#easy) if (this.#step([i], line, step)) improved = true
    }
    return improved
  }

  #improveLine(runs: readonly number[], line: Line): boolean {
    this.#trial.begin(runs)
    const score = (value: number) => this.#scoreAt(runs, line, value)
    const best = line.levels ? this.#bestLevel(line.levels, score) : this.#bestOfInterval(runs, line, score)
    return best !== undefined && this.#take(runs, line, best.at, best.value)
  }

  #bestLevel(levels: Float64Array, score: (value: number) => number): { at: number; value: number } {
    let best = { at: levels[0]!, value: Number.NEGATIVE_INFINITY }
    for (const at of levels) {
      const value = score(at)
      if (value > best.value) best = { at, value }
    }
    return best
  }

  /** Along a run's line the determinant is a polynomial, and exactly maximised; other criteria are looked at on a grid. */
  #bestOfInterval(
    runs: readonly number[],
    line: Line,
    score: (value: number) => number,
  ): { at: number; value: number } | undefined {
    if (!this.#spanOf(runs, line)) return undefined
    const [low, high] = this.#span as unknown as [number, number]
    if (!this.#isExact || runs.length > 1) return gridMaximum(score, low, high, this.#grid)
    const { logDet } = this.#design
    const ratio = (value: number) => Math.exp(score(value) - logDet)
    const best = lineMaximum(ratio, low, high, line.degree)
    return { at: best.at, value: logDet + Math.log(best.value) }
  }

  #step(runs: readonly number[], line: Line, step: number): boolean {
    if (line.levels || !this.#spanOf(runs, line)) return false
    const [low, high] = this.#span as unknown as [number, number]
    const { prepared } = this.#design
    const here = this.#design.runs[runs[0]! * prepared.k + line.direction.factors[0]!]!
    this.#trial.begin(runs)
    for (const distance of [step * (high - low), -step * (high - low)]) {
      const at = Math.min(high, Math.max(low, here + distance))
      if (at === here) continue
      const score = this.#scoreAt(runs, line, at)
      // a gain that is small for the step would be crept after for many passes; smaller steps get it faster
      if (score - this.#design.score > WORTHWHILE * step * step && this.#take(runs, line, at, score)) return true
    }
    return false
  }

  /** The settings `factors` of some allowed run taken over, where that is better. */
  #jump(runs: readonly number[], factors: readonly number[]): boolean {
    const { k, region } = this.#design.prepared
    const corners = this.#corners
    const trial = this.#trial
    if (corners.length === 0) return false
    trial.begin(runs)
    const write = (corner: number) => {
      for (const i of runs) for (const j of factors) trial.runs[i * k + j] = corners[corner + j]!
    }
    let best = -1
    let most = trial.threshold
    for (let corner = 0; corner < corners.length; corner += k) {
      write(corner)
      if (!runs.every((i) => region.contains(trial.runs, i * k))) continue
      const score = trial.score(runs)
      if (!(score > most)) continue
      most = score
      best = corner
    }
    if (best < 0) return false
    write(best)
    trial.accept(runs, most)
    return true
  }

  #scoreAt(runs: readonly number[], line: Line, value: number): number {
    const { prepared } = this.#design
    const trial = this.#trial
    trial.reset(runs)
    for (const i of runs) {
      moveOnLine(line, trial.runs, i * prepared.k, value)
      if (!prepared.region.isProduct && !prepared.region.contains(trial.runs, i * prepared.k)) {
        return Number.NEGATIVE_INFINITY
      }
    }
    return trial.score(runs)
  }

  #take(runs: readonly number[], line: Line, at: number, score: number): boolean {
    if (!(score > this.#trial.threshold)) return false
    this.#trial.reset(runs)
    for (const i of runs) moveOnLine(line, this.#trial.runs, i * this.#design.prepared.k, at)
    this.#trial.accept(runs, score)
    return true
  }

  /** The interval that every one of the runs allows. */
  #spanOf(runs: readonly number[], line: Line): boolean {
    const { region, k } = this.#design.prepared
    let low = Number.NEGATIVE_INFINITY
    let high = Number.POSITIVE_INFINITY
    for (const i of runs) {
      if (!spanOfLine(region, line, this.#design.runs, i * k, this.#spanOfRun)) return false
      low = Math.max(low, this.#spanOfRun[0]!)
      high = Math.min(high, this.#spanOfRun[1]!)
    }
    this.#span[0] = low
    this.#span[1] = high
    return high > low
  }
}

/** Of a step, over its square: the sufficient increase of pattern searches (Kolda, Lewis & Torczon, SIAM Review 45 (2003)). */
const WORTHWHILE = 0.05

/** Allowed runs that are tried as jumps in every place. */
const CORNERS = 200

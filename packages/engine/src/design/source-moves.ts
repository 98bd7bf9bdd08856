import type { Plot } from './information.ts'
import type { PlotDesign } from './plot-design.ts'
import type { RunChange } from './run-change.ts'
import type { RunSources } from './run-sources.ts'
import { TrialRuns } from './trial-runs.ts'

/** Moves of settings that come in given rows: runs take other candidates or covariate rows, or exchange theirs. */
export class SourceMoves {
  readonly #design: PlotDesign
  readonly #sources: RunSources
  readonly #trial: TrialRuns
  readonly #hasCandidates: boolean

  constructor(design: PlotDesign, sources: RunSources, change: RunChange) {
    this.#design = design
    this.#sources = sources
    this.#trial = new TrialRuns(design, change)
    this.#hasCandidates = design.prepared.problem.candidates !== undefined
  }

  /** The best free candidate and covariate row for run i. */
  improveRun(i: number): boolean {
    const sources = this.#sources
    const { runs } = this.#trial
    let improved = false
    if (this.#hasCandidates) {
      const open = sources.groupOf(i).filter((c) => sources.isFree(c))
      const best = this.#bestRow(i, open, (c) => sources.writeCandidate(runs, i, c))
      if (best !== undefined) {
        sources.useCandidate(runs, i, best)
        this.#trial.accept([i])
        improved = true
      }
    }
    if (sources.covariateCount > 0) {
      const open = Array.from({ length: sources.covariateCount }, (_, row) => row)
      const free = open.filter((row) => sources.isCovariateFree(row))
      const best = this.#bestRow(i, free, (row) => sources.writeCovariates(runs, i, row))
      if (best !== undefined) {
        sources.useCovariates(runs, i, best)
        this.#trial.accept([i])
        improved = true
      }
    }
    return improved
  }

  #bestRow(i: number, rows: readonly number[], write: (row: number) => void): number | undefined {
    this.#trial.begin([i])
    let most = this.#trial.threshold
    let best: number | undefined
    for (const row of rows) {
      write(row)
      const score = this.#trial.score([i])
      if (!(score > most)) continue
      most = score
      best = row
    }
    this.#trial.reset([i])
    return best
  }

  /** Another group of candidates for a plot: each run takes the one that is nearest in its easy-to-change settings. */
  improvePlot({ from, to }: Plot): boolean {
    const sources = this.#sources
    if (!this.#hasCandidates || sources.candidateGroups.length < 2) return false
    const trial = this.#trial
    const runs = Array.from({ length: to - from }, (_, r) => from + r)
    const present = sources.groupOf(from)
    trial.begin(runs)
    let most = trial.threshold
    let best: number[] | undefined
    for (const group of sources.candidateGroups) {
      if (group === present) continue
      const chosen = this.#nearest(runs, group)
      if (!chosen) continue
      chosen.forEach((c, r) => sources.writeCandidate(trial.runs, runs[r]!, c))
      const score = trial.score(runs)
      if (!(score > most)) continue
      most = score
      best = chosen
    }
    trial.reset(runs)
    if (!best) return false
    best.forEach((c, r) => sources.useCandidate(trial.runs, runs[r]!, c))
    trial.accept(runs)
    return true
  }

  /** Of a group a free candidate for each run, the nearest one in easy-to-change settings; undefined where they don't suffice. */
  #nearest(runs: readonly number[], group: readonly number[]): number[] | undefined {
    const { k, problem } = this.#design.prepared
    const { candidateFactors, isHard, repeats } = this.#sources
    const easy = candidateFactors.filter((j) => !isHard[j])
    const rows = problem.candidates!.runs
    const open = group.filter((c) => this.#sources.isFree(c))
    const chosen: number[] = []
    for (const i of runs) {
      let best = -1
      let least = Number.POSITIVE_INFINITY
      for (const c of open) {
        if (!repeats && chosen.includes(c)) continue
        let distance = 0
        for (const j of easy) distance += (rows[c * k + j]! - this.#design.runs[i * k + j]!) ** 2
        if (distance < least) {
          least = distance
          best = c
        }
      }
      if (best < 0) return undefined
      chosen.push(best)
    }
    return chosen
  }

  /** Exchanges between runs of rows that may be used once only. */
  improvePairs(): boolean {
    const sources = this.#sources
    const { n } = this.#design.prepared
    const swapsCandidates = this.#hasCandidates && !sources.repeats && this.#differBeyondCandidates()
    let improved = false
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) {
        if (sources.covariateCount > 0 && this.#swap(i, j, sources.covariateFactors)) {
          sources.swapCovariates(i, j)
          improved = true
        }
        if (!swapsCandidates || sources.groupOf(i) !== sources.groupOf(j)) continue
        if (this.#swap(i, j, sources.candidateFactors)) {
          sources.swapCandidates(i, j)
          improved = true
        }
      }
    }
    return improved
  }

  /** Whether a run's place decides more than its candidate does: its plot, block or covariates. */
  #differBeyondCandidates(): boolean {
    const { problem } = this.#design.prepared
    return problem.factors.some(({ kind }) => kind === 'block' || kind === 'covariate') || !!problem.wholePlots
  }

  #swap(i: number, j: number, factors: readonly number[]): boolean {
    const { k } = this.#design.prepared
    const { runs } = this.#trial
    const pair = [i, j]
    this.#trial.begin(pair)
    for (const f of factors) {
      const value = runs[i * k + f]!
      runs[i * k + f] = runs[j * k + f]!
      runs[j * k + f] = value
    }
    if (!(this.#trial.score(pair) > this.#trial.threshold)) return false
    this.#trial.accept(pair)
    return true
  }
}

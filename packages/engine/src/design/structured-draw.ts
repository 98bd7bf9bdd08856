import { CodedError } from '@zerosec/errors'
import type { Generator } from '../random/generator.ts'
import type { Plot } from './information.ts'
import type { PlotProblem } from './plot-design.ts'
import type { RunSources } from './run-sources.ts'

/**
 * Draws random runs that the region and the structure allow: runs of a plot share the hard-to-change settings, blocks stand in
 * their order, candidates and covariate rows are used no more often than they may be. What each run uses is told to `sources`.
 */
export class StructuredDraw {
  readonly #prepared: PlotProblem
  readonly #sources: RunSources
  readonly #corners: Float64Array
  readonly #hard: readonly number[]
  /** Factors that are set, and not given with the run's place or row. */
  readonly #chosen: readonly number[]

  constructor(prepared: PlotProblem, sources: RunSources) {
    const { region, problem } = prepared
    this.#prepared = prepared
    this.#sources = sources
    this.#corners = region.isProduct || problem.candidates ? new Float64Array(0) : region.candidates(CORNERS)
    this.#hard = sources.isHard.flatMap((is, j) => (is ? [j] : []))
    this.#chosen = region.factors.flatMap(({ kind }, j) => (kind === 'block' || kind === 'covariate' ? [] : [j]))
  }

  /** @throws CodedError `design_plots_unfillable` where no candidates are left that a whole plot could share */
  start(generator: Generator): Float64Array {
    const { problem, plots, n, k } = this.#prepared
    const runs = new Float64Array(n * k)
    const sources = this.#sources
    sources.clear()
    problem.factors.forEach((factor, j) => {
      if (factor.kind !== 'block') return
      const blockOf = factor.sizes.flatMap((size, block) => Array.from({ length: size }, () => block))
      for (let i = 0; i < n; i++) runs[i * k + j] = blockOf[i]!
    })
    if (problem.candidates) this.#drawCandidates(generator, runs)
    else for (const plot of plots) this.#drawPlot(generator, runs, plot)
    if (sources.covariateCount > 0) {
      const order = generator.permutation(sources.covariateCount)
      for (let i = 0; i < n; i++) sources.useCovariates(runs, i, order[i]!)
    }
    return runs
  }

  /** Replaces a few runs of `runs`, or the settings of a whole plot, by random ones. */
  disturb(generator: Generator, runs: Float64Array): void {
    const { problem, plots, n } = this.#prepared
    const count = 1 + generator.integer(LARGEST_DISTURBANCE)
    if (!problem.candidates && this.#hard.length > 0 && generator.integer(2) === 0) {
      this.#drawPlot(generator, runs, plots[generator.integer(plots.length)]!)
    } else {
      for (let time = 0; time < count; time++) this.#disturbRun(generator, runs, generator.integer(n))
    }
  }

  #disturbRun(generator: Generator, runs: Float64Array, i: number): void {
    const { problem, plotOf, n } = this.#prepared
    const sources = this.#sources
    if (problem.candidates) {
      const open = sources.groupOf(i).filter((c) => sources.isFree(c))
      if (open.length > 0) sources.useCandidate(runs, i, open[generator.integer(open.length)]!)
    } else
      this.#drawRun(generator, runs, i, plotOf[i]!.from === i ? Math.min(i + 1, plotOf[i]!.to - 1) : plotOf[i]!.from)
    if (sources.covariateCount === 0) return
    const row = generator.integer(sources.covariateCount)
    if (sources.isCovariateFree(row)) sources.useCovariates(runs, i, row)
    else sources.exchangeCovariates(runs, i, generator.integer(n))
  }

  #drawPlot(generator: Generator, runs: Float64Array, { from, to }: Plot): void {
    this.#drawSettings(generator, runs, from)
    for (let i = from + 1; i < to; i++) this.#drawRun(generator, runs, i, from)
  }

  /** Draws run i with the hard-to-change settings of run `like`; where none is found that fits, all settings of it. */
  #drawRun(generator: Generator, runs: Float64Array, i: number, like: number): void {
    const { region, k } = this.#prepared
    const model = runs.slice(like * k, (like + 1) * k)
    for (let attempt = 0; attempt < TRIES; attempt++) {
      this.#drawSettings(generator, runs, i)
      if (this.#hard.length === 0) return
      for (const j of this.#hard) runs[i * k + j] = model[j]!
      if (region.contains(runs, i * k)) return
    }
    for (const j of this.#chosen) runs[i * k + j] = model[j]!
  }

  /** Good designs lie at ends, middles and corners, and so do three of four draws. */
  #drawSettings(generator: Generator, runs: Float64Array, i: number): void {
    const { region, k } = this.#prepared
    const corners = this.#corners
    if (corners.length > 0 && generator.integer(4) > 0) {
      const corner = generator.integer(corners.length / k) * k
      for (const j of this.#chosen) runs[i * k + j] = corners[corner + j]!
      return
    }
    region.sample(generator, runs, i * k)
    if (!region.isProduct) return
    region.factors.forEach(({ kind }, j) => {
      if (kind === 'continuous' && generator.integer(4) > 0) runs[i * k + j] = generator.integer(3) - 1
    })
  }

  #drawCandidates(generator: Generator, runs: Float64Array): void {
    const sources = this.#sources
    // large plots choose first: they have the fewest groups of candidates that suffice
    const order = this.#prepared.plots.toSorted((a, b) => b.to - b.from - (a.to - a.from))
    for (const { from, to } of order) {
      const size = to - from
      const open = sources.candidateGroups.map((group) => group.filter((c) => sources.isFree(c)))
      const fit = open.filter((group) => group.length > 0 && (sources.repeats || group.length >= size))
      if (fit.length === 0) throw new CodedError('design_plots_unfillable', { runs: size })
      const group = fit[generator.integer(fit.length)]!
      const places = sources.repeats ? null : generator.permutation(group.length)
      for (let i = from; i < to; i++) {
        const c = group[places ? places[i - from]! : generator.integer(group.length)]!
        sources.useCandidate(runs, i, c)
      }
    }
  }
}

/** How often a run that fits its plot is drawn before it is made like another of the plot. */
const TRIES = 100
const CORNERS = 500
/** Runs that one disturbance replaces, at most. */
const LARGEST_DISTURBANCE = 3

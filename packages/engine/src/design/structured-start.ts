import { CodedError } from '@zerosec/errors'
import type { Generator } from '../random/generator.ts'
import type { PlotProblem } from './plot-design.ts'
import type { RunSources } from './run-sources.ts'

/**
 * Random runs that the region and the structure allow: runs of a plot share the hard-to-change settings, blocks stand in their
 * order, candidates and covariate rows are used no more often than they may be. Records in `sources` what each run uses.
 *
 * @throws CodedError `design_plots_unfillable` where no candidates are left that a whole plot could share
 */
export function structuredStart(prepared: PlotProblem, sources: RunSources, generator: Generator): Float64Array {
  const { problem, n, k } = prepared
  const runs = new Float64Array(n * k)
  sources.clear()
  problem.factors.forEach((factor, j) => {
    if (factor.kind !== 'block') return
    let i = 0
    factor.sizes.forEach((size, block) => {
      for (const end = Math.min(n, i + size); i < end; i++) runs[i * k + j] = block
    })
  })
  if (problem.candidates) drawCandidates(prepared, sources, generator, runs)
  else drawSettings(prepared, sources.isHard, generator, runs)
  if (problem.covariateRows) {
    const order = generator.permutation(problem.covariateRows.length / k)
    for (let i = 0; i < n; i++) sources.useCovariates(runs, i, order[i]!)
  }
  return runs
}

/** How often a run that fits its plot is drawn before it is made like the plot's first. */
const TRIES = 100

function drawSettings(
  { region, plots, k }: PlotProblem,
  isHard: readonly boolean[],
  generator: Generator,
  runs: Float64Array,
): void {
  const corners = region.isProduct ? new Float64Array(0) : region.candidates(500)
  const hard = isHard.flatMap((is, j) => (is ? [j] : []))
  const draw = (at: number) => {
    if (region.isProduct || corners.length === 0 || generator.integer(4) === 0) {
      region.sample(generator, runs, at)
      if (region.isProduct) pushToEdges(region, generator, runs, at)
      return
    }
    const corner = generator.integer(corners.length / k) * k
    region.factors.forEach(({ kind }, j) => {
      if (kind !== 'block' && kind !== 'covariate') runs[at + j] = corners[corner + j]!
    })
  }
  for (const { from, to } of plots) {
    for (let i = from; i < to; i++) {
      draw(i * k)
      if (i === from || hard.length === 0) continue
      for (let attempt = 0; ; attempt++) {
        for (const j of hard) runs[i * k + j] = runs[from * k + j]!
        if (region.contains(runs, i * k)) break
        if (attempt === TRIES) {
          copyChosen(region.factors, runs, from * k, i * k)
          break
        }
        draw(i * k)
      }
    }
  }
}

/** Optimal settings lie at ends and middles: a continuous setting is moved to the nearest of them three times in four. */
function pushToEdges({ factors }: PlotProblem['region'], generator: Generator, runs: Float64Array, at: number): void {
  factors.forEach(({ kind }, j) => {
    if (kind === 'continuous' && generator.integer(4) > 0) runs[at + j] = generator.integer(3) - 1
  })
}

function copyChosen(factors: PlotProblem['region']['factors'], runs: Float64Array, from: number, to: number): void {
  factors.forEach(({ kind }, j) => {
    if (kind !== 'block' && kind !== 'covariate') runs[to + j] = runs[from + j]!
  })
}

function drawCandidates({ plots }: PlotProblem, sources: RunSources, generator: Generator, runs: Float64Array): void {
  // large plots choose first: they have the fewest groups of candidates that suffice
  const order = plots.toSorted((a, b) => b.to - b.from - (a.to - a.from))
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

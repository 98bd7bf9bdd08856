import type { Generator } from '../random/generator.ts'
import type { Criterion, DesignProblem } from './design-problem.ts'
import { PlotDesign, plotProblem } from './plot-design.ts'
import type { Region } from './region.ts'
import { type RunChange, runChange } from './run-change.ts'
import { RunSources } from './run-sources.ts'
import { SettingMoves } from './setting-moves.ts'
import { SourceMoves } from './source-moves.ts'
import { structuredStart } from './structured-start.ts'

export interface StructuredDesign {
  /** n × factors, coded, in the order of blocks or plots. */
  readonly runs: Float64Array
  /** The criterion's score; −Infinity where the runs can't estimate the model. */
  readonly score: number
  /** False where the last sweep that was allowed still improved. */
  readonly finished: boolean
}

/**
 * One start of the search for designs with a structure that updates of independent runs don't serve: whole plots, covariates
 * that come with given rows, and the criteria G, E and alias (any criterion, with blocks, existing runs and constraints).
 *
 * Random runs, then sweeps over all plots and runs: hard-to-change settings move for a whole plot, other settings and covariate
 * rows for a run, each to the best of its line or list, until a sweep improves nothing; then steps that shrink to 2⁻²⁰ of a line's
 * length. The score never falls, and the same generator gives the same design.
 *
 * Cost: of the order of (changes tried)·p² for D, A and I, ·p³ for the other criteria and for plots.
 * Source: Jones & Goos, Appl. Statist. 56 (2007) 347–364 (split-plot coordinate exchange).
 */
export function structuredExchange(
  problem: DesignProblem,
  region: Region,
  generator: Generator,
  sweeps: number,
): StructuredDesign {
  return structuredSearch(problem, region)(generator, sweeps)
}

/** `structuredExchange` for many starts of one problem: what they share is prepared once. */
export function structuredSearch(
  problem: DesignProblem,
  region: Region,
): (generator: Generator, sweeps: number) => StructuredDesign {
  const stages = stagesOf(problem).map((criterion) => {
    const prepared = plotProblem({ ...problem, criterion }, region)
    return { prepared, change: runChange(prepared) }
  })
  const { prepared: last } = stages.at(-1)!
  const sources = new RunSources(last)
  return (generator, sweeps) => {
    let design = new PlotDesign(last, structuredStart(last, sources, generator))
    let finished = false
    for (const { prepared, change } of stages) {
      design = new PlotDesign(prepared, design.runs)
      finished = descend(design, sources, change, sweeps)
    }
    return { runs: design.runs, score: design.ridge > 0 ? Number.NEGATIVE_INFINITY : design.score, finished }
  }
}

/**
 * The criteria that a start is led through. The last is the problem's own; G, E and alias are ragged, and a random design has
 * no way uphill to their good ones, so that they are approached from a design that is good by D.
 */
function stagesOf({ criterion }: DesignProblem): readonly Criterion[] {
  return ['G', 'E', 'alias'].includes(criterion.kind) ? [{ kind: 'D' }, criterion] : [criterion]
}

/** Step lengths of the last phase, as parts of a line: 2⁻³ … 2⁻²⁰. */
const FIRST_STEP = 2 ** -3
const LAST_STEP = 2 ** -20

function descend(design: PlotDesign, sources: RunSources, change: RunChange, sweeps: number): boolean {
  const { plots } = design.prepared
  const settings = new SettingMoves(design, sources, change)
  const rows = new SourceMoves(design, sources, change)
  const sweep = () => {
    let improved = false
    for (const plot of plots) {
      if (settings.improvePlot(plot) || rows.improvePlot(plot)) improved = true
      for (let i = plot.from; i < plot.to; i++) {
        if (settings.improveRun(i)) improved = true
        if (rows.improveRun(i)) improved = true
      }
    }
    return rows.improvePairs() || improved
  }
  if (!settles(sweep, sweeps)) return false
  let finished = true
  if (!settings.canPolish) return finished
  for (let step = FIRST_STEP; step >= LAST_STEP; step /= 2) {
    finished = settles(() => settings.polish(step), sweeps) && finished
  }
  return finished
}

/** Repeats while it improves; false where it still did the last time allowed. */
function settles(pass: () => boolean, times: number): boolean {
  for (let time = 0; time < times; time++) if (!pass()) return true
  return false
}

import type { Generator } from '../random/generator.ts'
import { informationScore } from './criterion-score.ts'
import type { Criterion, DesignProblem } from './design-problem.ts'
import { PlotDesign, type PlotProblem, plotProblem } from './plot-design.ts'
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
 * rows for a run, each to the best of its line or list, until a sweep improves nothing; then steps that shrink to 2⁻¹⁸ of a line's
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
  const stageOf = (criterion: Criterion): Stage => {
    const prepared = plotProblem({ ...problem, criterion }, region)
    return { prepared, change: runChange(prepared) }
  }
  const last = stageOf(problem.criterion)
  const approaches = approachesOf(problem.criterion).map((criterion) => criterion && stageOf(criterion))
  const sources = new RunSources(last.prepared)
  const score = informationScore(problem, region)
  return (generator, sweeps) => {
    let design = new PlotDesign(last.prepared, structuredStart(last.prepared, sources, generator))
    const approach = approaches.length > 1 ? approaches[generator.integer(approaches.length)] : undefined
    if (approach) {
      design = new PlotDesign(approach.prepared, design.runs)
      descend(design, sources, approach.change, sweeps)
      design = new PlotDesign(last.prepared, design.runs)
    }
    const finished = descend(design, sources, last.change, sweeps)
    return {
      runs: design.runs,
      score: design.ridge > 0 ? Number.NEGATIVE_INFINITY : score(design.information),
      finished,
    }
  }
}

interface Stage {
  readonly prepared: PlotProblem
  readonly change: RunChange
}

/**
 * Criteria by which a start may be improved first, null for none; drawn for each start. G, E and alias are ragged, and a random
 * design often has no way uphill to their good ones, which lie near the good ones of smooth criteria.
 */
function approachesOf({ kind }: Criterion): readonly (Criterion | null)[] {
  if (kind === 'G') return [null, { kind: 'D' }, { kind: 'I' }]
  if (kind === 'E') return [null, { kind: 'D' }, { kind: 'A' }]
  if (kind === 'alias') return [null, { kind: 'D' }]
  return [null]
}

/** Step lengths of the last phase, as parts of a line. */
const FIRST_STEP = 2 ** -3
const LAST_STEP = 2 ** -18

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

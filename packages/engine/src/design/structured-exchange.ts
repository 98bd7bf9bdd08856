import type { Generator } from '../random/generator.ts'
import { informationScore } from './criterion-score.ts'
import type { Criterion, DesignProblem } from './design-problem.ts'
import { PlotDesign, type PlotProblem, plotProblem } from './plot-design.ts'
import type { Region } from './region.ts'
import { type RunChange, runChange } from './run-change.ts'
import { RunSources } from './run-sources.ts'
import { SettingMoves } from './setting-moves.ts'
import { SourceMoves } from './source-moves.ts'
import { StructuredDraw } from './structured-draw.ts'

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
 * rows for a run, each to the best of its line or list, until a sweep improves nothing. D, A and I are then disturbed in a few
 * places and improved again, keeping what is better. Last come steps that shrink to 2⁻¹⁸ of a line's
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
  const draw = new StructuredDraw(last.prepared, sources)
  const finalScore = informationScore(problem, region)
  return (generator, sweeps) => {
    let runs = draw.start(generator)
    const approach = approaches.length > 1 ? approaches[generator.integer(approaches.length)] : undefined
    if (approach) runs = improved(approach, sources, draw, runs, generator, sweeps).design.runs
    const { design, finished } = improved(last, sources, draw, runs, generator, sweeps)
    return {
      runs: design.runs,
      score:
        Number.isFinite(design.score) && design.ridge === 0 ? finalScore(design.information) : Number.NEGATIVE_INFINITY,
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

/** Disturbances of one start, where the score of a change is cheap to know. */
const DISTURBANCES = 30
/** Gain of a sweep below which a descent between disturbances ends. */
const COARSE = 1e-3
/** Step lengths of the last phase, as parts of a line. */
const FIRST_STEP = 2 ** -3
const LAST_STEP = 2 ** -18

/** Iterated local search: from the neighbourhood of a good design a better one is found much sooner than from a random one. */
function improved(
  { prepared, change }: Stage,
  sources: RunSources,
  draw: StructuredDraw,
  runs: Float64Array,
  generator: Generator,
  sweeps: number,
): { design: PlotDesign; finished: boolean } {
  const design = new PlotDesign(prepared, runs)
  const moves = new StructuredMoves(design, sources, change)
  const all = Array.from({ length: prepared.n }, (_, i) => i)
  moves.exchange(sweeps, change.isExact ? COARSE : 0)
  for (let time = 0; time < DISTURBANCES && change.isExact; time++) {
    const kept = { runs: design.runs.slice(), rows: sources.saved(), score: design.score, ridge: design.ridge }
    const disturbed = design.runs.slice()
    draw.disturb(generator, disturbed)
    design.accept(all, disturbed)
    moves.exchange(sweeps, COARSE)
    const isBetter = kept.ridge > 0 ? design.ridge === 0 : design.ridge === 0 && design.score > kept.score
    if (isBetter) continue
    sources.restore(kept.rows)
    design.accept(all, kept.runs)
  }
  return { design, finished: moves.exchange(sweeps, 0) && moves.polish(sweeps) }
}

/** The moves of one design, by sweeps over all of them. */
class StructuredMoves {
  readonly #design: PlotDesign
  readonly #settings: SettingMoves
  readonly #rows: SourceMoves

  constructor(design: PlotDesign, sources: RunSources, change: RunChange) {
    this.#design = design
    this.#settings = new SettingMoves(design, sources, change)
    this.#rows = new SourceMoves(design, sources, change)
  }

  /** Sweeps until one gains no more than `tolerance`; false where the last one allowed still did. */
  exchange(sweeps: number, tolerance: number): boolean {
    return this.#settles(() => this.#sweep(), sweeps, tolerance)
  }

  polish(sweeps: number): boolean {
    if (!this.#settings.canPolish) return true
    let finished = true
    for (let step = FIRST_STEP; step >= LAST_STEP; step /= 2) {
      finished = this.#settles(() => this.#settings.polish(step), sweeps, 0) && finished
    }
    return finished
  }

  #sweep(): boolean {
    let isBetter = false
    for (const plot of this.#design.prepared.plots) {
      if (this.#settings.improvePlot(plot)) isBetter = true
      if (this.#rows.improvePlot(plot)) isBetter = true
      for (let i = plot.from; i < plot.to; i++) {
        if (this.#settings.improveRun(i)) isBetter = true
        if (this.#rows.improveRun(i)) isBetter = true
      }
    }
    return this.#rows.improvePairs() || isBetter
  }

  #settles(pass: () => boolean, times: number, tolerance: number): boolean {
    for (let time = 0; time < times; time++) {
      const before = this.#design.score
      if (
        !pass() ||
        (tolerance > 0 && Math.abs(this.#design.score - before) <= tolerance * Math.max(1, Math.abs(before)))
      )
        return true
    }
    return false
  }
}

import { CodedError } from '@zerosec/errors'
import { type Generator, seededGenerator } from '../random/generator.ts'
import { CandidateExchange } from './candidate-exchange.ts'
import { CandidateRows } from './candidate-pool.ts'
import { catalogueDesign } from './catalogue/catalogue-design.ts'
import { catalogueStarts } from './catalogue/catalogue-starts.ts'
import { designRegion } from './constrained-region.ts'
import { CoordinateExchange } from './coordinate-exchange.ts'
import type { Design, DesignProblem, DesignSearch, SearchOptions } from './design-problem.ts'
import { ExchangeState } from './exchange-state.ts'
import { inestimable } from './inestimable.ts'
import { iteratedSearch } from './iterated-search.ts'
import type { Region } from './region.ts'
import { isUpdated, type SearchProblem, searchProblem } from './search-problem.ts'
import { structuredSearch } from './structured-exchange.ts'

/**
 * The best design that `options.starts` seeded starts find.
 *
 * Start s draws from stream s of the seed alone, and the best design wins, the lowest start among equals: the answer doesn't
 * depend on how the starts are divided, and `mergeSearches` puts the parts of a divided search together.
 *
 * Where the catalogue has a design that is proven to be optimal, that is the answer, and no start is made.
 *
 * @throws CodedError `design_runs_too_few`, `design_inestimable` naming the model columns, `design_candidates_too_few`, and what
 *   `designRegion` throws
 */
export function searchDesign(problem: DesignProblem, options: SearchOptions): DesignSearch {
  return estimable(problem, searchStarts(problem, options))
}

/** A search, where it found a design. @throws CodedError `design_runs_too_few`, `design_inestimable` where all are singular */
export function estimable(problem: DesignProblem, search: DesignSearch): DesignSearch {
  if (search.design.score === Number.NEGATIVE_INFINITY) throw inestimable(problem, search.design.runs)
  return search
}

/**
 * Part of a search: as `searchDesign`, but where every start stays singular, the score is −Infinity, since the starts of another
 * part may do better. `estimable` judges the whole.
 *
 * @throws as `searchDesign`, but `design_inestimable`
 */
export function searchStarts(problem: DesignProblem, options: SearchOptions): DesignSearch {
  const proven = catalogueDesign(problem)
  if (proven) {
    options.onBetter?.(proven, options.firstStart)
    return { design: proven, starts: 0, hits: 0, unfinished: 0 }
  }
  if (hasTooFewRuns(problem)) throw inestimable(problem, new Float64Array(0))
  const region = designRegion(problem.factors, problem.constraints)
  const explore = exploration(problem, region, options)
  const algorithm = algorithmOf(problem)
  const generator = seededGenerator(options.seed)
  let soFar: DesignSearch | undefined
  for (let start = options.firstStart; start < options.firstStart + options.starts; start++) {
    if (soFar && options.shouldStop?.()) break
    const { runs, score, finished } = explore(generator.stream(start), start)
    const design: Design = { runs, score, origin: { kind: 'search', algorithm, start } }
    const own = { design, starts: 1, hits: 1, unfinished: finished ? 0 : 1 }
    const isBetter = score > (soFar?.design.score ?? Number.NEGATIVE_INFINITY)
    soFar = soFar ? mergeSearches([soFar, own]) : own
    if (isBetter) options.onBetter?.(design, start)
  }
  if (!soFar) throw new RangeError('a search makes one start at least')
  return soFar
}

function hasTooFewRuns({ criterion, runs, existing, factors, model }: DesignProblem): boolean {
  if (criterion.kind === 'bayesian_D') return false
  return runs + (existing?.length ?? 0) / factors.length < model.columns.length
}

/** One search of parts that searched different starts of one problem with one seed. @throws RangeError without parts */
export function mergeSearches(parts: readonly DesignSearch[]): DesignSearch {
  const [first] = parts
  if (!first) throw new RangeError('there is no part to merge')
  const ordered = parts.toSorted((a, b) => b.design.score - a.design.score || startOf(a.design) - startOf(b.design))
  const { design } = ordered[0]!
  const isHit = ({ design: { score } }: DesignSearch) =>
    score >= design.score - HIT_TOLERANCE * Math.max(1, Math.abs(design.score))
  return {
    design,
    starts: sum(parts.map(({ starts }) => starts)),
    hits: sum(parts.filter(isHit).map(({ hits }) => hits)),
    unfinished: sum(parts.map(({ unfinished }) => unfinished)),
  }
}

const HIT_TOLERANCE = 1e-9

/** A proven design of the catalogue stands before every start. */
function startOf({ origin }: Design): number {
  return origin.kind === 'search' ? origin.start : -1
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

type Explore = (generator: Generator, start: number) => { runs: Float64Array; score: number; finished: boolean }

/** The first starts begin from designs of the catalogue, where it has some; their number keeps the making of these cheap. */
const CATALOGUE_STARTS = 4

function exploration(problem: DesignProblem, region: Region, { sweeps, firstStart }: SearchOptions): Explore {
  if (!isUpdated(problem)) {
    const structured = structuredSearch(problem, region)
    return (generator) => structured(generator, sweeps)
  }
  const compiled = searchProblem(problem, region)
  const state = new ExchangeState(compiled)
  const { candidates } = problem
  const coordinates = candidates ? null : new CoordinateExchange(state)
  const exchange = coordinates ?? new CandidateExchange(state, candidateRows(compiled))
  // without repeats it would have to be known which candidate each of their runs is
  const isOpen = !candidates || candidates.repeats
  const known = isOpen && firstStart < CATALOGUE_STARTS ? catalogueStarts(problem).slice(0, CATALOGUE_STARTS) : []
  return (generator, start) => {
    // the ends and middles alone are searched much faster, but some optima are not reached from there
    if (coordinates) coordinates.isCoarse = start % 2 === 1
    const { isRegular, finished } = iteratedSearch(state, exchange, generator, sweeps, known[start])
    return {
      runs: Float64Array.from(state.runs),
      score: isRegular ? state.score : Number.NEGATIVE_INFINITY,
      finished,
    }
  }
}

function candidateRows(compiled: SearchProblem): CandidateRows {
  const { runs, repeats } = compiled.problem.candidates!
  const rows = new CandidateRows(compiled, runs, repeats)
  if (!repeats && rows.count < compiled.n) {
    throw new CodedError('design_candidates_too_few', { candidates: rows.count, runs: compiled.n, left_out: '' })
  }
  return rows
}

function algorithmOf(problem: DesignProblem): string {
  if (!isUpdated(problem)) return 'structured exchange'
  return problem.candidates ? 'candidate exchange' : 'coordinate exchange'
}

import { CodedError } from '@zerosec/errors'
import { type Generator, seededGenerator } from '../random/generator.ts'
import { CandidateExchange, type CandidateSet, candidateSet } from './candidate-exchange.ts'
import { designRegion } from './constrained-region.ts'
import { CoordinateExchange } from './coordinate-exchange.ts'
import type { Design, DesignProblem, DesignSearch, SearchOptions } from './design-problem.ts'
import { ExchangeState } from './exchange-state.ts'
import { randomRuns } from './random-start.ts'
import { type SearchProblem, searchProblem } from './search-problem.ts'

/**
 * The best design that `options.starts` seeded starts find.
 *
 * Start s draws from stream s of the seed alone, and the best design wins, the lowest start among equals: the answer doesn't
 * depend on how the starts are divided, and `mergeSearches` puts the parts of a divided search together.
 *
 * @throws CodedError `design_runs_too_few`, and what `designRegion` throws
 */
export function searchDesign(problem: DesignProblem, options: SearchOptions): DesignSearch {
  const region = designRegion(problem.factors, problem.constraints)
  const compiled = searchProblem(problem, region)
  const explore = exploration(compiled, options.sweeps)
  const generator = seededGenerator(options.seed)
  const found: DesignSearch[] = []
  for (let start = options.firstStart; start < options.firstStart + options.starts; start++) {
    if (found.length > 0 && options.shouldStop?.()) break
    const { design, finished } = explore(generator.stream(start), start)
    const isBest = found.every((other) => design.score > other.design.score)
    found.push({ design, starts: 1, hits: 1, unfinished: finished ? 0 : 1 })
    if (isBest && Number.isFinite(design.score)) options.onBetter?.(design, start)
  }
  const merged = mergeSearches(found)
  if (!Number.isFinite(merged.design.score)) {
    const { p, n } = compiled
    throw new CodedError('design_runs_too_few', { coefficients: p, runs: n })
  }
  return merged
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

type Explore = (generator: Generator, start: number) => { design: Design; finished: boolean }

function exploration(compiled: SearchProblem, sweeps: number): Explore {
  const state = new ExchangeState(compiled)
  const set = compiled.problem.candidates ? candidateSet(compiled) : null
  const exchange = set ? new CandidateExchange(state, set) : new CoordinateExchange(state)
  return (generator, start) => {
    const isRegular = makeRegular(state, exchange, set, generator)
    const finished = isRegular && exchange.descend(sweeps)
    const score = isRegular && state.refresh() ? state.score : Number.NEGATIVE_INFINITY
    const algorithm = set ? 'candidate exchange' : 'coordinate exchange'
    return {
      design: { runs: Float64Array.from(state.runs), score, origin: { kind: 'search', algorithm, start } },
      finished,
    }
  }
}

const RIDGES = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5]

/** A random start; a singular one is improved under a ridge, which is taken away by and by, until it is regular. */
function makeRegular(
  state: ExchangeState,
  exchange: CoordinateExchange | CandidateExchange,
  set: CandidateSet | null,
  generator: Generator,
): boolean {
  state.ridge = 0
  const load = () =>
    set ? (exchange as CandidateExchange).start(generator) : state.load(randomRuns(state.compiled, generator))
  if (load()) return true
  for (const ridge of RIDGES) {
    state.ridge = ridge
    if (!state.refresh()) continue
    exchange.descend(3)
    state.ridge = 0
    if (state.refresh()) return true
  }
  return false
}

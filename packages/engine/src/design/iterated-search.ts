import type { Generator } from '../random/generator.ts'
import type { Exchange } from './exchange.ts'
import type { ExchangeState } from './exchange-state.ts'

/** Disturbances of one start, and the most runs that one of them replaces. */
export const DISTURBANCES = 30
const LARGEST_DISTURBANCE = 6
/** Gain of a pass (of log det, or relative of a trace) below which a descent between disturbances ends. */
const TOLERANCE = 1e-3

/**
 * One start: a design, random unless one is given, is improved as far as exchanges go, then again and again with a few of its runs replaced at random,
 * keeping what is better; the best is finished with care. From the neighbourhood of a good design a better one is found much
 * sooner than from a random one.
 *
 * @returns false where no regular design was found, or the last passes still improved
 * Source: Lourenço, Martin & Stützle, Iterated Local Search, Handbook of Metaheuristics (2003) 320–353.
 */
export function iteratedSearch(
  state: ExchangeState,
  exchange: Exchange,
  generator: Generator,
  sweeps: number,
  given?: Float64Array,
): { isRegular: boolean; finished: boolean } {
  state.ridge = 0
  const isGiven = given !== undefined && exchange.startFrom(given)
  if (!isGiven && !startRegular(state, exchange, generator)) return { isRegular: false, finished: false }
  exchange.descend(sweeps, TOLERANCE)
  exchange.keep()
  let best = state.score
  for (let kick = 0; kick < DISTURBANCES; kick++) {
    // small disturbances more often than large ones
    exchange.disturb(generator, 1 + generator.integer(1 + generator.integer(LARGEST_DISTURBANCE)))
    exchange.descend(sweeps, TOLERANCE)
    if (state.score > best && state.refresh() && state.score > best) {
      best = state.score
      exchange.keep()
    } else exchange.restore()
  }
  const finished = exchange.finish(sweeps)
  return { isRegular: state.refresh(), finished }
}

const RIDGES = [1e-1, 1e-2, 1e-3, 1e-4]
const REPAIRS = 100

/** A random start; a singular one is improved under a ridge, and disturbed where that is not enough, until it is regular. */
function startRegular(state: ExchangeState, exchange: Exchange, generator: Generator): boolean {
  state.ridge = 0
  if (exchange.start(generator)) return true
  for (let repair = 0; repair < REPAIRS; repair++) {
    state.ridge = RIDGES[repair % RIDGES.length]!
    if (repair > 0 && repair % RIDGES.length === 0) exchange.disturb(generator, 2)
    if (state.refresh()) exchange.descend(3, TOLERANCE)
    state.ridge = 0
    if (state.refresh()) return true
  }
  return false
}

import type { Json } from '@zerosec/report'
import type { ParetoParameters } from './parameters.ts'
import { readLoss, type TradeOff } from './trade-off.ts'

/** The numbers for programs: stable snake_case names. */
export function reportValues(tradeOff: TradeOff, { priorities }: ParetoParameters): Record<string, Json> {
  const { candidates, wishes, front, fronts, reference, missing, beyond, knee, mostDesirable, byPriority } = tradeOff
  const { source, numbers, search, domain } = candidates
  return {
    mode: source,
    objectives: wishes.map(({ name, objective }) => objectiveValue(name, objective)),
    rows: numbers.length + missing.length + beyond.length,
    rows_compared: numbers.length,
    rows_missing: missing.length,
    rows_beyond_limits: beyond.length,
    front_size: front.length,
    fronts,
    front_rows: front.map((place) => numbers[place]!),
    hypervolume: tradeOff.hypervolume,
    reference_point: Object.fromEntries(wishes.map((wish, k) => [wish.name, readLoss(wish, reference[k]!)])),
    knee: knee === null ? null : choiceValue(tradeOff, knee),
    most_desirable: { ...choiceValue(tradeOff, mostDesirable), desirability: tradeOff.desirability[mostDesirable]! },
    by_priorities: byPriority && { priorities, rows: byPriority.map((place) => choiceValue(tradeOff, place)) },
    front_outside_domain: domain && front.filter((place) => domain[place] === 'outside').length,
    search: search && {
      algorithm: search.algorithm,
      evaluations: search.evaluations,
      population: search.population,
    },
  }
}

function objectiveValue(name: string, objective: TradeOff['wishes'][number]['objective']): Record<string, Json> {
  if (objective.goal !== 'range') return { name, ...objective }
  const end = (value: number) => (Number.isFinite(value) ? value : null)
  return { name, goal: 'range', low: end(objective.low), high: end(objective.high) }
}

function choiceValue({ candidates, wishes, chances }: TradeOff, place: number): Record<string, Json> {
  const { numbers, labels, settings, source, domain } = candidates
  const probability = chances?.probability[place]
  return {
    row: numbers[place]!,
    ...(labels ? { label: labels[place]! } : {}),
    values: Object.fromEntries(wishes.map(({ name }) => [name, candidates.quantities.get(name)!.values[place]!])),
    ...(probability === undefined ? {} : { probability: Number.isNaN(probability) ? null : probability }),
    ...(domain ? { domain: domain[place]! } : {}),
    ...(source === 'search'
      ? { settings: Object.fromEntries(settings.map(({ name, cells }) => [name, cells[place]!])) }
      : {}),
  }
}

import {
  type DomainVerdict,
  domainOf,
  type FeatureMatrix,
  lossesOf,
  lossOf,
  naturalLevel,
  nsga2,
  nsga3,
  predictWith,
  roundedRuns,
  type TradeOffProblem,
} from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import { levelsOf, type NumberPrediction, type OpenedModel } from '@zerosec/model'
import type { Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import { setting } from '../optimization/settings.ts'
import { codeReader, plainInputs } from '../prediction/feature-matrix.ts'
import { type Candidates, type Quantity, takeCandidates } from './candidates.ts'
import { limitTexts } from './compared.ts'
import type { ParetoParameters } from './parameters.ts'
import { type SearchFactors, searchFactors } from './search-factors.ts'
import { quantityOf, worstVerdicts } from './table-candidates.ts'
import type { Wish } from './wishes.ts'

/** Objectives up to which crowding keeps a front spread. */
const FEW_OBJECTIVES = 3
/** Added to the violation of a setting for each model whose domain it is not in. */
const VERDICTS: Readonly<Record<DomainVerdict, number>> = { inside: 0, edge: 1, outside: 2 }
const ACCEPTED = { inside: 0, edge: 1, any: 2 } as const

type Settings = readonly (number | string)[]

/**
 * The last generation of a search over the models' inputs, each setting rounded to what can be set and predicted anew.
 *
 * @throws CodedError what the factors refuse; pareto_limits_exclude_all where no setting was found that keeps to limits and domain
 */
export function searchCandidates(
  table: Table,
  wishes: readonly Wish[],
  models: readonly OpenedModel[],
  parameters: ParetoParameters,
  seed: number,
  progress: (share: number, message: string) => void,
): Candidates {
  const factors = searchFactors(table, models, parameters)
  const problem = problemOf(factors, wishes, models, parameters)
  const algorithm = wishes.length <= FEW_OBJECTIVES ? 'nsga2' : 'nsga3'
  const found = (algorithm === 'nsga2' ? nsga2 : nsga3)(problem, {
    population: parameters.population,
    evaluations: Math.max(parameters.evaluations, parameters.population),
    seed,
    onGeneration: (share) => progress(share, 'Searching settings'),
  })
  if (found.violations.every((violation) => violation > 0)) throw nothingAllowed(parameters)
  const { settings, warnings } = settledSettings(factors, found.runs)
  const predicted = predictSettings(factors, settings, models)
  const domain = worstVerdicts(
    predicted.map(({ verdicts }) => verdicts),
    settings.length,
  )
  const kept = allowedPlaces(predicted, domain, settings.length, parameters)
  const names = [...factors.region.factors.map(({ name }) => name), ...factors.fixed.keys()]
  const all: Candidates = {
    source: 'search',
    numbers: settings.map((_, i) => i + 1),
    labels: null,
    quantities: new Map(predicted.map(({ quantity }) => [quantity.name, quantity])),
    settings: names.map((name, j) => {
      const unit = factors.units.get(name)
      return { name, ...(unit === undefined ? {} : { unit }), cells: settings.map((cells) => cells[j]!) }
    }),
    domain,
    search: { algorithm, evaluations: found.evaluations, population: parameters.population, factors: factors.texts },
    measured: new Map(
      table.columns.flatMap((column) => (column.kind === 'number' ? [[column.name, column.values] as const] : [])),
    ),
    warnings: [...factors.warnings, ...warnings],
  }
  return numbered(all, kept, wishes)
}

/** Counts what is kept from 1, the best in the first objective first. */
function numbered(all: Candidates, kept: readonly number[], [first]: readonly Wish[]): Candidates {
  const { values } = all.quantities.get(first!.name)!
  const loss = (place: number) => lossOf(first!.objective, values[place]!)
  const order = kept.toSorted((a, b) => loss(a) - loss(b) || a - b)
  return { ...takeCandidates(all, order), numbers: order.map((_, i) => i + 1) }
}

function problemOf(
  factors: SearchFactors,
  wishes: readonly Wish[],
  models: readonly OpenedModel[],
  parameters: ParetoParameters,
): TradeOffProblem {
  const targets = models.map(({ model }) => model.target.name)
  const ofWish = wishes.map(({ name }) => targets.indexOf(name))
  const objectives = wishes.map(({ objective }) => objective)
  const limits = Object.entries(parameters.limits).map(([name, [low, high]]) => ({
    model: targets.indexOf(name),
    low: low ?? -Infinity,
    high: high ?? Infinity,
  }))
  const matrices = models.map((opened) => matrixMaker(factors, opened))
  const accepted = ACCEPTED[parameters.search_domain]
  return {
    region: factors.region,
    objectives: wishes.length,
    evaluate(runs, count, losses, violations) {
      const features = matrices.map((matrix) => matrix(runs, count))
      const values = models.map(({ model }, m) => predictWith(model.predictor, features[m]!))
      losses.set(
        lossesOf(
          objectives,
          ofWish.map((m) => values[m]!),
        ),
      )
      violations.fill(0)
      for (const { model, low, high } of limits) {
        for (let i = 0; i < count; i++) violations[i]! += beyond(values[model]![i]!, low, high)
      }
      if (accepted < VERDICTS.outside) addDomain(models, features, accepted, violations)
    },
  }
}

/** How far a value lies from its limits, as a part of their size: comparable to other limits and to verdicts. */
function beyond(value: number, low: number, high: number): number {
  const distance = Math.max(0, low - value, value - high)
  const size = Math.max(Number.isFinite(low) ? Math.abs(low) : 0, Number.isFinite(high) ? Math.abs(high) : 0)
  return distance / (size || 1)
}

function addDomain(
  models: readonly OpenedModel[],
  features: readonly FeatureMatrix[],
  accepted: number,
  violations: Float64Array,
): void {
  for (const [m, { model }] of models.entries()) {
    if (!model.domain) continue
    const { farDistance } = model.domain
    for (const [i, { verdict, distance }] of domainOf(model.domain, features[m]!).entries()) {
      const over = VERDICTS[verdict] - accepted
      if (over > 0) violations[i]! += over + distance / (farDistance || 1)
    }
  }
}

/** The features of a model at coded runs of the region. */
function matrixMaker(
  factors: SearchFactors,
  { model }: OpenedModel,
): (runs: Float64Array, count: number) => FeatureMatrix {
  const { region, fixed } = factors
  const k = region.factors.length
  const inputs = plainInputs(model)!
  const levels = Int32Array.from(inputs, levelsOf)
  const readers = inputs.map((input): ((runs: Float64Array, i: number) => number) => {
    const code = codeReader(input)
    const j = region.factors.findIndex(({ name }) => name === input.name)
    if (j < 0) {
      const value = code(fixed.get(input.name))
      return () => value
    }
    const factor = region.factors[j]!
    if (factor.kind === 'categorical') {
      const codes = factor.levels.map(code)
      return (runs, i) => codes[runs[i * k + j]!]!
    }
    return (runs, i) => naturalLevel(factor, runs[i * k + j]!)
  })
  return (runs, count) => ({
    rows: count,
    columns: readers.map((read) => Float64Array.from({ length: count }, (_, i) => read(runs, i))),
    levels,
  })
}

/** What can be set, each once; in the order of the search. */
function settledSettings(factors: SearchFactors, runs: Float64Array): { settings: Settings[]; warnings: Warning[] } {
  const { region, digits, fixed } = factors
  const k = region.factors.length
  const { runs: rounded, unrounded } = roundedRuns(region, runs, digits)
  const settings = new Map<string, Settings>()
  for (let at = 0; at < rounded.length; at += k) {
    const cells = [
      ...region.factors.map((factor, j) => setting(factor, rounded[at + j]!, digits[j]!)),
      ...fixed.values(),
    ]
    settings.set(JSON.stringify(cells), cells)
  }
  if (unrounded.length === 0) return { settings: [...settings.values()], warnings: [] }
  const message = `${unrounded.length} settings could not be rounded to the usual decimals within the constraints, and may miss them by the last digit.`
  return {
    settings: [...settings.values()],
    warnings: [{ code: 'settings_unrounded', level: 'note', message, count: unrounded.length }],
  }
}

interface PredictedSettings {
  readonly quantity: Quantity
  readonly verdicts: readonly (DomainVerdict | null)[]
}

function predictSettings(
  { region, fixed }: SearchFactors,
  settings: readonly Settings[],
  models: readonly OpenedModel[],
): PredictedSettings[] {
  const names = [...region.factors.map(({ name }) => name), ...fixed.keys()]
  return models.map((opened) => {
    const places = opened.model.inputs.map((input) => ({ input, place: names.indexOf(input.name) }))
    const records = settings.map((cells) =>
      Object.fromEntries(
        places.map(({ input, place }) => [
          input.name,
          input.kind === 'boolean' ? cells[place] === 'true' : cells[place]!,
        ]),
      ),
    )
    const predictions = opened.predict(records) as NumberPrediction[]
    return {
      quantity: quantityOf(opened, predictions),
      verdicts: predictions.map(({ domain }) => domain?.verdict ?? null),
    }
  })
}

/** Rounding may have moved a setting over a border. */
function allowedPlaces(
  predicted: readonly PredictedSettings[],
  domain: readonly DomainVerdict[] | null,
  count: number,
  parameters: ParetoParameters,
): number[] {
  const places = Array.from({ length: count }, (_, i) => i).filter((i) => {
    if (domain && VERDICTS[domain[i]!] > ACCEPTED[parameters.search_domain]) return false
    return Object.entries(parameters.limits).every(([name, [low, high]]) => {
      const value = predicted.find(({ quantity }) => quantity.name === name)!.quantity.values[i]!
      return beyond(value, low ?? -Infinity, high ?? Infinity) === 0
    })
  })
  if (places.length === 0) throw nothingAllowed(parameters)
  return places
}

function nothingAllowed(parameters: ParetoParameters): CodedError {
  const isBound = parameters.search_domain !== 'any'
  const domain = isBound ? ['the data that the models know (search_domain)'] : []
  return new CodedError('pareto_limits_exclude_all', {
    limits: [...limitTexts(parameters), ...domain],
    problem: `none of ${parameters.evaluations} settings tried does`,
  })
}

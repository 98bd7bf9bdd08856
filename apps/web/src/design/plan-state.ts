import { planFactors, planModel, planRequest } from '@zerosec/analyses/plan'
import type { Factor } from '@zerosec/engine'
import { failureOf } from './failure.ts'
import type { PlanDraft } from './plan-draft.ts'
import type { ReadPlan } from './planned-runs.ts'
import type { FieldProblem } from './read-factors.ts'
import { readPlan } from './read-plan.ts'
import type { EngineFailure } from './worker-messages.ts'

/** What a draft amounts to: as much of it as can be read. */
export interface PlanState {
  readonly problems: readonly FieldProblem[]
  readonly factors: readonly Factor[] | null
  /** p, the number of the model's coefficients. */
  readonly coefficients: number | null
  /** Why there is no model, in the engine's words. */
  readonly modelFailure: EngineFailure | null
  /** Null while something has to be mended: then a problem, or a failure, says what. */
  readonly ready: ReadPlan | null
  readonly failure: EngineFailure | null
}

export function planState(draft: PlanDraft): PlanState {
  const { parameters, problems } = readPlan(draft)
  const nothing = { problems, factors: null, coefficients: null, modelFailure: null, ready: null, failure: null }
  if (problems.some(({ factor, field }) => factor !== undefined || field === 'factors')) return nothing
  const whole = problems.length === 0 ? attempt(() => planRequest(parameters)) : null
  if (whole && 'value' in whole) {
    const { factors, model } = whole.value.problem
    const request = { ...whole.value, starts: whole.value.starts || usualStarts(whole.value.problem) }
    const ready = { draft, parameters: { ...parameters, starts: request.starts }, request }
    return { ...nothing, factors, coefficients: model.columns.length, ready }
  }
  const failure = whole?.failure ?? null
  const factors = attempt(() => planFactors(parameters))
  if ('failure' in factors) return { ...nothing, ...factorFailure(draft, factors.failure) }
  const model = attempt(() => planModel(parameters))
  if ('failure' in model) return { ...nothing, factors: factors.value, modelFailure: model.failure }
  const row = failure && factorFailure(draft, failure)
  return { ...nothing, factors: factors.value, coefficients: model.value.model.columns.length, failure, ...row }
}

/** What is wrong with a factor stands at its row. */
function factorFailure(draft: PlanDraft, failure: EngineFailure): Pick<PlanState, 'problems' | 'failure'> {
  const row = draft.factors.find(({ name }) => name.trim() === failure.details['factor'])
  if (!row || failure.code !== 'design_factor_invalid') return { problems: [], failure }
  return { problems: [{ factor: row.id, field: 'name', message: failure.message }], failure: null }
}

const MOST_STARTS = 50
const FEWEST_STARTS = 10
/** Of a search: what a browser does in a few seconds, counted as starts · n · k · p². */
const WORK = 3e7

/** G, E and the alias criterion have no cheap update for a changed run, nor have whole plots. */
const COSTLY = 20

function usualStarts({ runs, factors, model, criterion, wholePlots }: ReadPlan['request']['problem']): number {
  const isCheap = !wholePlots && ['D', 'A', 'I', 'bayesian_D'].includes(criterion.kind)
  const work = runs * factors.length * model.columns.length ** 2 * (isCheap ? 1 : COSTLY)
  return Math.min(MOST_STARTS, Math.max(FEWEST_STARTS, Math.round(WORK / work)))
}

function attempt<Value>(act: () => Value): { value: Value } | { failure: EngineFailure } {
  try {
    return { value: act() }
  } catch (error) {
    return { failure: failureOf(error) }
  }
}

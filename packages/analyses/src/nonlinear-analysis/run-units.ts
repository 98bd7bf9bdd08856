import { deserialize, serialize } from 'node:v8'
import type { LearnerName, Narrowing, StudyUnit, UnitProgress, UnitResult } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { AnalysisInput, Checkpoints } from '../analysis.ts'
import { openThreadPool } from '../threads/thread-pool.ts'
import { MODELS, modelNamed } from './model-names.ts'
import type { NonlinearParameters } from './parameters.ts'
import { type TargetPlan, unitsOf } from './plan.ts'
import { type DoneUnit, unitsFile } from './units-file.ts'

/** How often the file of what was found so far is written anew, at most. */
const PUBLISH_MS = 2000

/**
 * Runs the studies of all responses on the pool. With checkpoints those that an earlier attempt finished are not run again, and what is
 * found is published while it is found.
 *
 * @param names  of the responses
 * @param say    told how many of all trials were made
 * @returns the results of each response: family by family, all rows first, then the outer folds
 */
export async function runUnits(
  { parameters, seed, checkpoints }: AnalysisInput<NonlinearParameters>,
  names: readonly string[],
  plans: readonly TargetPlan[],
  say: (share: number, message: string) => void,
): Promise<UnitResult[][]> {
  const unitsByTarget = plans.map((plan, k) => unitsOf(plan, k, parameters.n_trials))
  const units = unitsByTarget.flat()
  const keeper = new UnitKeeper(checkpoints, units, names, plans, parameters.metric)
  const results = await keeper.load()
  const todo = units.map((_, at) => at).filter((at) => !results.has(at))
  const work = {
    targets: plans.map((plan) => plan.study),
    units,
    metric: parameters.metric,
    narrowed: narrowings(parameters),
    seed,
    todo,
    endsAt: parameters.time_limit_s === undefined ? null : Date.now() + 1000 * parameters.time_limit_s,
  }
  const trials = units.map(({ trials: wanted }, at) => (results.has(at) ? wanted : 0))
  const total = units.reduce((sum, unit) => sum + unit.trials, 0)
  const onProgress = (item: number, { trial, best }: UnitProgress): void => {
    const at = todo[item]!
    trials[at] = trial
    const { target, learner } = units[at]!
    const where = placeOf(units[at]!, plans[target]!)
    const message = `${names[target]}: ${learner}, ${where}, setting ${trial}, best ${parameters.metric} ${best.toPrecision(4)}`
    say(trials.reduce((a, b) => a + b, 0) / total, message)
  }
  const onResult = (item: number, result: UnitResult): void => {
    trials[todo[item]!] = units[todo[item]!]!.trials
    keeper.keep(todo[item]!, result)
  }
  const pool = openThreadPool()
  try {
    const found = await pool.run('studyUnits', work, todo.length, { onProgress, onResult })
    for (const [item, result] of found.entries()) results.set(todo[item]!, result)
    await keeper.settle()
  } finally {
    await pool.close()
  }
  let from = 0
  return unitsByTarget.map((own) => own.map(() => results.get(from++)!))
}

function placeOf({ test }: StudyUnit, { folds }: TargetPlan): string {
  if (test.length === 0) return 'all rows'
  return `fold ${folds.outer.findIndex((outer) => outer.test === test) + 1} of ${folds.outer.length}`
}

/** Keeps finished studies for a later attempt, and shows them. */
class UnitKeeper {
  readonly #checkpoints: Checkpoints | undefined
  readonly #units: readonly StudyUnit[]
  readonly #names: readonly string[]
  readonly #plans: readonly TargetPlan[]
  readonly #metric: NonlinearParameters['metric']
  readonly #done = new Map<number, DoneUnit>()
  #work: Promise<unknown> = Promise.resolve()
  #published = 0

  constructor(
    checkpoints: Checkpoints | undefined,
    units: readonly StudyUnit[],
    names: readonly string[],
    plans: readonly TargetPlan[],
    metric: NonlinearParameters['metric'],
  ) {
    this.#checkpoints = checkpoints
    this.#units = units
    this.#names = names
    this.#plans = plans
    this.#metric = metric
  }

  async load(): Promise<Map<number, UnitResult>> {
    const results = new Map<number, UnitResult>()
    if (!this.#checkpoints) return results
    for (let at = 0; at < this.#units.length; at++) {
      const bytes = await this.#checkpoints.load(keyOf(at))
      if (!bytes) continue
      const result = deserialize(bytes) as UnitResult
      results.set(at, result)
      this.#note(at, result)
    }
    return results
  }

  /** A study that the time limit ended is not what running it again would give: it is shown, not kept. */
  keep(at: number, result: UnitResult): void {
    const checkpoints = this.#checkpoints
    if (!checkpoints) return
    this.#note(at, result)
    if (!result.isStopped) this.#after(() => checkpoints.save(keyOf(at), serialize(result)))
    if (Date.now() - this.#published < PUBLISH_MS) return
    this.#published = Date.now()
    this.#after(() => checkpoints.publish(unitsFile([...this.#done.values()], this.#metric)))
  }

  /** Waits for what is being kept. @throws what keeping threw */
  async settle(): Promise<void> {
    await this.#work
  }

  #note(at: number, { score, setting, rounds, trials }: UnitResult): void {
    const unit = this.#units[at]!
    const response = this.#names[unit.target]!
    const place = placeOf(unit, this.#plans[unit.target]!)
    this.#done.set(at, { response, model: unit.learner, place, trials: trials.length, score, setting, rounds })
  }

  #after(step: () => Promise<unknown>): void {
    this.#work = this.#work.then(step)
    this.#work.catch(() => {}) // thrown by settle
  }
}

function keyOf(at: number): string {
  return `study-${at}`
}

/** @throws CodedError parameter_invalid for a model that there is not */
export function narrowings({ hyperparams }: NonlinearParameters): Partial<Record<LearnerName, Narrowing>> {
  const names = [...MODELS, 'leaf_wise_boosting', 'depth_wise_boosting'] as const
  return Object.fromEntries(
    Object.entries(hyperparams).map(([given, narrowing]) => {
      const name = names.find((each) => each === given)
      if (!name) {
        const problem = `there is no model "${given}"; there are ${MODELS.join(', ')}`
        throw new CodedError('parameter_invalid', { parameter: 'hyperparams', problem })
      }
      return [modelNamed(name), narrowing]
    }),
  )
}

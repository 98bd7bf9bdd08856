import { deserialize, serialize } from 'node:v8'
import type { Setting, StudyTrial, UnitProgress } from '@zerosec/engine'
import type { AnalysisInput, Checkpoints } from '../analysis.ts'
import type { EngineWork, TimedUnits } from '../threads/engine-work.ts'
import type { WorkInput, WorkResult } from '../threads/part-work.ts'
import { openThreadPool } from '../threads/thread-pool.ts'
import { type DoneUnit, unitsFile } from './units-file.ts'

/** How often the file of what was found so far is written anew, at most. */
const PUBLISH_MS = 2000

/** Studies of numbers, or of classes. */
export type StudyWork = 'studyUnits' | 'classUnits'

/** The studies of a run, which do not know of each other. */
export interface StudyRun<Name extends StudyWork> {
  readonly work: Name
  readonly units: readonly { readonly learner: string; readonly trials: number }[]
  /** What the pool is given. */
  readonly inputOf: (timed: Pick<TimedUnits, 'todo' | 'endsAt'>) => WorkInput<EngineWork, Name>
  readonly responseOf: (at: number) => string
  /** The rows that a unit learns from, in words. */
  readonly placeOf: (at: number) => string
  readonly metric: string
  readonly timeLimitSeconds: number | undefined
}

/** What any study tells of itself. */
interface FoundUnit {
  readonly isStopped: boolean
  readonly score: number
  readonly setting: Setting
  readonly rounds: number | null
  readonly trials: readonly StudyTrial[]
}

/**
 * Runs the studies on the pool. With checkpoints those that an earlier attempt finished are not run again, and what is found is published
 * while it is found.
 *
 * @param say  told how many of all trials were made
 * @returns the results in the order of the units
 */
export async function runUnits<Name extends StudyWork>(
  run: StudyRun<Name>,
  checkpoints: AnalysisInput<unknown>['checkpoints'],
  say: (share: number, message: string) => void,
): Promise<WorkResult<EngineWork, Name>[]> {
  const { units, responseOf, placeOf, metric, timeLimitSeconds } = run
  type Result = WorkResult<EngineWork, Name> & FoundUnit
  const keeper = new UnitKeeper<Result>(checkpoints, run)
  const results = await keeper.load()
  const todo = units.map((_, at) => at).filter((at) => !results.has(at))
  const endsAt = timeLimitSeconds === undefined ? null : Date.now() + 1000 * timeLimitSeconds
  const trials = units.map(({ trials: wanted }, at) => (results.has(at) ? wanted : 0))
  const total = units.reduce((sum, unit) => sum + unit.trials, 0)
  const onProgress = (item: number, { trial, best }: UnitProgress): void => {
    const at = todo[item]!
    trials[at] = trial
    const where = `${responseOf(at)}: ${units[at]!.learner}, ${placeOf(at)}`
    say(trials.reduce((a, b) => a + b, 0) / total, `${where}, setting ${trial}, best ${metric} ${best.toPrecision(4)}`)
  }
  const onResult = (item: number, result: Result): void => {
    trials[todo[item]!] = units[todo[item]!]!.trials
    keeper.keep(todo[item]!, result)
  }
  const pool = openThreadPool()
  try {
    const told = { onProgress, onResult } as Parameters<typeof pool.run<Name>>[3]
    const found = await pool.run(run.work, run.inputOf({ todo, endsAt }), todo.length, told)
    for (const [item, result] of found.entries()) results.set(todo[item]!, result)
    await keeper.settle()
  } finally {
    await pool.close()
  }
  return units.map((_, at) => results.get(at)!)
}

/** Keeps finished studies for a later attempt, and shows them. */
class UnitKeeper<Result extends FoundUnit> {
  readonly #checkpoints: Checkpoints | undefined
  readonly #run: Omit<StudyRun<StudyWork>, 'work' | 'inputOf'>
  readonly #done = new Map<number, DoneUnit>()
  #work: Promise<unknown> = Promise.resolve()
  #published = 0

  constructor(checkpoints: Checkpoints | undefined, run: Omit<StudyRun<StudyWork>, 'work' | 'inputOf'>) {
    this.#checkpoints = checkpoints
    this.#run = run
  }

  async load(): Promise<Map<number, Result>> {
    const results = new Map<number, Result>()
    if (!this.#checkpoints) return results
    for (let at = 0; at < this.#run.units.length; at++) {
      const bytes = await this.#checkpoints.load(keyOf(at))
      if (!bytes) continue
      const result = deserialize(bytes) as Result
      results.set(at, result)
      this.#note(at, result)
    }
    return results
  }

  /** A study that the time limit ended is not what running it again would give: it is shown, not kept. */
  keep(at: number, result: Result): void {
    const checkpoints = this.#checkpoints
    if (!checkpoints) return
    this.#note(at, result)
    if (!result.isStopped) this.#after(() => checkpoints.save(keyOf(at), serialize(result)))
    if (Date.now() - this.#published < PUBLISH_MS) return
    this.#published = Date.now()
    this.#after(() => checkpoints.publish(unitsFile([...this.#done.values()], this.#run.metric)))
  }

  /** Waits for what is being kept. @throws what keeping threw */
  async settle(): Promise<void> {
    await this.#work
  }

  #note(at: number, { score, setting, rounds, trials }: Result): void {
    const { units, responseOf, placeOf } = this.#run
    const [response, place] = [responseOf(at), placeOf(at)]
    this.#done.set(at, { response, model: units[at]!.learner, place, trials: trials.length, score, setting, rounds })
  }

  #after(step: () => Promise<unknown>): void {
    this.#work = this.#work.then(step)
    this.#work.catch(() => {}) // thrown by settle
  }
}

function keyOf(at: number): string {
  return `study-${at}`
}

/** `all rows`, or the outer fold that a unit is tested by. */
export function placeOfTest(test: Int32Array, outer: readonly { readonly test: Int32Array }[]): string {
  if (test.length === 0) return 'all rows'
  return `fold ${outer.findIndex((fold) => fold.test === test) + 1} of ${outer.length}`
}

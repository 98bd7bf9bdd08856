import { deserialize, serialize } from 'node:v8'
import type { Setting, StudyTrial, UnitProgress } from '@zerosec/engine'
import type { Checkpoints, SharedParts } from '../analysis.ts'
import type { EngineWork, TimedUnits } from '../threads/engine-work.ts'
import type { WorkInput, WorkResult } from '../threads/part-work.ts'
import { defaultThreads } from '../threads/thread-count.ts'
import { openThreadPool, type RunOptions } from '../threads/thread-pool.ts'
import { VERSION } from '../version.ts'
import { NoPartLeft, shareUnits } from './share-units.ts'
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

type FoundResult<Name extends StudyWork> = WorkResult<EngineWork, Name> & FoundUnit

export interface UnitServices {
  readonly checkpoints: Checkpoints | undefined
  readonly sharing: SharedParts | undefined
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
 * while it is found; with shared parts other processes run some of them.
 *
 * @param say  told how many of all trials were made
 * @returns the results in the order of the units
 * @throws NoPartLeft in a helper
 */
export async function runUnits<Name extends StudyWork>(
  run: StudyRun<Name>,
  { checkpoints, sharing }: UnitServices,
  say: (share: number, message: string) => void,
): Promise<WorkResult<EngineWork, Name>[]> {
  // how far a study comes in a limited time is not the same everywhere
  const shared = run.timeLimitSeconds === undefined ? sharing : undefined
  const isHelper = shared?.isHelper ?? false
  const running = new RunningUnits(run, checkpoints, say, isHelper)
  if (!isHelper) await running.load()
  await (shared ? running.runTogether(shared) : running.runAlone())
  if (isHelper) throw new NoPartLeft()
  return running.inOrder()
}

class RunningUnits<Name extends StudyWork> {
  readonly #run: StudyRun<Name>
  readonly #keeper: UnitKeeper<FoundResult<Name>>
  readonly #say: (share: number, message: string) => void
  /** Made so far, by unit. */
  readonly #trials: number[]
  readonly #total: number
  #results: Map<number, FoundResult<Name>> = new Map()

  constructor(
    run: StudyRun<Name>,
    checkpoints: Checkpoints | undefined,
    say: (share: number, message: string) => void,
    isHelper: boolean,
  ) {
    this.#run = run
    this.#keeper = new UnitKeeper<FoundResult<Name>>(checkpoints, run, isHelper)
    this.#say = say
    this.#trials = run.units.map(() => 0)
    this.#total = run.units.reduce((sum, unit) => sum + unit.trials, 0)
  }

  async load(): Promise<void> {
    for (const at of this.#run.units.keys()) await this.#loadUnit(at)
  }

  inOrder(): WorkResult<EngineWork, Name>[] {
    return this.#run.units.map((_, at) => this.#results.get(at)!)
  }

  async runAlone(): Promise<void> {
    const { work, inputOf, timeLimitSeconds } = this.#run
    const todo = this.#missing()
    const endsAt = timeLimitSeconds === undefined ? null : Date.now() + 1000 * timeLimitSeconds
    const told = {
      onProgress: (item: number, progress: UnitProgress) => this.#heard(todo[item]!, progress),
      onResult: (item: number, result: FoundResult<Name>) => this.#found(todo[item]!, result),
    }
    const pool = openThreadPool()
    try {
      await pool.run(work, inputOf({ todo, endsAt }), todo.length, told as RunOptions<EngineWork, Name>)
      await this.#keeper.settle()
    } finally {
      await pool.close()
    }
  }

  /** This thread only talks: the helpers of the pool compute. */
  async runTogether(sharing: SharedParts): Promise<void> {
    const { work, inputOf, units } = this.#run
    const missing = new Map(this.#missing().map((at) => [keyOf(at), at]))
    if (missing.size === 0) return
    const lanes = Math.min(defaultThreads(), missing.size)
    const input = inputOf({ todo: [...units.keys()], endsAt: null })
    const onProgress = (at: number, progress: UnitProgress): void => this.#heard(at, progress)
    const pool = openThreadPool({ threads: 1 + lanes })
    try {
      await shareUnits(sharing, {
        missing: new Set(missing.keys()),
        lanes,
        load: (key) => (sharing.isHelper ? Promise.resolve(true) : this.#loadUnit(missing.get(key)!)),
        compute: async (key) => {
          const at = missing.get(key)!
          const told = { onProgress } as RunOptions<EngineWork, Name>
          this.#found(at, (await pool.runOne(work, input, at, told)) as FoundResult<Name>)
        },
      })
      await this.#keeper.settle()
    } finally {
      await pool.close()
    }
  }

  #missing(): number[] {
    return [...this.#run.units.keys()].filter((at) => !this.#results.has(at))
  }

  async #loadUnit(at: number): Promise<boolean> {
    const result = await this.#keeper.load(at)
    if (!result) return false
    this.#results.set(at, result)
    this.#trials[at] = this.#run.units[at]!.trials
    return true
  }

  #heard(at: number, { trial, best }: UnitProgress): void {
    const { units, responseOf, placeOf, metric } = this.#run
    this.#trials[at] = trial
    const where = `${responseOf(at)}: ${units[at]!.learner}, ${placeOf(at)}`
    const share = this.#trials.reduce((a, b) => a + b, 0) / this.#total
    this.#say(share, `${where}, setting ${trial}, best ${metric} ${best.toPrecision(4)}`)
  }

  #found(at: number, result: FoundResult<Name>): void {
    this.#results.set(at, result)
    this.#trials[at] = this.#run.units[at]!.trials
    this.#keeper.keep(at, result)
  }
}

/** Keeps finished studies for a later attempt, and shows them. */
class UnitKeeper<Result extends FoundUnit> {
  readonly #checkpoints: Checkpoints | undefined
  readonly #run: Omit<StudyRun<StudyWork>, 'work' | 'inputOf'>
  readonly #isHelper: boolean
  readonly #done = new Map<number, DoneUnit>()
  #work: Promise<unknown> = Promise.resolve()
  #published = 0

  constructor(
    checkpoints: Checkpoints | undefined,
    run: Omit<StudyRun<StudyWork>, 'work' | 'inputOf'>,
    isHelper: boolean,
  ) {
    this.#checkpoints = checkpoints
    this.#run = run
    this.#isHelper = isHelper
  }

  async load(at: number): Promise<Result | undefined> {
    const bytes = await this.#checkpoints?.load(keyOf(at))
    if (!bytes) return undefined
    const result = deserialize(bytes) as Result
    this.#note(at, result)
    return result
  }

  /** A study that the time limit ended is not what running it again would give: it is shown, not kept. */
  keep(at: number, result: Result): void {
    const checkpoints = this.#checkpoints
    if (!checkpoints) return
    this.#note(at, result)
    if (!result.isStopped) this.#after(() => checkpoints.save(keyOf(at), serialize(result)))
    if (this.#isHelper || Date.now() - this.#published < PUBLISH_MS) return
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

/** Another version may compute another thing. */
function keyOf(at: number): string {
  return `study-${at} of ${VERSION}`
}

/** `all rows`, or the outer fold that a unit is tested by. */
export function placeOfTest(test: Int32Array, outer: readonly { readonly test: Int32Array }[]): string {
  if (test.length === 0) return 'all rows'
  return `fold ${outer.findIndex((fold) => fold.test === test) + 1} of ${outer.length}`
}

import type { LearnedResponse, LearnedRound, Objective } from '@zerosec/contract'
import { hypervolume } from '@zerosec/engine'
import { betterOf, lossOf, worseOf } from './goals.ts'
import type { ModelFacts } from './report-facts.ts'
import { frontOf, type TableFacts } from './table-facts.ts'

/** What was read of a round: its tables with results, each once, and its models. */
export interface RoundFacts {
  readonly round: number
  readonly tables: readonly { readonly name: string; readonly sha256: string | null; readonly facts: TableFacts }[]
  readonly models: readonly (ModelFacts & { readonly jobId: string })[]
  /** What could not be read, in words. */
  readonly notes: readonly string[]
}

type Box = readonly { readonly worst: number; readonly best: number }[]

/** The exact hypervolume of more objectives takes too long to be worked out while somebody waits. */
const MOST_OBJECTIVES = 5
const MOST_POINTS = 2000
const MOST_POINTS_OF_MANY = 200

/**
 * What each round taught. All hypervolumes of a project are measured in one box, from the worst to the best value that any of its
 * rounds has of each objective, so that rounds compare; a new round that widens the box changes those before with it.
 */
export function learnedOf(
  objectives: readonly Objective[],
  rounds: readonly RoundFacts[],
): Pick<LearnedResponse, 'box' | 'rounds'> {
  const box = boxOf(objectives, rounds)
  const bestSoFar = objectives.map((): number | null => null)
  let frontSoFar: readonly (readonly number[])[] = []
  const learned = rounds.map((round): LearnedRound => {
    const facts = round.tables.map((table) => table.facts)
    const front = frontOf(
      facts.flatMap((table) => table.front),
      objectives,
    )
    frontSoFar = frontOf([...frontSoFar, ...front], objectives)
    const own = sharesOf(front, objectives, box)
    const soFar = sharesOf(frontSoFar, objectives, box)
    return {
      round: round.round,
      runs: sum(facts.map(({ runs }) => runs)),
      tables: round.tables.map((table) => ({
        name: table.name,
        sha256: table.sha256,
        rows: table.facts.rows,
        runs: table.facts.runs,
      })),
      objectives: objectives.map((objective, k) => {
        const ofObjective = facts.map((table) => table.objectives[k]!)
        const best = ofObjective.reduce<number | null>((found, { best }) => betterOf(objective, found, best), null)
        bestSoFar[k] = betterOf(objective, bestSoFar[k] ?? null, best)
        const runs = sum(ofObjective.map((one) => one.runs))
        return { column: objective.column, runs, best, best_so_far: bestSoFar[k] ?? null }
      }),
      models: bestModels(round.models),
      hypervolume: own.volume,
      hypervolume_so_far: soFar.volume,
      notes: [...round.notes, ...cutNotes(round), ...((own.note ?? soFar.note) ? [own.note ?? soFar.note!] : [])],
    }
  })
  const shown = box?.map((side, k) => ({ column: objectives[k]!.column, ...side })) ?? []
  return { box: shown, rounds: learned }
}

/** Undefined where there are no two objectives that some row has both of, or where one does not vary. */
function boxOf(objectives: readonly Objective[], rounds: readonly RoundFacts[]): Box | undefined {
  if (objectives.length < 2) return undefined
  const facts = rounds.flatMap(({ tables }) => tables.map((table) => table.facts))
  const box = objectives.map((objective, k) => {
    const worst = facts.reduce<number | null>(
      (found, table) => worseOf(objective, found, table.objectives[k]!.worst),
      null,
    )
    const best = facts
      .flatMap(({ front }) => front)
      .reduce<number | null>((found, row) => betterOf(objective, found, row[k]!), null)
    return worst === null || best === null || lossOf(objective, worst) <= lossOf(objective, best)
      ? null
      : { worst, best }
  })
  return box.every((side) => side !== null) ? box : undefined
}

/** The share of the box that rows dominate. */
function sharesOf(
  front: readonly (readonly number[])[],
  objectives: readonly Objective[],
  box: Box | undefined,
): { volume: number | null; note?: string } {
  if (!box || front.length === 0) return { volume: null }
  if (objectives.length > MOST_OBJECTIVES) {
    return { volume: null, note: `The hypervolume is told for at most ${MOST_OBJECTIVES} objectives.` }
  }
  const most = objectives.length > 3 ? MOST_POINTS_OF_MANY : MOST_POINTS
  if (front.length > most) {
    return { volume: null, note: `The front has ${front.length} rows; its hypervolume is told up to ${most}.` }
  }
  const losses = front.map((row) =>
    row.map((value, k) => {
      const [low, high] = [lossOf(objectives[k]!, box[k]!.best), lossOf(objectives[k]!, box[k]!.worst)]
      return (lossOf(objectives[k]!, value) - low) / (high - low)
    }),
  )
  return {
    volume: hypervolume(
      losses,
      objectives.map(() => 1),
    ),
  }
}

function cutNotes({ tables }: RoundFacts): string[] {
  return tables
    .filter(({ facts }) => facts.isFrontCut)
    .map(
      ({ name, facts }) =>
        `More than ${facts.front.length} rows of ${name} are beaten by none; the rest is left out of the hypervolume.`,
    )
}

/** Of each target the model that predicts best; of equals the first. */
function bestModels(models: RoundFacts['models']): LearnedRound['models'] {
  const best = new Map<string, RoundFacts['models'][number]>()
  for (const model of models) {
    const known = best.get(model.target)
    if (!known || (model.cvRmse ?? Infinity) < (known.cvRmse ?? Infinity)) best.set(model.target, model)
  }
  return [...best.values()].map(({ target, jobId, cvRmse, cvR2, intervalWidth, intervalLevel }) => ({
    target,
    job_id: jobId,
    cv_rmse: cvRmse,
    cv_r2: cvR2,
    interval_width: intervalWidth,
    interval_level: intervalLevel,
  }))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

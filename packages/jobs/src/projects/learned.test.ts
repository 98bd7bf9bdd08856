import type { Objective } from '@zerosec/contract'
import { readTable } from '@zerosec/table'
import { describe, expect, it } from 'vitest'
import { betterOf, lossOf, worseOf } from './goals.ts'
import { learnedOf, type RoundFacts } from './learned.ts'
import { frontOf, tableFacts } from './table-facts.ts'

const MAXIMISE: Objective = { column: 'a', goal: 'maximise' }
const MINIMISE: Objective = { column: 'b', goal: 'minimise' }
const TARGET: Objective = { column: 'c', goal: 'target', target: 5 }
const RANGE: Objective = { column: 'd', goal: 'range', low: 2, high: 4 }

async function factsOf(csv: string, objectives: readonly Objective[]) {
  return tableFacts(await readTable('t.csv', new TextEncoder().encode(csv)), objectives)
}

async function roundOf(round: number, csv: string, objectives: readonly Objective[]): Promise<RoundFacts> {
  const facts = await factsOf(csv, objectives)
  return { round, tables: [{ name: 't.csv', sha256: null, facts }], models: [], notes: [] }
}

describe('a goal', () => {
  it.each([
    [MAXIMISE, 1, 2, 2],
    [MINIMISE, 1, 2, 1],
    [TARGET, 3, 8, 3],
    [TARGET, 2, 6, 6],
    [RANGE, 1, 3, 3],
    [RANGE, 2, 4, 2],
    [RANGE, 5, 0, 5],
    [RANGE, 9, 0, 0],
  ])('%j has of %d and %d the best %d', (objective, a, b, best) => {
    expect(betterOf(objective, a, b)).toBe(best)
    expect(betterOf(objective, null, b)).toBe(b)
    expect(betterOf(objective, a, null)).toBe(a)
    const other = lossOf(objective, a) === lossOf(objective, b) ? a : a === best ? b : a
    expect(worseOf(objective, a, b)).toBe(other)
  })
})

describe('tableFacts', () => {
  it('counts results, skips what is missing or no number, and keeps the rows that none beats', async () => {
    const csv = 'x,a,b\n1,10,1\n2,20,2\n3,15,3\n4,,4\n5,30,\n6,20,2\n7,n/a,5\n'
    const facts = await factsOf(csv, [MAXIMISE, MINIMISE])
    expect(facts).toMatchObject({ rows: 7, runs: 7, isFrontCut: false })
    expect(facts.objectives).toEqual([
      { runs: 5, best: 30, worst: 10 },
      { runs: 6, best: 1, worst: 3 },
    ])
    expect(facts.front).toEqual([
      [10, 1],
      [20, 2],
    ])
  })

  it('counts no result of a column that is not there or holds no numbers', async () => {
    const facts = await factsOf('x,b\n1,good\n2,bad\n3,good\n4,bad\n', [MAXIMISE, MINIMISE])
    const none = { runs: 0, best: null, worst: null }
    expect(facts).toMatchObject({ runs: 0, objectives: [none, none], front: [] })
  })
})

it('the front of a union is the front of the fronts', () => {
  let state = 7
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  const rows = Array.from({ length: 120 }, () => [random(), random(), Math.round(random() * 9)])
  const objectives = [MAXIMISE, MINIMISE, TARGET]
  const [one, two] = [rows.slice(0, 60), rows.slice(60)]
  const parts = frontOf([...frontOf(one, objectives), ...frontOf(two, objectives)], objectives)
  const whole = frontOf(rows, objectives)
  const key = (row: readonly number[]) => row.join()
  expect(parts.map(key).sort()).toEqual(whole.map(key).sort())
  const beats = (a: readonly number[], b: readonly number[]) => {
    const differences = objectives.map((objective, k) => lossOf(objective, b[k]!) - lossOf(objective, a[k]!))
    return differences.every((value) => value >= 0) && differences.some((value) => value > 0)
  }
  expect(whole.map(key).sort()).toEqual(
    rows
      .filter((row) => !rows.some((other) => beats(other, row)))
      .map(key)
      .sort(),
  )
})

describe('learnedOf', () => {
  const objectives = [MAXIMISE, MINIMISE]

  it('measures hypervolumes in the box of all rounds: the corner that is best in both fills it', async () => {
    const rounds = [
      await roundOf(1, 'x,a,b\n1,0,10\n2,5,5\n', objectives),
      await roundOf(2, 'x,a,b\n1,10,0\n2,1,9\n', objectives),
    ]
    const learned = learnedOf(objectives, rounds)
    expect(learned.box).toEqual([
      { column: 'a', worst: 0, best: 10 },
      { column: 'b', worst: 10, best: 0 },
    ])
    expect(learned.rounds.map((one) => [one.hypervolume, one.hypervolume_so_far])).toEqual([
      [0.25, 0.25],
      [1, 1],
    ])
  })

  it('never loses by a further round, and joins the tables of a round', async () => {
    const a = await roundOf(1, 'x,a,b\n1,2,2\n2,4,4\n', objectives)
    const b = await roundOf(1, 'x,a,b\n1,3,1\n', objectives)
    const worse = await roundOf(2, 'x,a,b\n1,1,9\n', objectives)
    const { rounds } = learnedOf(objectives, [{ ...a, tables: [...a.tables, ...b.tables] }, worse])
    expect(rounds[0]).toMatchObject({ runs: 3, objectives: [{ best: 4 }, { best: 1 }] })
    expect(rounds[1]).toMatchObject({ runs: 1, hypervolume: 0, objectives: [{ best: 1, best_so_far: 4 }, {}] })
    expect(rounds[1]!.hypervolume_so_far).toBe(rounds[0]!.hypervolume_so_far)
  })

  it.each([
    ['one objective', [MAXIMISE], 'x,a\n1,2\n2,3\n'],
    ['no row with both', objectives, 'x,a,b\n1,2,\n2,,3\n'],
    ['an objective that does not vary', objectives, 'x,a,b\n1,2,3\n2,4,3\n'],
    ['no results', objectives, 'x,y\n1,2\n2,3\n'],
  ])('tells no hypervolume of %s', async (_, chosen, csv) => {
    const { box, rounds } = learnedOf(chosen, [await roundOf(1, csv, chosen)])
    expect([box, rounds[0]!.hypervolume, rounds[0]!.hypervolume_so_far]).toEqual([[], null, null])
  })

  it('keeps from each round the model with the smallest error of each target', () => {
    const model = (target: string, jobId: string, cvRmse: number) => ({
      target,
      jobId,
      cvRmse,
      cvR2: 0.5,
      intervalWidth: null,
      intervalLevel: null,
    })
    const models = [model('a', '1', 3), model('b', '1', 9), model('a', '2', 2), model('a', '3', 2)]
    const { rounds } = learnedOf([], [{ round: 1, tables: [], models, notes: ['n'] }])
    expect(rounds[0]).toMatchObject({
      models: [
        { target: 'a', job_id: '2', cv_rmse: 2 },
        { target: 'b', job_id: '1', cv_rmse: 9 },
      ],
      notes: ['n'],
    })
  })
})

import { describe, expect, it } from 'vitest'
import { designRegion } from '../design/constrained-region.ts'
import type { Factor } from '../design/factor.ts'
import { parseConstraints } from '../design/parse-constraints.ts'
import { type FeatureMatrix, numericMatrix, takeRows } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import { binFeatures } from '../trees/bins/bin-features.ts'
import { RANDOM_FOREST_DEFAULTS } from '../trees/forest/forest-options.ts'
import { forestSpread } from '../trees/forest/forest-spread.ts'
import { trainForest } from '../trees/forest/train-forest.ts'
import { predictRaw } from '../trees/predict/predict-raw.ts'
import { chanceOfImprovement, improvementValues } from './acquisition.ts'
import { candidateList } from './candidate-list.ts'
import { forestBelief } from './forest-belief.ts'
import { expectedImprovements, fitCampaign, predictCampaign } from './next-experiments.ts'
import type { Objective } from './objective.ts'
import { proposeBatch } from './propose-batch.ts'
import { distanceOf, regionSource } from './region-source.ts'
import { replayCampaign } from './replay.ts'
import { normalScores } from './response-model.ts'
import { gaussianSurrogate } from './surrogate.ts'

/** A hill at (0.6, −0.2) in coded settings. */
const hill = (x: number, y: number) => 10 - 8 * ((x - 0.6) ** 2 + (y + 0.2) ** 2)

function grid(side: number): FeatureMatrix {
  const at = (i: number) => (2 * i) / (side - 1) - 1
  const cells = Array.from({ length: side * side }, (_, i) => [at(i % side), at(Math.floor(i / side))] as const)
  return numericMatrix([Float64Array.from(cells, ([x]) => x), Float64Array.from(cells, ([, y]) => y)])
}

const POOL = grid(15)
const HEIGHTS = POOL.columns[0]!.map((x, row) => hill(x, POOL.columns[1]![row]!))
// low down: the top has to be found
const START = [...seededGenerator(3).permutation(POOL.rows)].filter((row) => HEIGHTS[row]! < 8).slice(0, 8)
const MADE = takeRows(POOL, START)
const REACHED = Float64Array.from(START, (row) => HEIGHTS[row]!)
const FREE: readonly Factor[] = [
  { kind: 'continuous', name: 'x', low: 0, high: 100 },
  { kind: 'continuous', name: 'y', low: 0, high: 10 },
]

function searchesFor(objective: Objective, responses = REACHED, batch = 5) {
  return fitCampaign({ runs: MADE, objectives: [objective], responses: [responses] }, batch, { seed: 1 }).views.map(
    ({ search }) => search,
  )
}

const PLAIN = { size: 5, exploration: 0, hard: [] }

describe('a batch from a list', () => {
  it('has as many runs as asked for, each once, and finds the hill', () => {
    const found = proposeBatch(searchesFor({ kind: 'maximise' }), candidateList(POOL), PLAIN)
    expect(new Set(found.map(({ candidate }) => candidate)).size).toBe(5)
    const best = Math.max(...found.map(({ candidate }) => HEIGHTS[candidate!]!))
    expect(best).toBeGreaterThan(Math.max(...REACHED))
    expect(best).toBeGreaterThan(Math.max(...REACHED) + 0.5)
  })

  it('is the same again with the same seed', () => {
    const rows = () =>
      proposeBatch(searchesFor({ kind: 'maximise' }), candidateList(POOL), PLAIN).map(({ candidate }) => candidate)
    expect(rows()).toEqual(rows())
  })

  it('goes where least is known with the share that is asked for, last', () => {
    const found = proposeBatch(searchesFor({ kind: 'maximise' }), candidateList(POOL), { ...PLAIN, exploration: 0.4 })
    expect(found.map(({ purpose }) => purpose)).toEqual(['improve', 'improve', 'improve', 'explore', 'explore'])
  })

  it('keeps one setting of a hard-to-change factor', () => {
    const found = proposeBatch(searchesFor({ kind: 'maximise' }), candidateList(POOL), { ...PLAIN, hard: [0] })
    expect(new Set(found.map(({ run }) => run.columns[0]![0])).size).toBe(1)
  })

  it('ends where the candidates do', () => {
    const few = takeRows(POOL, [1, 2])
    expect(proposeBatch(searchesFor({ kind: 'maximise' }), candidateList(few), PLAIN)).toHaveLength(2)
  })

  it('minimising the negative chooses what maximising does', () => {
    const rows = (objective: Objective, responses: Float64Array<ArrayBuffer>) =>
      proposeBatch(searchesFor(objective, responses, 1), candidateList(POOL), { ...PLAIN, size: 1 })[0]!.candidate
    expect(
      rows(
        { kind: 'minimise' },
        REACHED.map((value) => -value),
      ),
    ).toBe(rows({ kind: 'maximise' }, REACHED))
  })

  it('comes closer to a target, and into a range that no run has met', () => {
    const [target] = proposeBatch(searchesFor({ kind: 'target', target: 4 }), candidateList(POOL), PLAIN)
    const closest = Math.min(...REACHED.map((value) => Math.abs(value - 4)))
    expect(Math.abs(HEIGHTS[target!.candidate!]! - 4)).toBeLessThan(Math.max(0.5, closest))
    const range: Objective = { kind: 'range', low: 9, high: 9.8 }
    const within = proposeBatch(searchesFor(range), candidateList(POOL), PLAIN).filter(({ candidate }) => {
      const height = HEIGHTS[candidate!]!
      return height >= 9 && height <= 9.8
    })
    expect(within.length).toBeGreaterThan(0)
  })
})

describe('a batch from a region', () => {
  const source = (constraints: string[], more: Partial<Parameters<typeof regionSource>[0]> = {}) => {
    const region = designRegion(
      FREE,
      constraints.flatMap((text) => parseConstraints(text, FREE)),
    )
    return regionSource({
      regions: [region],
      digits: [0, 1],
      excluded: new Float64Array(0),
      refused: new Float64Array(0),
      starts: new Float64Array(0),
      generator: seededGenerator(7),
      ...more,
    })
  }
  const runsOf = (found: ReturnType<typeof proposeBatch>) =>
    found.map(({ run }) => Float64Array.from(run.columns, ([setting]) => setting!))

  it('is rounded to what can be set, keeps to constraints, and does not crowd', () => {
    const runs = runsOf(proposeBatch(searchesFor({ kind: 'maximise' }), source(['x + 10*y <= 90']), PLAIN))
    expect(runs).toHaveLength(5)
    for (const [i, run] of runs.entries()) {
      const [x, y] = [50 * (run[0]! + 1), 5 * (run[1]! + 1)]
      expect(Math.abs(x - Math.round(x))).toBeLessThan(1e-9)
      expect(Math.abs(10 * y - Math.round(10 * y))).toBeLessThan(1e-8)
      expect(x + 10 * y).toBeLessThanOrEqual(90 + 1e-6)
      for (const other of runs.slice(i + 1)) expect(distanceOf(run, other, new Int32Array(2))).toBeGreaterThan(0.05)
    }
  })

  it('reaches the top of the acquisition that a fine grid has', () => {
    const [search] = searchesFor({ kind: 'maximise' }, REACHED, 1)
    const fine = improvementValues(search!, grid(101))
    const [found] = proposeBatch([search!], source([], { digits: [4, 5] }), { ...PLAIN, size: 1 })
    expect(found!.value).toBeGreaterThanOrEqual(Math.max(...fine) * (1 - 1e-4))
  })

  it('goes elsewhere when a run is refused', () => {
    const once = { ...PLAIN, size: 1 }
    const search = searchesFor({ kind: 'maximise' }, REACHED, 1)
    const [first] = runsOf(proposeBatch(search, source([]), once))
    const [second] = runsOf(proposeBatch(search, source([], { refused: first! }), once))
    expect(distanceOf(first!, second!, new Int32Array(2))).toBeGreaterThan(0.03)
  })

  it('does not repeat what was made', () => {
    const once = { ...PLAIN, size: 1 }
    const search = searchesFor({ kind: 'maximise' }, REACHED, 1)
    const [first] = runsOf(proposeBatch(search, source([]), once))
    const [second] = runsOf(proposeBatch(search, source([], { excluded: first! }), once))
    expect(second).not.toEqual(first)
  })
})

describe('a fitted campaign', () => {
  it('has no chance and nothing to gain at a run that was made, and some elsewhere', () => {
    const { views } = fitCampaign({ runs: MADE, objectives: [{ kind: 'maximise' }], responses: [REACHED] }, 1, {
      seed: 1,
    })
    const [view] = views
    const made = expectedImprovements(view!, MADE)
    const others = expectedImprovements(view!, POOL)
    expect(Math.max(...made)).toBeLessThan(0.2 * Math.max(...others))
    const beliefs = view!.known.models.map(({ surrogate }) => surrogate.predict(POOL))
    for (let row = 0; row < POOL.rows; row += 7) {
      const chance = chanceOfImprovement(view!.known, beliefs, row)
      expect(chance).toBeGreaterThanOrEqual(0)
      expect(chance).toBeLessThanOrEqual(1)
    }
  })

  it('has an interval that holds most of what was not seen', () => {
    const { views } = fitCampaign({ runs: MADE, objectives: [{ kind: 'maximise' }], responses: [REACHED] }, 5, {
      seed: 1,
    })
    for (const view of views.slice(-1)) {
      const [prediction] = predictCampaign(view, POOL, 0.9)
      const inside = HEIGHTS.filter(
        (height, row) => height >= prediction!.low[row]! && height <= prediction!.high[row]!,
      )
      expect(inside.length / HEIGHTS.length).toBeGreaterThan(0.6)
    }
  })

  it('counts a pending run: the next one goes elsewhere', () => {
    const campaign = { runs: MADE, objectives: [{ kind: 'maximise' } as const], responses: [REACHED] }
    const first = proposeBatch([fitCampaign(campaign, 1, { seed: 1 }).views[0]!.search], candidateList(POOL), {
      ...PLAIN,
      size: 1,
    })
    const pending = first[0]!.run
    const { search } = fitCampaign({ ...campaign, pending }, 1, { seed: 1 }).views[0]!
    const value = improvementValues(search, pending)[0]!
    expect(value).toBeLessThan(0.3 * first[0]!.value)
  })
})

describe('surrogates', () => {
  it('a believed row leaves the mean of a process as it is, and lowers variances', () => {
    const surrogate = gaussianSurrogate(MADE, REACHED, { seed: 1, starts: 2 })
    const before = surrogate.predict(POOL)
    const after = surrogate.believing(takeRows(POOL, [112])).predict(POOL)
    for (let row = 0; row < POOL.rows; row++) {
      expect(after.mean[row]!).toBeCloseTo(before.mean[row]!, 5)
      expect(after.deviation[row]!).toBeLessThanOrEqual(before.deviation[row]! + 1e-6)
    }
    expect(after.deviation[112]!).toBeLessThan(0.5 * before.deviation[112]!)
  })

  it('a forest believes what its prediction and the spread of its trees are', () => {
    const { ensemble } = trainForest(binFeatures(MADE), { target: REACHED }, { ...RANDOM_FOREST_DEFAULTS, trees: 30 })
    const { mean, deviation } = forestBelief(ensemble, POOL)
    const [plain, spread] = [predictRaw(ensemble, POOL), forestSpread(ensemble, POOL)]
    for (let row = 0; row < POOL.rows; row++) {
      expect(mean[row]!).toBeCloseTo(plain[row]!, 10)
      expect(deviation[row]!).toBeCloseTo(spread[row]!, 8)
    }
  })

  it('normal scores rise with the values, are symmetric, and are shared by equal ones', () => {
    const scores = normalScores(Float64Array.of(5, 1, 100, 1, 7))
    expect(scores[1]).toBe(scores[3])
    expect([...scores.keys()].sort((a, b) => scores[a]! - scores[b]!).at(-1)).toBe(2)
    const even = normalScores(Float64Array.of(1, 2, 3, 4))
    expect(even[0]! + even[3]!).toBeCloseTo(0, 14)
  })
})

describe('a replay', () => {
  const campaign = { runs: POOL, objectives: [{ kind: 'maximise' } as const], responses: [HEIGHTS] }

  it('makes each run once, up to its budget, and finds the top sooner than chance', () => {
    const top = Math.max(...HEIGHTS)
    const found = [1, 2, 3].map((seed) => {
      const rows = replayCampaign(campaign, { start: 6, batch: 3, budget: 24, exploration: 0, seed, trees: 20 })
      expect(new Set(rows).size).toBe(24)
      return rows.findIndex((row) => HEIGHTS[row]! >= top - 0.05) + 1
    })
    for (const count of found) {
      expect(count).toBeGreaterThan(0)
      expect(count).toBeLessThanOrEqual(24)
    }
  })

  it('begins with the rows that are given, and refuses fewer than two', () => {
    const options = { batch: 2, budget: 5, exploration: 0, seed: 1, trees: 20 }
    expect(replayCampaign(campaign, { ...options, start: [4, 9, 200] }).slice(0, 3)).toEqual([4, 9, 200])
    expect(() => replayCampaign(campaign, { ...options, start: [4] })).toThrow(RangeError)
  })
})

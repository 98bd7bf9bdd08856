import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Campaign,
  campaignProgress,
  designRegion,
  type ExperimentObjective,
  type FeatureMatrix,
  fitCampaign,
  hypervolumeImprovement,
  nonDominatedBoxes,
  numericMatrix,
  proposeBatch,
  regionSource,
  replayCampaign,
  runsToGoal,
  seededGenerator,
  utilityOf,
} from '@zerosec/engine'
import { textTable } from '../apps/cli/src/text-table.ts'
import type { BenchRow } from './bench.ts'

/**
 * How many experiments proposals need, beside the strategies of the reference (a forest's and a Gaussian process's expected improvement,
 * scikit-learn) on the same measured pools from the same random beginnings; and what they reach on two test functions. The strategy was
 * chosen among some forty variants by these pools, so these figures flatter it: docs/next_experiments.md has those of other beginnings.
 *
 * Batches are filled by the kriging believer. The constant liar (of the worst value, with a Gaussian process) was better on crossed barrel
 * and worse on SnAr, silver and P3HT. Local penalisation was not measured.
 *
 * ZEROSEC_REFERENCE_DATA names the folder of the pools; ZEROSEC_BENCH_SEEDS fewer beginnings. One row is timed: a proposal of 5 runs.
 */
export default async function nextExperiments(): Promise<readonly BenchRow[]> {
  const folder = process.env['ZEROSEC_REFERENCE_DATA']
  if (folder && existsSync(join(folder, 'reference/reference.json'))) {
    const reference = JSON.parse(readFileSync(join(folder, 'reference/reference.json'), 'utf8')) as Reference
    const pools = Object.entries(reference.next_experiment_public).map(([name, pool]) => poolRow(folder, name, pool))
    console.log(`\nexperiments to a condition of the best 1 %, or share of the hypervolume (medians)\n${table(pools)}`)
    const functions = Object.keys(FUNCTIONS).map((name) => functionRow(name, reference.bayesian_optimisation))
    console.log(`\nleast value after so many evaluations (medians)\n${table(functions)}`)
  } else console.log('Set ZEROSEC_REFERENCE_DATA to the folder of the reference tables to measure pools and functions.')
  return [proposalTime()]
}

interface Reference {
  readonly next_experiment_public: Readonly<Record<string, PoolReference>>
  readonly bayesian_optimisation: { readonly measured: Readonly<Record<string, Record<string, unknown>>> }
}

interface PoolReference {
  /** 1: maximise, −1: minimise. */
  readonly objectives: Readonly<Record<string, number>>
  readonly start: number
  readonly batch: number
  readonly budget: number
  readonly seeds: number
  readonly top1pct_threshold: number | null
  readonly strategies: Readonly<Record<string, Record<string, unknown>>>
}

type Row = readonly [question: string, ours: string, theirs: string]

function table(rows: readonly Row[]): string {
  return textTable(
    [{ label: 'question' }, { label: 'ours', align: 'right' }, { label: 'reference' }],
    rows.map((row) => [...row]),
  )
}

function seedsOf(most: number): number {
  return Number(process.env['ZEROSEC_BENCH_SEEDS'] ?? most)
}

function poolRow(folder: string, name: string, pool: PoolReference): Row {
  const { campaign, keys } = readPool(join(folder, `tables/${name}.csv`), pool.objectives)
  const { start, batch, budget, top1pct_threshold: threshold } = pool
  const sign = Object.values(pool.objectives)[0]!
  const goal = threshold === null ? Infinity : sign * threshold
  const begin = beginnings(keys, pool)
  const curves = Array.from({ length: seedsOf(pool.seeds) }, (_, seed) => {
    const isDone = (rows: readonly number[]) => runsToGoal(campaignProgress(campaign, rows), goal) <= rows.length
    const rows = replayCampaign(campaign, {
      start: begin?.[seed] ?? start,
      batch,
      budget,
      exploration: 0,
      seed,
      isDone,
    })
    return threshold === null ? hypervolumeShares(campaign, rows) : campaignProgress(campaign, rows)
  })
  const of = (strategy: string) => pool.strategies[strategy]!
  if (threshold === null) {
    const at = Object.keys(of('gp_ei')['hv_ratio_median_at'] as object).map(Number)
    const ours = at.map((n) => `${n}: ${median(curves.map((curve) => curve[n - 1]!)).toFixed(3)}`)
    return [
      `${name}, hypervolume`,
      ours.join(' '),
      strategies((each) =>
        Object.values(of(each)['hv_ratio_median_at'] as object)
          .map((share: number) => share.toFixed(3))
          .join(' '),
      ),
    ]
  }
  const reached = curves.map((curve) => Math.min(budget + 1, runsToGoal(curve, goal)))
  const [low, high] = [0.25, 0.75].map((share) => quantile(reached, share))
  const ours = `${median(reached)} (${low} to ${high})`
  return [name, ours, strategies((each) => String(of(each)['median_experiments_to_top1pct(inf=N+1)']))]
}

/** As the reference counts it: responses scaled to 0 … 1 over the pool, above the worst of each. */
function hypervolumeShares({ objectives, responses, runs }: Campaign, rows: readonly number[]): Float64Array {
  const scaled = responses.map((response, k) => {
    const utilities = response.map((value) => utilityOf(objectives[k]!, value))
    const [low, high] = [Math.min(...utilities), Math.max(...utilities)]
    return utilities.map((value) => (value - low) / (high - low))
  })
  const growing = (order: readonly number[]) => {
    const front: number[] = []
    let volume = 0
    return Float64Array.from(order, (row) => {
      const point = scaled.map((values) => values[row]!)
      const more = hypervolumeImprovement(
        nonDominatedBoxes(Float64Array.from(front), new Float64Array(point.length)),
        point,
      )
      if (more > 0) front.push(...point)
      volume += more
      return volume
    })
  }
  const total = growing(Array.from({ length: runs.rows }, (_, row) => row)).at(-1)!
  return growing(rows).map((volume) => volume / total)
}

function strategies(of: (strategy: string) => string): string {
  return ['random', 'rf_ei', 'gp_ei'].map((strategy) => `${strategy} ${of(strategy)}`).join(', ')
}

/** The distinct conditions of a table with the mean of their responses, in the order in which they first occur. */
function readPool(
  file: string,
  wanted: Readonly<Record<string, number>>,
): { readonly campaign: Campaign; readonly keys: readonly string[] } {
  const [header = [], ...lines] = readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','))
  const responses = Object.keys(wanted)
  const factors = header.filter((name) => !responses.includes(name))
  const cell = (line: readonly string[], name: string) => line[header.indexOf(name)]!
  const groups = Map.groupBy(lines, (line) => factors.map((name) => cell(line, name)).join('\n'))
  const conditions = [...groups.values()]
  const columns = factors.map((name) => conditions.map(([line]) => cell(line!, name)))
  const levels = columns.map((texts) =>
    texts.every((text) => Number.isFinite(Number(text))) ? [] : [...new Set(texts)].sort(),
  )
  const runs: FeatureMatrix = {
    rows: conditions.length,
    columns: columns.map((texts, j) =>
      Float64Array.from(texts, (text) => (levels[j]!.length > 0 ? levels[j]!.indexOf(text) : Number(text))),
    ),
    levels: Int32Array.from(levels, ({ length }) => length),
  }
  const campaign: Campaign = {
    runs,
    objectives: responses.map((name): ExperimentObjective => ({ kind: wanted[name]! > 0 ? 'maximise' : 'minimise' })),
    responses: responses.map((name) =>
      Float64Array.from(conditions, (own) => own.reduce((sum, line) => sum + Number(cell(line, name)) / own.length, 0)),
    ),
  }
  return { campaign, keys: conditions.map(([line]) => factors.map((name) => cell(line!, name)).join('|')) }
}

/** The runs that the reference began with: numpy's draws from the sorted conditions. Own draws where numpy is not installed. */
function beginnings(keys: readonly string[], { seeds, start }: PoolReference): number[][] | null {
  const script = `import numpy, json; print(json.dumps([numpy.random.default_rng(s).choice(${keys.length}, ${start}, replace=False).tolist() for s in range(${seeds})]))`
  const { status, stdout } = spawnSync('/usr/bin/python3', ['-c', script], { encoding: 'utf8' })
  if (status !== 0) return null
  const sorted = [...keys.keys()].sort((a, b) => (keys[a]! < keys[b]! ? -1 : 1))
  return (JSON.parse(stdout) as number[][]).map((draws) => draws.map((draw) => sorted[draw]!))
}

interface TestFunction {
  readonly low: readonly number[]
  readonly high: readonly number[]
  /** Random evaluations to begin with. */
  readonly start: number
  readonly seeds: number
  readonly shownAt: readonly number[]
  readonly value: (x: readonly number[]) => number
}

const FUNCTIONS: Readonly<Record<string, TestFunction>> = {
  branin: {
    low: [-5, 0],
    high: [10, 15],
    start: 10,
    seeds: 10,
    shownAt: [20, 30, 40],
    value: ([x = 0, y = 0]) =>
      (y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
      10,
  },
  hartmann6: {
    low: Array<number>(6).fill(0),
    high: Array<number>(6).fill(1),
    start: 10,
    seeds: 5,
    shownAt: [20, 30, 40, 50],
    value: hartmann6,
  },
}

function hartmann6(x: readonly number[]): number {
  const weights = [1, 1.2, 3, 3.2]
  const widths = [
    [10, 3, 17, 3.5, 1.7, 8],
    [0.05, 10, 17, 0.1, 8, 14],
    [3, 3.5, 1.7, 10, 17, 8],
    [17, 8, 0.05, 10, 0.1, 14],
  ]
  const centres = [
    [1312, 1696, 5569, 124, 8283, 5886],
    [2329, 4135, 8307, 3736, 1004, 9991],
    [2348, 1451, 3522, 2883, 3047, 6650],
    [4047, 8828, 8732, 5743, 1091, 381],
  ]
  const exponent = (i: number) =>
    x.reduce((sum, value, j) => sum + widths[i]![j]! * (value - 1e-4 * centres[i]![j]!) ** 2, 0)
  return -weights.reduce((sum, weight, i) => sum + weight * Math.exp(-exponent(i)), 0)
}

function functionRow(name: string, { measured }: Reference['bayesian_optimisation']): Row {
  const problem = FUNCTIONS[name]!
  const curves = Array.from({ length: seedsOf(problem.seeds) }, (_, seed) => minimised(problem, seed))
  const reference = measured[name]!['gp_ei_sklearn'] as Record<string, { median: number }>
  const ours = problem.shownAt.map(
    (n) => `${n}: ${median(curves.map((curve) => Math.min(...curve.slice(0, n)))).toFixed(4)}`,
  )
  const theirs = problem.shownAt.map((n) => `${n}: ${reference[`best_after_${n}`]!.median.toFixed(4)}`)
  return [name, ours.join(' '), `gp_ei ${theirs.join(' ')}`]
}

/** Values in the order of evaluation, one proposed at a time. */
function minimised({ low, high, start, shownAt, value }: TestFunction, seed: number): number[] {
  const names = low.map((_, j) => `x${j + 1}`)
  const region = designRegion(
    names.map((name, j) => ({ kind: 'continuous' as const, name, low: low[j]!, high: high[j]! })),
    [],
  )
  const generator = seededGenerator(seed)
  const runs: Float64Array[] = []
  const values: number[] = []
  const evaluate = (run: Float64Array): void => {
    runs.push(run)
    values.push(value(Array.from(run, (coded, j) => low[j]! + ((coded + 1) / 2) * (high[j]! - low[j]!))))
  }
  for (let i = 0; i < start; i++) {
    const run = new Float64Array(names.length)
    region.sample(generator, run, 0)
    evaluate(run)
  }
  while (runs.length < shownAt.at(-1)!) {
    const matrix = numericMatrix(names.map((_, j) => Float64Array.from(runs, (run) => run[j]!)))
    const { views } = fitCampaign(
      { runs: matrix, objectives: [{ kind: 'minimise' }], responses: [Float64Array.from(values)] },
      1,
      { seed },
    )
    const best = [...values.keys()].sort((a, b) => values[a]! - values[b]!).slice(0, 5)
    const source = regionSource({
      regions: [region],
      digits: names.map(() => 6),
      excluded: new Float64Array(0),
      refused: new Float64Array(0),
      starts: Float64Array.from(best.flatMap((i) => [...runs[i]!])),
      generator: generator.stream(runs.length),
    })
    const [proposed] = proposeBatch(
      views.map(({ search }) => search),
      source,
      { size: 1, exploration: 0, hard: [] },
    )
    evaluate(Float64Array.from(proposed!.run.columns, ([setting]) => setting!))
  }
  return values
}

/** Five runs from 100 rows of six factors, fits included: what an engineer waits for. */
function proposalTime(): BenchRow {
  const generator = seededGenerator(1)
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const region = designRegion(
    names.map((name) => ({ kind: 'continuous' as const, name, low: -1, high: 1 })),
    [],
  )
  const columns = names.map(() => Float64Array.from({ length: 100 }, () => 2 * generator.uniform() - 1))
  const response = columns[0]!.map(
    (_, i) => hartmann6(columns.map((column) => (column[i]! + 1) / 2)) + 0.1 * generator.normal(),
  )
  const started = performance.now()
  const { views } = fitCampaign(
    { runs: numericMatrix(columns), objectives: [{ kind: 'minimise' }], responses: [response] },
    5,
    { seed: 1 },
  )
  const source = regionSource({
    regions: [region],
    digits: names.map(() => 3),
    excluded: new Float64Array(0),
    refused: new Float64Array(0),
    starts: new Float64Array(0),
    generator,
  })
  proposeBatch(
    views.map(({ search }) => search),
    source,
    { size: 5, exploration: 0.2, hard: [] },
  )
  const question = 'a proposal of 5 runs from 100 rows of 6 factors'
  return { question, oursMs: performance.now() - started, peer: '', peerMs: null, limit: { ms: 5000 } }
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)]!
  return below + (place - Math.floor(place)) * (sorted[Math.ceil(place)]! - below)
}

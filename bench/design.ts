import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import {
  type DesignProblem,
  defaultStarts,
  designModel,
  type Factor,
  mainEffects,
  searchDesign,
  secondOrderTerms,
  seededGenerator,
} from '@zerosec/engine'
import type { BenchRow } from './bench.ts'

const SEEDS = [1, 2, 3, 4, 5]
const NOTE =
  'Design times are CPU time, the median of five seeds, and include the compiling of whatever ran for the first time; they end when the D is reached, AlgDesign makes all its starts, and ours are free within the cube. AlgDesign runs in R (install.packages("AlgDesign")).'

/**
 * Full quadratic models over a cube: factors, runs, and the largest log det known, by far more starts than are made here. Those
 * to beat AlgDesign stand beside the best of the 3-level grid, which its best of 100 starts reaches.
 */
const CUBES = [
  { k: 2, n: 6, logDet: 5.590005967 },
  { k: 3, n: 11, logDet: 15.9423851529 },
  { k: 3, n: 18, logDet: 21.1660663185 },
  { k: 4, n: 16, logDet: 29.2289211 },
  { k: 4, n: 17, logDet: 30.4561723626 },
  { k: 4, n: 24, logDet: 36.4595305 },
  { k: 4, n: 25, logDet: 37.2028152619 },
  { k: 5, n: 21, logDet: 47.9544803 },
  { k: 5, n: 22, logDet: 49.2489286609 },
  { k: 5, n: 24, logDet: 51.2757051237 },
  { k: 5, n: 26, logDet: 53.1452595 },
  { k: 5, n: 30, logDet: 56.3487391 },
]

/** How long searches take to a given quality, and what quality they have at the end of the time we promise. */
export default async function design(): Promise<readonly BenchRow[]> {
  timeToReach(cube(3, 14), Number.NEGATIVE_INFINITY, 1)
  return [
    ...CUBES.map(reachKnown),
    ...[
      { k: 4, n: 20, d: 0.4656087 },
      { k: 5, n: 26, d: 0.4824686 },
    ].map(reachAlgDesign),
    whole('10 continuous factors, full quadratic (p = 66), 80 runs', cube(10, 80), 20_000),
    whole('40 of 100,000 candidates, 20 factors, main effects', table(100_000, 20, 40), 10_000),
  ]
}

/** CPU time to 0.999 of the best known D, 0.995 from five factors on. */
function reachKnown({ k, n, logDet }: (typeof CUBES)[number]): BenchRow {
  const problem = cube(k, n)
  const share = k <= 4 ? 0.999 : 0.995
  const target = logDet + problem.model.columns.length * Math.log(share)
  return {
    question: `${share} of the best known D: quadratic in ${k} factors, ${n} runs`,
    oursMs: median(SEEDS.map((seed) => timeToReach(problem, target, seed))),
    peer: '',
    peerMs: null,
    limit: { ms: 5000 },
    note: NOTE,
  }
}

function reachAlgDesign({ k, n, d }: { k: number; n: number; d: number }): BenchRow {
  const problem = cube(k, n)
  const peer = algDesign(k, n)
  const target = problem.model.columns.length * Math.log((peer?.d ?? d) * n)
  return {
    question: `the best D of 100 AlgDesign starts: quadratic in ${k} factors, ${n} runs`,
    oursMs: median(SEEDS.map((seed) => timeToReach(problem, target - 1e-5, seed))),
    peer: 'AlgDesign optFederov, 100 starts',
    peerMs: peer?.ms ?? null,
    limit: { ratio: 0.33 },
    note: NOTE,
  }
}

function whole(question: string, problem: DesignProblem, ms: number): BenchRow {
  const started = cpuMs()
  const starts = defaultStarts(problem)
  const { design } = searchDesign(problem, { seed: 1, firstStart: 0, starts, sweeps: 50 })
  const p = problem.model.columns.length
  const efficiency = Math.exp(design.score / p) / problem.runs
  return {
    question: `${question}: ${starts} starts`,
    oursMs: cpuMs() - started,
    peer: '',
    peerMs: null,
    limit: { ms },
    note: `${question}: D-efficiency ${efficiency.toFixed(5)} after ${starts} starts.`,
  }
}

/** CPU time until a start reaches the target log det; Infinity where five hundred starts don't. */
function timeToReach(problem: DesignProblem, target: number, seed: number): number {
  const started = cpuMs()
  let reached = false
  searchDesign(problem, {
    seed,
    firstStart: 0,
    starts: 500,
    sweeps: 50,
    onBetter: ({ score }) => {
      reached ||= score >= target
    },
    shouldStop: () => reached,
  })
  return reached ? cpuMs() - started : Number.POSITIVE_INFINITY
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) / 2]!
}

function cube(k: number, runs: number): DesignProblem {
  const factors = numbers(k)
  const names = factors.map(({ name }) => name)
  const model = designModel(factors, { intercept: true, terms: secondOrderTerms(names, names) })
  return { factors, model, criterion: { kind: 'D' }, runs, constraints: [] }
}

/** Random candidates, each of which may be chosen once. */
function table(rows: number, k: number, runs: number): DesignProblem {
  const factors = numbers(k)
  const generator = seededGenerator(1)
  const candidates = Float64Array.from({ length: rows * k }, () => 2 * generator.uniform() - 1)
  const model = designModel(factors, { intercept: true, terms: mainEffects(factors.map(({ name }) => name)) })
  return {
    factors,
    model,
    criterion: { kind: 'D' },
    runs,
    constraints: [],
    candidates: { runs: candidates, repeats: false },
  }
}

function numbers(k: number): Factor[] {
  return Array.from({ length: k }, (_, j) => ({ kind: 'continuous', name: `x${j + 1}`, low: -1, high: 1 }))
}

/** Null where R or its package AlgDesign is not installed. */
function algDesign(k: number, n: number): { ms: number; d: number } | null {
  const script = join(import.meta.dirname, 'design-peer.R')
  const { status, stdout } = spawnSync('/usr/bin/Rscript', ['--vanilla', script, String(k), String(n)], {
    encoding: 'utf8',
  })
  return status === 0 ? JSON.parse(stdout) : null
}

import { readFileSync } from 'node:fs'
import {
  type Candidates,
  type Criterion,
  type DesignProblem,
  designModel,
  type Factor,
  mainEffects,
  parseFormula,
} from '@zerosec/engine'
import { referencePath } from './reference-data.ts'

/** A problem of the reference file as the engine takes it. */
export interface ReferenceDesign {
  readonly id: string
  readonly problem: DesignProblem
  /** |XᵀX|^(1/p) / n in the file's units. */
  readonly bestKnownD: number
  /** The file's factors are in other units than ours: its log det less ours. */
  readonly logDetOffset: number
  readonly provenOptimal: boolean
}

interface Entry {
  readonly id: string
  readonly description?: string
  readonly model: string
  readonly region: string
  readonly n_runs: number
  readonly best_known_D?: number
  readonly proven_optimal?: boolean
  readonly value?: number
}

/** The file's D-optimal problems; those on a 3-level grid with a continuous optimum beside it are posed over the whole cube. */
export function dOptimalReferences(): ReferenceDesign[] {
  return entries('doe_d_optimal').map((entry) => ({
    id: entry.id,
    problem: problemOf(entry, { kind: 'D' }),
    bestKnownD: entry.best_known_D!,
    // integers −10 … 10: powers of ten for three linear and six second-order columns, twice
    logDetOffset: entry.id.startsWith('ALG-constr') ? 30 * Math.log(10) : 0,
    provenOptimal: entry.proven_optimal === true,
  }))
}

/** The file's I-optimal problems with the best known average variance over the cube, or over the candidates times n. */
export function iOptimalReferences(): { id: string; problem: DesignProblem; averageVariance: number }[] {
  return entries('doe_i_optimal').map((entry) => {
    const overCandidates = entry.id === 'IOPT-ALG-n15'
    return {
      id: entry.id,
      problem: problemOf(entry, { kind: 'I' }),
      averageVariance: overCandidates ? entry.value! / entry.n_runs : entry.value!,
    }
  })
}

function entries(section: string): Entry[] {
  return JSON.parse(readFileSync(referencePath('reference/reference.json'), 'utf8'))[section]
}

function problemOf(entry: Entry, criterion: Criterion): DesignProblem {
  const { factors, candidates } = regionOf(entry)
  const names = factors.map(({ name }) => name)
  const formula = formulaOf(entry, names)
  const terms = formula === null ? { intercept: true, terms: mainEffects(names) } : parse(formula, names)
  return {
    factors,
    model: designModel(factors, terms),
    criterion,
    runs: entry.n_runs,
    constraints: [],
    ...(candidates && { candidates: { runs: candidates, repeats: true } satisfies Candidates }),
  }
}

function parse(formula: string, names: readonly string[]) {
  return parseFormula(formula, { columns: names, features: names })
}

/** Null for main effects. */
function formulaOf({ id, model }: Entry, names: readonly string[]): string | null {
  if (id.startsWith('MIXTURE')) return `0 + (${names.join(' + ')})^2`
  if (id.startsWith('POLY')) {
    const degree = Number(id[6])
    return Array.from({ length: degree }, (_, power) => `I(x1^${power + 1})`).join(' + ')
  }
  if (/quad|x_i\^2/.test(model)) return `(${names.join(' + ')})^2 + ${names.map((name) => `I(${name}^2)`).join(' + ')}`
  return model.includes('x_i x_j') ? `(${names.join(' + ')})^2` : null
}

function regionOf({ id, region, description = '' }: Entry): { factors: Factor[]; candidates?: Float64Array } {
  const exponent = Number(/\^(\d)/.exec(region)?.[1] ?? 1)
  if (region.startsWith('{-1,+1}')) return { factors: numbers(region.split('^')[1]!, () => [-1, 1]) }
  if (region.startsWith('full factorial')) return { factors: categories(JSON.parse(region.slice(15)) as number[]) }
  if (region.startsWith('[-1,1]')) return { factors: intervals(exponent) }
  if (region.startsWith('7200')) return { factors: numbers('7', (j) => even([5, 5, 2, 4, 3, 4, 3][j]!)) }
  if (region.startsWith('192')) return { factors: numbers('3', (j) => OPTEX_LEVELS[j]!) }
  if (region.startsWith('simplex')) return simplexLattice(Number(region.at(-4)))
  if (region.startsWith('21')) return cutGrid(id, description)
  const levels = Number(/(\d+)\^/.exec(region)![1])
  const factors = numbers(String(exponent), () => even(levels))
  return id === 'IOPT-ALG-n15' ? { factors, candidates: grid(exponent, levels) } : { factors }
}

/** Example 2 of the OPTEX chapter of the SAS/QC guide. */
const OPTEX_LEVELS = [
  [15, 16, 17, 18],
  [0.02, 0.177, 0.377, 0.566, 0.921, 1.117],
  [10, 16, 22, 28, 34, 40, 46, 52],
]

function numbers(count: string, levels: (j: number) => readonly number[]): Factor[] {
  return Array.from({ length: Number(count) }, (_, j) => ({ kind: 'discrete', name: `x${j + 1}`, levels: levels(j) }))
}

function intervals(count: number): Factor[] {
  return Array.from({ length: count }, (_, j) => ({ kind: 'continuous', name: `x${j + 1}`, low: -1, high: 1 }))
}

function categories(levels: readonly number[]): Factor[] {
  return levels.map((count, j) => ({
    kind: 'categorical',
    name: `x${j + 1}`,
    levels: Array.from({ length: count }, (_, level) => `${level}`),
  }))
}

/** Evenly spaced over −1 … 1. */
function even(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (2 * i) / (count - 1) - 1)
}

function grid(factors: number, levels: number, isAllowed: (run: number[]) => boolean = () => true): Float64Array {
  let runs: number[][] = [[]]
  for (let j = 0; j < factors; j++) runs = runs.flatMap((run) => even(levels).map((level) => [...run, level]))
  return Float64Array.from(runs.filter(isAllowed).flat())
}

function cutGrid(id: string, description: string): { factors: Factor[]; candidates: Float64Array } {
  const count = id.startsWith('ALG') ? 3 : 2
  const total = (run: number[]) => run.reduce((sum, value) => sum + value, 0)
  const isAllowed = description.includes('disc')
    ? ([x, y]: number[]) => x! * x! + y! * y! <= 1 + 1e-9
    : (run: number[]) => total(run) <= (count === 3 ? 0 : 1) + 1e-9
  return { factors: intervals(count), candidates: grid(count, 21, isAllowed) }
}

/** Vertices and middles of edges: where the optimum is proven to be. */
function simplexLattice(components: number): { factors: Factor[]; candidates: Float64Array } {
  const factors = Array.from(
    { length: components },
    (_, j): Factor => ({ kind: 'mixture', name: `x${j + 1}`, low: 0, high: 1, group: 'blend', total: 1 }),
  )
  const runs: number[] = []
  for (let i = 0; i < components; i++) {
    for (let j = i; j < components; j++) {
      const run = Array.from({ length: components }, () => 0)
      run[i] = 0.5
      run[j] = run[j]! + 0.5
      runs.push(...run)
    }
  }
  return { factors, candidates: Float64Array.from(runs) }
}

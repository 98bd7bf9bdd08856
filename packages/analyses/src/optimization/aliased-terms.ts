import {
  columnDependencies,
  type DesignModel,
  designMatrix,
  type Factor,
  factorQr,
  type ModelColumn,
  modelExpansion,
  type Region,
  seededGenerator,
} from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { DesignBasis } from './design-basis.ts'

/** Of which random runs are drawn; any will do. */
const SEED = 1
/** Runs that are looked at, for p coefficients: enough that chance leaves out no level and no combination of two. */
const runCount = (p: number) => Math.min(20 * p, 2 * p + 2_000)
/** What is left of a dependent column, relative to it, is rounding. */
const TOLERANCE = 1e-10
const SHOWN = 4

/**
 * Refuses a model that no design of the region can estimate: a square of a factor with two settings, all components of a
 * mixture beside an intercept, factors that an equality ties together.
 *
 * @throws CodedError design_term_aliased naming the term and what it equals, formula_invalid where a term has no value
 */
export function refuseAliasedTerms(basis: DesignBasis, model: DesignModel, region: Region): void {
  const { factors, existing, candidates, covariates } = basis
  const count = runCount(model.columns.length)
  const chosen = candidates ? inEachBlock(factors, candidates.runs) : drawnRuns(region, count, covariates?.runs)
  const allowed = concatenated(chosen, existing?.runs)
  const few = everyNth(allowed, factors.length, count)
  const isWhole = few.length === allowed.length
  if (!firstAliased(factors, model, few)) return
  const aliased = firstAliased(factors, model, isWhole ? few : allowed)
  if (aliased) throw aliasError(factors, model, allowed, aliased)
}

/** Random runs of the region; blocks in turn, covariates as rows bring them. */
function drawnRuns(region: Region, count: number, covariateRows: Float64Array | undefined): Float64Array {
  const { factors } = region
  const width = factors.length
  const generator = seededGenerator(SEED)
  const runs = new Float64Array(count * width)
  const rows = covariateRows ? covariateRows.length / width : 0
  for (let i = 0; i < count; i++) {
    factors.forEach((factor, f) => {
      if (factor.kind === 'block') runs[i * width + f] = i % factor.levels.length
      if (factor.kind === 'covariate') runs[i * width + f] = covariateRows![(i % rows) * width + f]!
    })
    region.sample(generator, runs, i * width)
  }
  return runs
}

/** Candidates have no block of their own: each can be made in any. */
function inEachBlock(factors: readonly Factor[], runs: Float64Array): Float64Array {
  const f = factors.findIndex(({ kind }) => kind === 'block')
  const block = factors[f]
  if (block?.kind !== 'block') return runs
  const blocks = block.sizes.flatMap((size, level) => (size > 0 ? [level] : []))
  const all = new Float64Array(runs.length * blocks.length)
  blocks.forEach((level, k) => {
    all.set(runs, k * runs.length)
    for (let at = f; at < runs.length; at += factors.length) all[k * runs.length + at] = level
  })
  return all
}

interface Aliased {
  readonly column: number
  readonly combination: readonly number[]
}

function firstAliased(factors: readonly Factor[], model: DesignModel, runs: Float64Array): Aliased | undefined {
  const p = model.columns.length
  const rows = runs.length / factors.length
  const matrix = designMatrix(modelExpansion(factors, model.columns), runs, factors.length)
  const columns = new Float64Array(rows * p)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < p; j++) {
      const value = matrix[i * p + j]!
      if (!Number.isFinite(value)) throw valueError(model, j)
      columns[j * rows + i] = value
    }
  }
  const [dependency] = columnDependencies(factorQr(columns, rows, p, TOLERANCE))
  return dependency && { column: dependency.column, combination: dependency.combination.map(({ column }) => column) }
}

function valueError(model: DesignModel, column: number): CodedError {
  const near = model.columns[column]!.name
  const problem = 'it has no value for some of the allowed settings; logarithms, roots and ratios need settings above 0'
  return new CodedError('formula_invalid', { near, problem, position: 1 })
}

function aliasError(
  factors: readonly Factor[],
  model: DesignModel,
  runs: Float64Array,
  { column, combination }: Aliased,
): CodedError {
  const { name } = model.columns[column]!
  const others = combination.map((other) => model.columns[other]!.name)
  const shown = others.length > SHOWN ? [...others.slice(0, SHOWN), '…'] : others
  const relation = others.length === 0 ? 'is always 0' : `is a combination of ${shown.join(', ')}`
  const [first, ...further] = twoSettingFactors(factors, model, runs)
  if (first === undefined || !isPowerOf(model.columns[column]!, first)) {
    const mend = `Write the model as a formula without ${name}, or change the ranges and constraints that tie it to the others`
    return new CodedError('design_term_aliased', { term: name, relation, mend })
  }
  const alike = further.length === 0 ? '' : `, as have ${further.join(', ')}`
  return new CodedError('design_term_aliased', {
    term: name,
    relation: `${relation}: ${first} has two settings only${alike}`,
    mend: `Give it a third setting, describe it as categorical in factors, or write the model as a formula without ${name}`,
  })
}

/** Factors with a higher power in the model and no more than two settings. */
function twoSettingFactors(factors: readonly Factor[], model: DesignModel, runs: Float64Array): string[] {
  return factors.flatMap(({ name }, f) => {
    const hasPower = model.columns.some((column) => isPowerOf(column, name))
    return hasPower && settingCount(runs, f, factors.length) <= 2 ? [name] : []
  })
}

function isPowerOf({ pieces }: ModelColumn, factor: string): boolean {
  return pieces.some((piece) => piece.kind === 'power' && piece.power > 1 && piece.input === factor)
}

function settingCount(runs: Float64Array, factor: number, width: number): number {
  const settings = new Set<number>()
  for (let at = factor; at < runs.length && settings.size < 3; at += width) settings.add(runs[at]!)
  return settings.size
}

/** About `count` runs, evenly from all. */
function everyNth(runs: Float64Array, width: number, count: number): Float64Array {
  const every = Math.max(1, Math.floor(runs.length / width / count))
  return every === 1 ? runs : runs.filter((_, at) => Math.floor(at / width) % every === 0)
}

function concatenated(first: Float64Array, second: Float64Array = new Float64Array()): Float64Array {
  const all = new Float64Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

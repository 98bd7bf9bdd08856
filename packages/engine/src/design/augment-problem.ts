import type { Coding } from '../linear/coding.ts'
import { designModel } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import type { BlockFactor, Factor } from './factor.ts'

/** A block for runs that are made later: a new level of the block factor `factor`, which is added where there is none. */
export interface NewBlock {
  readonly factor: string
  readonly level: string
  /** Where the factor is added: the name of the block of the runs that are there. */
  readonly before?: string
  /** That the problem's model was coded with. */
  readonly coding?: Coding
}

/**
 * The problem of adding `extra` runs to finished ones, which stay and count.
 *
 * Blocks of the new runs: the new block, or, without one, the runs fill up the smallest blocks. Candidates and covariate rows
 * that the finished runs used, and may use once only, are taken out. Runs of later whole plots are in plots as large as the
 * first; finished runs count as independent, which makes the comparison of later designs exact but understates their shared
 * error.
 *
 * For "add n runs" in the browser as well as in the analysis; nothing is searched here.
 *
 * @param runs  the finished new runs of `problem`: n × factors, coded
 * @throws RangeError for a new block that is there already
 */
export function augmentProblem(
  problem: DesignProblem,
  runs: Float64Array,
  extra: number,
  newBlock?: NewBlock,
): DesignProblem {
  const k = problem.factors.length
  const augmented: DesignProblem = {
    ...problem,
    runs: extra,
    existing: joined(problem.existing ?? new Float64Array(0), runs),
    ...(problem.candidates && !problem.candidates.repeats
      ? { candidates: { ...problem.candidates, runs: withoutUsed(problem.candidates.runs, runs, isSetByRow(problem)) } }
      : {}),
    ...(problem.covariateRows
      ? {
          covariateRows: withoutUsed(
            problem.covariateRows,
            runs,
            problem.factors.map(({ kind }) => kind === 'covariate'),
          ),
        }
      : {}),
    ...(problem.wholePlots
      ? { wholePlots: { ...problem.wholePlots, sizes: plotSizes(problem.wholePlots.sizes[0] ?? 1, extra) } }
      : {}),
  }
  if (newBlock) return inNewBlock(augmented, newBlock)
  const factors = problem.factors.map((factor, j) =>
    factor.kind === 'block' ? { ...factor, sizes: fillingUp(factor, augmented.existing!, j, k, extra) } : factor,
  )
  return { ...augmented, factors }
}

/** Plots of one size; the last may be smaller. */
export function plotSizes(size: number, runs: number): number[] {
  return Array.from({ length: Math.ceil(runs / size) }, (_, plot) => Math.min(size, runs - plot * size))
}

/** Factors that a candidate sets. */
function isSetByRow({ factors, covariateRows }: DesignProblem): boolean[] {
  return factors.map(({ kind }) => kind !== 'block' && !(kind === 'covariate' && covariateRows))
}

/** New runs for each block so that all become as equal as can be. */
function fillingUp(block: BlockFactor, runs: Float64Array, j: number, k: number, extra: number): number[] {
  const counts = block.levels.map(() => 0)
  for (let at = 0; at < runs.length; at += k) counts[runs[at + j]!]!++
  const sizes = block.levels.map(() => 0)
  for (let added = 0; added < extra; added++) {
    const smallest = counts.indexOf(Math.min(...counts))
    counts[smallest]!++
    sizes[smallest]!++
  }
  return sizes
}

function inNewBlock(problem: DesignProblem, { factor: name, level, before, coding }: NewBlock): DesignProblem {
  const j = problem.factors.findIndex(({ kind, name: other }) => kind === 'block' && other === name)
  const present = problem.factors[j]
  if (present?.kind !== 'block') return withBlock(problem, { name, level, before: before ?? '1' }, coding)
  if (present.levels.includes(level)) throw new RangeError(`the block ${level} of ${name} is there already`)
  const factors = problem.factors.map((factor): Factor => {
    if (factor.kind !== 'block') return factor
    // another block factor keeps its last level: nothing says that it changes
    if (factor !== present)
      return { ...factor, sizes: factor.levels.map((_, b) => (b === factor.levels.length - 1 ? problem.runs : 0)) }
    return { ...factor, levels: [...factor.levels, level], sizes: [...factor.levels.map(() => 0), problem.runs] }
  })
  return { ...problem, factors, model: designModel(factors, problem.model.terms, coding) }
}

function withBlock(
  problem: DesignProblem,
  { name, level, before }: { name: string; level: string; before: string },
  coding: Coding | undefined,
): DesignProblem {
  const block: BlockFactor = { kind: 'block', name, levels: [before, level], sizes: [0, problem.runs] }
  const factors = [...problem.factors, block]
  const k = problem.factors.length
  const widened = (rows: Float64Array) => {
    const wide = new Float64Array((rows.length / k) * (k + 1))
    for (let i = 0; i < rows.length / k; i++) wide.set(rows.subarray(i * k, (i + 1) * k), i * (k + 1))
    return wide
  }
  const { existing, candidates, covariateRows } = problem
  return {
    ...problem,
    factors,
    model: designModel(factors, problem.model.terms, coding),
    ...(existing ? { existing: widened(existing) } : {}),
    ...(candidates ? { candidates: { ...candidates, runs: widened(candidates.runs) } } : {}),
    ...(covariateRows ? { covariateRows: widened(covariateRows) } : {}),
  }
}

/** Rows but those that runs have used: each run uses one row that agrees in the factors that count. */
function withoutUsed(rows: Float64Array, runs: Float64Array, counts: readonly boolean[]): Float64Array {
  const k = counts.length
  const isUsed = new Uint8Array(rows.length / k)
  for (let at = 0; at < runs.length; at += k) {
    const used = isUsed.findIndex(
      (is, row) => !is && counts.every((does, j) => !does || rows[row * k + j] === runs[at + j]),
    )
    if (used >= 0) isUsed[used] = 1
  }
  const left: number[] = []
  isUsed.forEach((is, row) => {
    if (!is) left.push(...rows.subarray(row * k, (row + 1) * k))
  })
  return Float64Array.from(left)
}

export function joined(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

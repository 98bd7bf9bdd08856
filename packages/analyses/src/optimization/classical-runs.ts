import {
  CATALOGUE,
  type ClassicalDesign,
  classicalDesign,
  criterionScore,
  type DesignModel,
  designRegion,
} from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import type { DesignBasis } from './design-basis.ts'
import type { OptimizationParameters } from './parameters.ts'

/** Runs that a design of the textbooks prescribes, coded, where one was asked for by name. */
export interface ClassicalRuns {
  readonly title: string
  readonly runs: Float64Array
  readonly count: number
  readonly warnings: readonly Warning[]
}

/**
 * @returns undefined where an optimal design is asked for
 * @throws CodedError design_classical_impossible where there is none for the factors, its runs break a constraint, or they can't
 *   tell the model's terms apart
 */
export function classicalRuns(
  basis: DesignBasis,
  model: DesignModel,
  parameters: OptimizationParameters,
): ClassicalRuns | undefined {
  const entry = CATALOGUE.find(({ name }) => name === parameters.design)
  if (!entry) return undefined
  const { title } = entry
  refuseStructure(title, basis, parameters)
  const k = basis.factors.length
  const runs = classicalDesign(entry.name, basis.factors, {
    ...wantedSize(entry, k, parameters.num_points),
    seed: parameters.random_seed,
  })
  const count = runs.length / k
  refuseUnfit(title, basis, model, runs)
  return { title, runs, count, warnings: count === parameters.num_points ? [] : [sizeNote(entry, count, parameters)] }
}

/** The number of runs where the design leaves it open, or has one of that size. */
function wantedSize({ name, runCounts }: ClassicalDesign, k: number, wanted: number): { runs?: number } {
  const sizes = runCounts(k)
  const isOpen = sizes === null || name === 'fractional_factorial' || name === 'plackett_burman'
  return isOpen && (sizes?.includes(wanted) ?? true) ? { runs: wanted } : {}
}

function refuseStructure(design: string, { mode, factors }: DesignBasis, parameters: OptimizationParameters): void {
  const refuse = (problem: string): never => {
    throw new CodedError('design_classical_impossible', { design, problem })
  }
  if (mode !== 'new')
    refuse('it consists of new runs, and the table has runs already; set mode to new, or design to optimal')
  if (factors.some(({ kind }) => kind === 'block') || parameters.hard_to_change.length > 0) {
    refuse('it has no blocks or hard-to-change factors here; set design to optimal')
  }
}

function refuseUnfit(
  design: string,
  { factors, constraints }: DesignBasis,
  model: DesignModel,
  runs: Float64Array,
): void {
  const k = factors.length
  const count = runs.length / k
  const region = designRegion(factors, constraints)
  const outside = Array.from({ length: count }, (_, run) => run).filter((run) => !region.contains(runs, run * k))
  if (outside.length > 0) {
    const problem = `${outside.length} of its ${count} runs break the constraints; set design to optimal`
    throw new CodedError('design_classical_impossible', { design, problem })
  }
  const problem = { factors, model, criterion: { kind: 'D' }, runs: count, constraints } as const
  if (criterionScore(problem, region, runs) === Number.NEGATIVE_INFINITY) {
    const reason = `its ${count} runs can not tell apart the ${model.columns.length} coefficients of the model; choose a smaller model`
    throw new CodedError('design_classical_impossible', { design, problem: reason })
  }
}

function sizeNote({ title }: ClassicalDesign, count: number, { num_points }: OptimizationParameters): Warning {
  return {
    code: 'classical_size',
    level: 'note',
    message: `The ${title} design of these factors has ${count} runs; num_points (${num_points}) does not change it.`,
  }
}

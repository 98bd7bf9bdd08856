import type { Json, RunSheetBlock } from '@zerosec/report'
import { type DesignQuality, gapOf, type PlannedDesign } from './planned-design.ts'

/** The numbers for programs, in full precision: stable snake_case names, null where a quantity does not exist. */
export function reportValues(
  design: PlannedDesign,
  quality: DesignQuality,
  sheet: RunSheetBlock,
): Record<string, Json> {
  const { request, problem, search, seed } = design
  const { evaluation } = quality
  return {
    mode: request.mode,
    model: request.modelText,
    criterion: problem.criterion.kind,
    criterion_value: criterionValue(design, quality),
    criterion_gap: problem.criterion.kind === 'D' ? gapOf(quality) : quality.ownGap,
    runs: evaluation.runs,
    new_runs: design.roles.length,
    existing_runs: evaluation.runs - design.roles.length,
    ...evaluationValues(quality),
    unrounded_d_efficiency: design.unroundedEfficiency,
    ...originValues(design),
    starts: search.starts,
    hits: search.hits,
    unfinished: search.unfinished,
    seed,
    design: designRows(design, sheet),
    ...(design.candidates ? { selected_rows: selectedRows(design) } : {}),
    power: quality.power.terms.map(({ label, degreesOfFreedom, power, detectableEffect }) => ({
      term: label,
      df: degreesOfFreedom,
      power,
      detectable_effect: detectableEffect,
    })),
    standard_errors: standardErrors(design, quality),
    leverage: leveragesInOrder(design, quality),
    aliases: quality.aliases.found.map(({ column, potential, bias, text }) => ({ column, potential, bias, text })),
    growth: quality.growth.map(({ runs, efficiency, averageVariance, power }) => ({
      runs,
      d_efficiency: efficiency,
      average_variance: averageVariance,
      power,
    })),
  }
}

function evaluationValues(quality: DesignQuality): Record<string, Json> {
  const { evaluation } = quality
  return {
    coefficients: evaluation.coefficients,
    rank: evaluation.rank,
    d_efficiency: evaluation.dEfficiency,
    d_bound: quality.dBound,
    gap: gapOf(quality),
    approximate_bound: quality.approximateBound,
    log_det: evaluation.logDet,
    a_efficiency: evaluation.aEfficiency,
    g_efficiency: evaluation.gEfficiency,
    average_variance: evaluation.averageVariance,
    median_variance: quality.space?.median ?? null,
    largest_variance: evaluation.largestVariance?.value ?? null,
    smallest_eigenvalue: evaluation.smallestEigenvalue,
    condition: evaluation.condition,
    error_df: evaluation.degreesOfFreedom.error,
    lack_of_fit_df: evaluation.degreesOfFreedom.lackOfFit,
    pure_error_df: evaluation.degreesOfFreedom.pureError,
  }
}

/** Empty where the model can't be estimated. */
function standardErrors({ problem }: PlannedDesign, { evaluation }: DesignQuality): Json {
  const { standardErrors: errors, varianceInflation } = evaluation
  if (!errors || !varianceInflation) return []
  return problem.model.columns.map(({ name }, j) => ({
    column: name,
    standard_error: errors[j]!,
    variance_inflation: varianceInflation[j] ?? null,
  }))
}

/** In the criterion's own direction: variances are small where the design is good. */
function criterionValue({ problem, search }: PlannedDesign, { evaluation }: DesignQuality): number | null {
  switch (problem.criterion.kind) {
    case 'D':
      return evaluation.logDet
    case 'A':
      return evaluation.aEfficiency > 0 ? evaluation.coefficients / (evaluation.runs * evaluation.aEfficiency) : null
    case 'I':
      return evaluation.averageVariance
    case 'G':
      return evaluation.largestVariance?.value ?? null
    case 'E':
      return evaluation.smallestEigenvalue
    case 'alias':
    case 'bayesian_D':
      return search.design.score
  }
}

function originValues({ search: { design } }: PlannedDesign): Record<string, Json> {
  const { origin } = design
  return origin.kind === 'search'
    ? { origin: 'search', algorithm: origin.algorithm, best_start: origin.start, proven: false }
    : { origin: 'catalogue', catalogue: origin.name, proven: origin.proven }
}

/**
 * A row a run, in the order of the run sheet: each factor's setting under the factor's name, and `no`, `role`, `whole_plot`. Where
 * a factor has one of these names, that member carries a trailing underscore.
 */
function designRows({ problem }: PlannedDesign, { runs, factors }: RunSheetBlock): Json {
  const taken = new Set(problem.factors.map(({ name }) => name))
  const free = (name: string): string => (taken.has(name) ? free(`${name}_`) : name)
  return runs.map(({ number, role, wholePlot, settings }) => ({
    [free('no')]: number,
    [free('role')]: role,
    ...(wholePlot === undefined ? {} : { [free('whole_plot')]: wholePlot }),
    ...Object.fromEntries(factors.map(({ name }, f) => [name, settings[f]!])),
  }))
}

/** 1-based rows of the table, in the order of making; null for a centre point, which is no row. */
function selectedRows({ candidates, order, request }: PlannedDesign): (number | null)[] {
  return Array.from(order, (run) => {
    const candidate = candidates![run]!
    return candidate < 0 ? null : request.candidateRows![candidate]! + 1
  })
}

/** In the order of the run sheet. */
export function leveragesInOrder({ order }: PlannedDesign, { evaluation: { leverages } }: DesignQuality): number[] {
  const before = leverages.length - order.length
  return [...leverages.subarray(0, before), ...Array.from(order, (run) => leverages[before + run]!)]
}

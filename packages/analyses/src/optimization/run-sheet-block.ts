import type { Factor } from '@zerosec/engine'
import type { RunSheetBlock, RunSheetFactor, RunSheetRun } from '@zerosec/report'
import { modelInWords } from './model-words.ts'
import type { PlannedDesign } from './planned-design.ts'
import type { DesignRequest, FactorColumn } from './request.ts'
import { givenSettings, settingsOf } from './settings.ts'

/** The experiment as it is printed: existing runs with their results first, then the new ones in the order of making. */
export function runSheetBlock(design: PlannedDesign): RunSheetBlock {
  const { request } = design
  const { problem, columns, responses } = request
  const runs = [...existingRuns(request), ...newRuns(design)]
  return {
    kind: 'run_sheet',
    id: 'run_sheet',
    title: `Run sheet: ${runs.length} runs`,
    factors: problem.factors.map((factor, j) => sheetFactor(factor, columns[j]!)),
    responses: responses.map(({ name, unit }) => ({ name, ...(unit === undefined ? {} : { unit }) })),
    runs,
    constraints: problem.constraints.map(({ text }) => text),
    facts: [
      { label: 'Model', value: modelInWords(request) },
      { label: 'Criterion', value: problem.criterion.kind },
      { label: 'Coefficients', value: problem.model.columns.length },
      { label: 'Starts', value: design.search.starts },
      { label: 'Seed', value: design.seed },
    ],
  }
}

function sheetFactor(factor: Factor, { name, unit, digits }: FactorColumn): RunSheetFactor {
  const named = { name, ...(unit === undefined ? {} : { unit }) }
  switch (factor.kind) {
    case 'categorical':
      return { kind: 'category', ...named, levels: factor.levels }
    case 'block':
      return { kind: 'block', ...named, levels: factor.levels }
    case 'discrete':
      return { kind: 'number', ...named, ...ends(factor.levels), digits: shown(digits), levels: factor.levels }
    case 'continuous':
    case 'mixture':
    case 'covariate':
      return { kind: 'number', ...named, low: factor.low, high: factor.high, digits: shown(digits) }
  }
}

function ends(levels: readonly number[]): { low: number; high: number } {
  return { low: levels[0]!, high: levels.at(-1)! }
}

/** Rounding to tens shows no decimals either. */
function shown(digits: number): number {
  return Math.max(0, digits)
}

function existingRuns({ problem: { factors, existing }, responses }: DesignRequest): RunSheetRun[] {
  const count = (existing?.length ?? 0) / factors.length
  return Array.from({ length: count }, (_, i) => ({
    number: i + 1,
    role: 'existing',
    settings: givenSettings(factors, existing!, i * factors.length),
    results: responses.map((response) => response.existing[i] ?? null),
  }))
}

function newRuns({ request, problem, runs, roles, order }: PlannedDesign): RunSheetRun[] {
  const { columns, responses } = request
  const { factors } = problem
  const before = (problem.existing?.length ?? 0) / factors.length
  const plots = wholePlotNumbers(problem.wholePlots?.sizes, order)
  return Array.from(order, (run, i) => ({
    number: before + i + 1,
    role: roles[run]!,
    ...(plots === null ? {} : { wholePlot: plots[i]! }),
    settings:
      request.mode === 'select' && roles[run] !== 'center'
        ? givenSettings(factors, runs, run * factors.length)
        : settingsOf(factors, columns, runs, run * factors.length),
    results: responses.map(() => null),
  }))
}

/** Of each run in the order of making, counted as they come; runs beyond the sizes are plots of their own. */
function wholePlotNumbers(sizes: readonly number[] | undefined, order: Uint32Array): number[] | null {
  if (!sizes) return null
  const plotOf = sizes.flatMap((size, plot) => Array.from({ length: size }, () => plot))
  const numbers = new Map<number, number>()
  return Array.from(order, (run) => {
    const plot = plotOf[run] ?? sizes.length + run
    if (!numbers.has(plot)) numbers.set(plot, numbers.size + 1)
    return numbers.get(plot)!
  })
}

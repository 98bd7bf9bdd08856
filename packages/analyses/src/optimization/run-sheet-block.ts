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
    factors: problem.factors.map((factor, j) => {
      const settings = runs.map((run) => run.settings[j]!)
      return sheetFactor(factor, columns[j]!, shownDecimals(settings, columns[j]!.digits))
    }),
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

export function sheetFactor(factor: Factor, { name, unit }: FactorColumn, digits: number): RunSheetFactor {
  const named = { name, ...(unit === undefined ? {} : { unit }) }
  switch (factor.kind) {
    case 'categorical':
      return { kind: 'category', ...named, levels: factor.levels }
    case 'block':
      return { kind: 'block', ...named, levels: factor.levels }
    case 'discrete':
      return { kind: 'number', ...named, ...ends(factor.levels), digits, levels: factor.levels }
    case 'mixture': {
      const { low, high, group, total, step } = factor
      const mixture = { group, total, ...(step === undefined ? {} : { step }) }
      return { kind: 'number', ...named, low, high, digits, mixture }
    }
    case 'continuous':
    case 'covariate':
      return { kind: 'number', ...named, low: factor.low, high: factor.high, digits }
  }
}

function ends(levels: readonly number[]): { low: number; high: number } {
  return { low: levels[0]!, high: levels.at(-1)! }
}

/** Those that new settings are rounded to; more where runs of the table, or runs that can't be rounded, have more. */
export function shownDecimals(settings: readonly (number | string)[], digits: number): number {
  let shown = Math.max(0, digits)
  for (const value of settings) {
    if (typeof value !== 'number') return 0
    while (shown < MOST_DECIMALS && Math.abs(Number(value.toFixed(shown)) - value) > 1e-9 * Math.abs(value)) shown++
  }
  return shown
}

const MOST_DECIMALS = 6

function existingRuns({ problem: { factors, existing }, responses }: DesignRequest): RunSheetRun[] {
  const count = (existing?.length ?? 0) / factors.length
  return Array.from({ length: count }, (_, i) => ({
    number: i + 1,
    role: 'existing',
    settings: givenSettings(factors, existing!, i * factors.length),
    results: responses.map((response) => response.existing[i] ?? null),
  }))
}

function newRuns({ request, problem, runs, roles, order, candidates, unrounded }: PlannedDesign): RunSheetRun[] {
  const { columns, responses } = request
  const { factors } = problem
  const before = (problem.existing?.length ?? 0) / factors.length
  const plots = wholePlotNumbers(problem.wholePlots?.sizes, order)
  const asGiven = (run: number) => (problem.candidates ? candidates![run]! >= 0 : unrounded.includes(run))
  return Array.from(order, (run, i) => ({
    number: before + i + 1,
    role: roles[run]!,
    ...(plots === null ? {} : { wholePlot: plots[i]! }),
    settings: asGiven(run)
      ? givenSettings(factors, runs, run * factors.length)
      : settingsOf(factors, columns, runs, run * factors.length),
    results: responses.map(() => null),
  }))
}

/** Of each run in the order of making, counted as they come. */
function wholePlotNumbers(sizes: readonly number[] | undefined, order: Uint32Array): number[] | null {
  if (!sizes) return null
  const plotOf = sizes.flatMap((size, plot) => Array.from({ length: size }, () => plot))
  const numbers = new Map<number, number>()
  return Array.from(order, (run) => {
    const plot = plotOf[run]!
    if (!numbers.has(plot)) numbers.set(plot, numbers.size + 1)
    return numbers.get(plot)!
  })
}

import type { RunSheetBlock, RunSheetFactor, RunSheetRun } from './document.ts'

/** A column's heading as tables have it: the name with its unit, unless the name ends with it already, `温度（℃）`. */
export function runSheetHeading({ name, unit }: { readonly name: string; readonly unit?: string }): string {
  const hasUnit = unit === undefined || (/[)\]）］]$/.test(name.trim()) && name.includes(unit))
  return hasUnit ? name : `${name} [${unit}]`
}

/** The first thing in which the parts of a run sheet don't fit together, and where it stands. */
export function runSheetProblem(block: RunSheetBlock): { at: string; text: string } | undefined {
  if (block.factors.length === 0) return { at: 'factors', text: 'a run sheet needs a factor' }
  const names = [...block.factors, ...block.responses].map(({ name }) => name)
  if (new Set(names).size < names.length) return { at: 'factors', text: 'a name is used twice' }
  for (const [i, factor] of block.factors.entries()) {
    const text = factorProblem(factor)
    if (text) return { at: `factors[${i}]`, text }
  }
  const numbers = new Set<number>()
  for (const [i, run] of block.runs.entries()) {
    const text = runProblem(block, run)
    if (text) return { at: `runs[${i}]`, text }
    if (numbers.has(run.number)) return { at: `runs[${i}].number`, text: `${run.number} is used twice` }
    numbers.add(run.number)
  }
  return undefined
}

function factorProblem(factor: RunSheetFactor): string | undefined {
  if (factor.kind !== 'number') {
    return new Set(factor.levels).size < factor.levels.length ? 'a level stands twice' : undefined
  }
  if (factor.low > factor.high) return 'low is above high'
  return Number.isInteger(factor.digits) && factor.digits >= 0 && factor.digits <= 15
    ? undefined
    : `${factor.digits} decimals can't be shown`
}

function runProblem({ factors, responses }: RunSheetBlock, run: RunSheetRun): string | undefined {
  if (run.settings.length !== factors.length) return `has ${run.settings.length} settings for ${factors.length} factors`
  if (run.results.length !== responses.length) {
    return `has ${run.results.length} results for ${responses.length} responses`
  }
  for (const [f, factor] of factors.entries()) {
    const setting = run.settings[f]!
    const fits = factor.kind === 'number' ? typeof setting === 'number' : factor.levels.includes(String(setting))
    if (!fits) return `${JSON.stringify(setting)} is no setting of ${factor.name}`
  }
  return undefined
}

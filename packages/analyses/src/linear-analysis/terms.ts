import { inputColumns, type ModelTerms, mainEffects, parseFormula, secondOrderTerms } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Table } from '@zerosec/table'
import type { FactorColumn } from '../factor-columns.ts'
import { type LinearParameters, PRESETS } from './parameters.ts'

/**
 * The terms that the parameter asks for: a preset over the features, or a formula in which `.` stands for the features.
 *
 * @throws CodedError formula_invalid, column_unknown, parameter_invalid if the formula names another response or uses it
 */
export function chooseTerms(
  table: Table,
  features: readonly FactorColumn[],
  { terms, target_column }: Pick<LinearParameters, 'terms' | 'target_column'>,
): ModelTerms {
  const names = features.map((feature) => feature.name)
  if (terms === 'main') return { intercept: true, terms: mainEffects(names) }
  if (terms === 'interactions') return { intercept: true, terms: secondOrderTerms(names) }
  if (terms === 'quadratic') {
    const squared = features.filter(hasThreeValues).map((feature) => feature.name)
    return { intercept: true, terms: secondOrderTerms(names, squared) }
  }
  const formula = parseFormula(terms, { columns: table.columns.map((column) => column.name), features: names })
  if (formula.response !== null && formula.response !== target_column) {
    refuse(`the formula explains "${formula.response}", but target_column is "${target_column}"`)
  }
  if (inputColumns(formula.terms).includes(target_column)) {
    refuse(`"${target_column}" is the response and can't explain itself`)
  }
  return formula
}

export function isPreset(terms: string): boolean {
  return PRESETS.some((preset) => preset === terms)
}

/** Whether the terms stand for every feature: a preset, or a formula with a dot of its own. */
export function readsAllFeatures(terms: string): boolean {
  return isPreset(terms) || /(?<![\p{L}\p{N}_.`"'])\.(?![\p{L}\p{N}_.`"'])/u.test(terms)
}

function refuse(problem: string): never {
  throw new CodedError('parameter_invalid', { parameter: 'terms', problem })
}

/** The square of a column with two values is a multiple of the column itself. */
function hasThreeValues(feature: FactorColumn): boolean {
  if (feature.kind !== 'number') return false
  const distinct = new Set<number>()
  for (const value of feature.values) {
    if (!Number.isNaN(value)) distinct.add(value)
    if (distinct.size > 2) return true
  }
  return false
}

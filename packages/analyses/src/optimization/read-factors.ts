import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import { blockFactor } from './block-factor.ts'
import { describedFactors, typeOf } from './described-factors.ts'
import type { DesignBasis } from './design-basis.ts'
import type { FactorDescription } from './factor-description.ts'
import type { FactorTable } from './factor-table.ts'
import { unknownFactor } from './model-terms.ts'
import type { OptimizationParameters } from './parameters.ts'
import { readConstraints } from './read-constraints.ts'

/**
 * New runs for described factors.
 *
 * @param table  where the descriptions come from a table
 * @throws CodedError design_mode_impossible, design_factors_none, design_factor_unknown, and what the factors and constraints refuse
 */
export function readFactors(
  descriptions: readonly FactorDescription[],
  parameters: OptimizationParameters,
  table?: FactorTable,
): DesignBasis {
  if (parameters.mode === 'select' || parameters.mode === 'augment') {
    const problem = table
      ? 'the table lists factors and has no rows of settings; choose new, or upload the rows'
      : 'none of the described factors is a column of the table; name them as its columns are named, or choose new'
    throw new CodedError('design_mode_impossible', { mode: parameters.mode, problem })
  }
  if (descriptions.length === 0)
    throw new CodedError('design_factors_none', { reasons: 'it has headings and no factors' })
  const names = descriptions.map(({ name }) => name)
  const unknown = Object.keys(parameters.bounds).find((name) => !names.includes(name))
  if (unknown !== undefined) throw unknownFactor('bounds', unknown, names)
  const { factors, columns, warnings } = describedFactors(descriptions, parameters.bounds)
  const blocks = blockFactor(parameters, undefined, false, blockDescription(descriptions))
  const all = blocks ? [blocks.factor, ...factors] : factors
  return {
    mode: 'new',
    factors: all,
    columns: blocks ? [blocks.column, ...columns] : columns,
    constraints: readConstraints(parameters.constraints, all),
    responses: parameters.response_columns.map((name) => ({ name, existing: [] })),
    warnings: [...sourceNotes(descriptions, table), ...warnings],
  }
}

function blockDescription(descriptions: readonly FactorDescription[]) {
  const [first, second] = descriptions.filter((description) => typeOf(description) === 'block')
  if (second) {
    const problem = `${first!.name} and ${second.name} are both blocks; keep one, or make the other categorical`
    throw new CodedError('design_factor_invalid', { factor: second.name, problem })
  }
  return first && { name: first.name, levels: (first.levels ?? []).map(String) }
}

function sourceNotes(descriptions: readonly FactorDescription[], table: FactorTable | undefined): Warning[] {
  const names = descriptions.map(({ name }) => name).join(', ')
  if (!table) {
    const message = `The factors are those described in the parameters (${names}); the table is not used.`
    return [{ code: 'table_use', level: 'note', message }]
  }
  const layout = {
    rows: 'one row a factor',
    columns: 'one column a factor',
    levels: 'the levels of one factor a column',
  }
  const notes: Warning[] = [
    {
      code: 'table_use',
      level: 'note',
      message: `The table is read as a list of factors, ${layout[table.layout]}: ${names}.${table.layout === 'levels' ? ' If its rows are runs, set mode to select or augment.' : ''}`,
    },
  ]
  if (table.ignored.length > 0) {
    const message = `Without meaning in a list of factors, and not used: ${table.ignored.join(', ')}.`
    notes.push({ code: 'headings_ignored', level: 'caution', message, columns: table.ignored })
  }
  return notes
}

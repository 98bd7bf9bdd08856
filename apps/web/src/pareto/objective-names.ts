import type { Report } from '@zerosec/report'
import type { ColumnRole } from './explorer-table.ts'

/** What parameters name objectives in: lists of columns, and records by column. */
const PARAMETERS = ['maximise', 'minimise', 'targets', 'ranges']

/** What the file of a front says of a row beside its objectives and factors. */
const REMARKS = /^(row|setting|label|probability|domain|choice|desirability|front|crowding|hypervolume_added)$/
const OF_OBJECTIVE = /^(.*)_(low|high|off)$/

/** What a column of a front's file is, by its name. */
export function roleInFront(objectives: ReadonlySet<string>): (name: string) => ColumnRole {
  return (name) => {
    if (objectives.has(name)) return 'objective'
    const isRemark = REMARKS.test(name) || objectives.has(OF_OBJECTIVE.exec(name)?.[1] ?? '')
    return isRemark ? 'other' : 'factor'
  }
}

/** The columns that a job trades off, by the parameters that name them. */
export function objectiveNames({ parameters }: Pick<Report, 'parameters'>): ReadonlySet<string> {
  return new Set(
    PARAMETERS.flatMap((parameter) => {
      const value = parameters[parameter]
      if (Array.isArray(value)) return value.filter((name) => typeof name === 'string')
      return typeof value === 'object' && value !== null ? Object.keys(value) : []
    }),
  )
}

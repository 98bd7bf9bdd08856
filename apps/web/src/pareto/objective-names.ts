import type { Report } from '@zerosec/report'

/** What parameters name objectives in: lists of columns, and records by column. */
const PARAMETERS = ['maximise', 'minimise', 'targets', 'ranges', 'objectives']

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

export type PeriodName = 'current' | 'previous'

/** The column that holds a measure or metric of a period. */
export function columnOf(name: string, period: PeriodName): string {
  return period === 'current' ? name : `previous_${name}`
}

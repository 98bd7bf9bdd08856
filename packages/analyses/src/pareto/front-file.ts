import type { AnalysisFile } from '../analysis.ts'
import { csv } from '../modelling/csv-file.ts'
import { type FrontColumn, frontColumns } from './front-columns.ts'
import type { TradeOff } from './trade-off.ts'

/** Every row of the front with all that is known of it. */
export function frontFile(tradeOff: TradeOff): AnalysisFile {
  const columns = frontColumns(tradeOff, Infinity)
  const header = columns.map(({ name }) => name)
  return csv(
    'pareto_front.csv',
    header,
    tradeOff.front.map((place, i) => columns.map((column) => written(column, place, i))),
  )
}

function written({ cell }: FrontColumn, place: number, i: number): string | number | boolean {
  return cell(place, i) ?? ''
}

import type { TableBlock } from '@zerosec/report'
import { formatInteger, formatNumber, formatPercent, formatPValue } from '../numbers/format.ts'

type Column = TableBlock['columns'][number]
type Cell = TableBlock['rows'][number][number]

/** A cell as text; an empty one for null. */
export function cellText(cell: Cell, format: Column['format']): string {
  if (cell === null) return ''
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no'
  if (typeof cell === 'string') return cell
  switch (format) {
    case 'integer':
      return formatInteger(cell)
    case 'percent':
      return formatPercent(cell)
    case 'p_value':
      return formatPValue(cell)
    default:
      return formatNumber(cell)
  }
}

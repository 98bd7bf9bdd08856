import type { Warning } from '@zerosec/report'
import type { Finding, Table } from '@zerosec/table'

const SHOWN = 20

/** What the reading of the file changed (notes) or doubted (cautions), as far as it matters. */
export function findingWarnings(table: Table, matters: (finding: Finding) => boolean): Warning[] {
  return table.findings.filter(matters).map(({ kind, code, message, column, count, places }) => {
    const rows = [...new Set(places.map((place) => place.row))].slice(0, SHOWN)
    return {
      code,
      level: kind === 'doubt' ? 'caution' : 'note',
      message,
      ...(column === undefined ? {} : { columns: [column] }),
      ...(rows.length === 0 ? {} : { rows }),
      count,
    }
  })
}

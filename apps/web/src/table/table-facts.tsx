import type { TableProfile } from '@zerosec/table'
import { formatBytes, formatInteger } from '../numbers/format.ts'

const DELIMITERS: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }

function factsOf({ source, rows, columns }: TableProfile): [string, string][] {
  const facts: [string, string | undefined][] = [
    ['Rows', formatInteger(rows)],
    ['Columns', formatInteger(columns.length)],
    ['Format', source.format.toUpperCase()],
    ['Encoding', source.encoding],
    ['Delimiter', source.delimiter && (DELIMITERS[source.delimiter] ?? source.delimiter)],
    ['Decimal mark', source.decimal_mark && (source.decimal_mark === ',' ? 'comma' : 'point')],
    ['Sheet', source.sheet],
    ['Header', `row ${source.header_row}`],
    ['Units', source.units_row === undefined ? undefined : `row ${source.units_row}`],
    ['Size', formatBytes(source.bytes)],
  ]
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined)
}

/** How the file was read, as a line of facts. */
export function TableFacts({ profile }: { profile: TableProfile }) {
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3">
      {factsOf(profile).map(([name, value]) => (
        <div key={name}>
          <dt className="label">{name}</dt>
          <dd className="font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

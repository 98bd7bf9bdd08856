import type { TableBlockColumn } from '@zerosec/report'
import type { Cell } from '@zerosec/table'
import type { TradeOff } from './trade-off.ts'
import { isDistance } from './wishes.ts'

/** A column of the table of the front. */
export interface FrontColumn {
  /** In the CSV file. */
  readonly name: string
  readonly label: string
  readonly format: TableBlockColumn['format']
  readonly unit?: string
  /** @param place  of the candidate; @param i  of it on the front */
  readonly cell: (place: number, i: number) => Cell
}

/** @param mostSettings  factors and other columns that are shown, at most */
export function frontColumns(tradeOff: TradeOff, mostSettings: number): FrontColumn[] {
  const { candidates, ranks, room, desirability, contributions, chances } = tradeOff
  const { labels, domain, settings, source } = candidates
  const row = source === 'search' ? 'setting' : 'row'
  return [
    { name: row, label: row, format: 'integer', cell: (place) => candidates.numbers[place]! },
    ...(labels ? [text('label', 'label', (place) => labels[place]!)] : []),
    ...objectiveColumns(tradeOff),
    ...(chances
      ? [
          share('probability', 'on the front with probability', (place) => {
            const found = chances.probability[place]!
            return Number.isNaN(found) ? null : found
          }),
        ]
      : []),
    ...(domain ? [text('domain', 'like the data', (place) => DOMAIN_WORDS[domain[place]!])] : []),
    text('choice', 'choice', (place) => choiceOf(tradeOff, place)),
    number('desirability', 'desirability', (place) => desirability[place]!),
    { name: 'front', label: 'front', format: 'integer', cell: (place) => ranks[place]! + 1 },
    number('crowding', 'room on the front', (place) => (Number.isFinite(room[place]!) ? room[place]! : null)),
    ...(contributions ? [number('hypervolume_added', 'hypervolume it adds', (_, i) => contributions[i]!)] : []),
    ...settings.slice(0, mostSettings).map(({ name, unit, cells }): FrontColumn => {
      const isNumber = cells.some((cell) => typeof cell === 'number')
      return {
        name,
        label: name,
        format: isNumber ? 'number' : 'text',
        ...(unit === undefined ? {} : { unit }),
        cell: (place) => (isNumber ? cells[place]! : cells[place] === null ? null : String(cells[place])),
      }
    }),
  ]
}

export const DOMAIN_WORDS = { inside: 'yes', edge: 'at the edge', outside: 'no: extrapolated' } as const

function objectiveColumns({ candidates, wishes, losses }: TradeOff): FrontColumn[] {
  return wishes.flatMap((wish, k): FrontColumn[] => {
    const { name, unit, values, interval } = candidates.quantities.get(wish.name)!
    const shared = { format: 'number' as const, ...(unit === undefined ? {} : { unit }) }
    return [
      { ...shared, name, label: interval ? `predicted ${name}` : name, cell: (place) => values[place]! },
      ...(interval
        ? [
            { ...shared, name: `${name}_low`, label: 'from', cell: (place: number) => interval.low[place]! },
            { ...shared, name: `${name}_high`, label: 'to', cell: (place: number) => interval.high[place]! },
          ]
        : []),
      ...(isDistance(wish)
        ? [
            {
              ...shared,
              name: `${name}_off`,
              label: `${name} off by`,
              cell: (place: number) => losses[place * wishes.length + k]!,
            },
          ]
        : []),
    ]
  })
}

/** What speaks for a row, in words; null for most. */
export function choiceOf({ knee, mostDesirable, byPriority }: TradeOff, place: number): string | null {
  const words = [
    ...(place === knee ? ['knee'] : []),
    ...(place === mostDesirable ? ['most desirable'] : []),
    ...(byPriority?.includes(place) ? ['by priorities'] : []),
  ]
  return words.length === 0 ? null : words.join(' and ')
}

function text(name: string, label: string, cell: (place: number) => Cell): FrontColumn {
  return { name, label, format: 'text', cell: (place) => (cell(place) === null ? null : String(cell(place))) }
}

function number(name: string, label: string, cell: (place: number, i: number) => Cell): FrontColumn {
  return { name, label, format: 'number', cell }
}

function share(name: string, label: string, cell: (place: number) => Cell): FrontColumn {
  return { name, label, format: 'percent', cell }
}

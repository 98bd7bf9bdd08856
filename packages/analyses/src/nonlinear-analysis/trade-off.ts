import type { Section } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { NonlinearParameters } from './parameters.ts'
import type { Preparation } from './prepare.ts'
import { type ComparedRow, tradeOffFigure } from './trade-off-figures.ts'

/** The measured rows that no other row beats in all responses; with one response there is nothing to trade. */
export function tradeOffSections(
  table: Table,
  preparations: readonly Preparation[],
  { directions, enable_pareto: isWanted }: NonlinearParameters,
): Section[] {
  if (!isWanted || preparations.length < 2) return []
  const responses = preparations.map(({ response: { name, unit } }) => ({
    name,
    ...(unit === undefined ? {} : { unit }),
    direction: directions[name] ?? 'maximise',
  }))
  const signs = responses.map(({ direction }) => (direction === 'maximise' ? 1 : -1))
  const measured = Array.from({ length: table.rowCount }, (_, row) => ({
    row: table.source.rowNumbers[row]!,
    values: preparations.map(({ response }) => response.values[row]!),
  })).filter(({ values }) => values.every((value) => !Number.isNaN(value)))
  const beats = (a: readonly number[], b: readonly number[]) =>
    a.every((value, k) => signs[k]! * (value - b[k]!) >= 0) && a.some((value, k) => value !== b[k])
  const rows = measured.map(
    (one): ComparedRow => ({ ...one, isFront: !measured.some((other) => beats(other.values, one.values)) }),
  )
  const pairs = responses.flatMap((_, a) => responses.slice(a + 1).map((_, k) => [a, a + 1 + k] as const))
  const assumed = responses.filter(({ name }) => directions[name] === undefined).map(({ name }) => name)
  const wishes =
    assumed.length === 0
      ? ''
      : ` Large values are taken to be wanted of ${assumed.join(', ')}: say otherwise in directions.`
  return [
    {
      id: 'trade_off',
      title: 'Responses against each other',
      text: `Measured rows that no other row beats in all responses; ${measured.length} rows have all of them.${wishes}`,
      blocks: [
        ...pairs.map((pair) => tradeOffFigure(rows, responses, pair)),
        {
          kind: 'table',
          id: 'trade_off_front',
          title: 'Rows that are beaten by none',
          columns: [
            { name: 'row', label: 'row', format: 'integer' },
            ...responses.map(({ name }, k) => ({ name: `response_${k + 1}`, label: name, format: 'number' as const })),
          ],
          rows: rows.filter(({ isFront }) => isFront).map(({ row, values }) => [row, ...values]),
        },
      ],
    },
  ]
}

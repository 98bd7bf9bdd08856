import type { ParityDifference, ParityReport } from '@zerosec/commerce'
import { textTable } from '../text-table.ts'

const SHOWN = 50

/** A report of parity for people: what was compared, and the cells that differ. */
export function parityText(report: ParityReport, [left, right]: readonly [string, string]): string {
  const { compared, differences, metrics, snapshots, from, to } = report
  const named = metrics.filter(({ metric }) => metric !== 'excluded_rows').length
  const values = `${compared.toLocaleString('en-US')} values of ${named} ${named === 1 ? 'metric' : 'metrics'}, ${from} to ${to} (the last day excluded)`
  const stale =
    snapshots[0] === snapshots[1]
      ? []
      : [`${left} has the snapshot ${snapshots[0]}, ${right} has ${snapshots[1]}: publish it anew.`]
  if (differences.length === 0) return [...stale, `${left} and ${right} agree in ${values}.`].join('\n')
  const rows = differences.slice(0, SHOWN).map((difference) => rowOf(difference))
  return [
    ...stale,
    `${left} and ${right} differ in ${differences.length.toLocaleString('en-US')} of ${values}.`,
    '',
    textTable(
      [
        { label: 'metric' },
        { label: 'compared', align: 'right' },
        { label: 'differ', align: 'right' },
        { label: 'at most by', align: 'right' },
      ],
      metrics
        .filter((metric) => metric.differences > 0)
        .map((metric) => [
          metric.metric,
          String(metric.compared),
          String(metric.differences),
          numberText(metric.largest_difference),
        ]),
    ),
    '',
    textTable(
      [
        { label: 'metric' },
        { label: 'of', maxWidth: 50 },
        { label: left, align: 'right' },
        { label: right, align: 'right' },
        { label: 'difference', align: 'right' },
      ],
      rows,
    ),
    ...(differences.length > SHOWN ? [`\n${differences.length - SHOWN} more: --json has all of them`] : []),
  ].join('\n')
}

function rowOf({ metric, cell, is_total, is_previous, values, difference }: ParityDifference): string[] {
  const of = is_total
    ? 'total'
    : Object.values(cell)
        .map((value) => (value === null ? '–' : String(value)))
        .join(', ')
  const [a, b] = values.map((value) => (value === undefined ? 'no row' : numberText(value)))
  return [is_previous ? `${metric}, before` : metric, of, a ?? '', b ?? '', numberText(difference)]
}

function numberText(value: number | null): string {
  return value === null ? '–' : String(value)
}

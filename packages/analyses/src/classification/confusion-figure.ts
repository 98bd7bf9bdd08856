import type { FigureBlock, TableBlock } from '@zerosec/report'
import type { ClassOutcome } from './outcome.ts'

/** Above so many classes the cells are too small for a number. */
const MOST_LABELLED = 15

/** True classes against those that are said, with the number of rows in each cell. */
export function confusionFigure(outcome: ClassOutcome): FigureBlock {
  const { labels } = outcome.preparation.classes
  const counts = confusionCounts(outcome)
  const totals = counts.map((row) => row.reduce((a, b) => a + b, 0))
  const values = counts.flatMap((row, actual) =>
    row.map((count, predicted) => ({
      actual: labels[actual]!,
      predicted: labels[predicted]!,
      count,
      share: totals[actual] === 0 ? 0 : count / totals[actual]!,
    })),
  )
  const x = {
    field: 'predicted',
    type: 'nominal',
    title: 'predicted class',
    sort: labels,
    axis: { orient: 'top', labelAngle: labels.length > 4 ? -40 : 0 },
  }
  const y = { field: 'actual', type: 'nominal', title: 'true class', sort: labels }
  const step = labels.length <= 4 ? 84 : 52
  return {
    kind: 'figure',
    id: 'confusion',
    title: 'True and predicted classes',
    caption:
      'Rows predicted by a procedure that never saw them. Number of rows; the colour is the share of the true class.',
    spec: {
      width: { step },
      height: { step: Math.min(step, 56) },
      data: { values },
      layer: [
        {
          mark: { type: 'rect' },
          encoding: {
            x,
            y,
            color: {
              field: 'share',
              type: 'quantitative',
              title: 'share of true class',
              scale: { domain: [0, 1], range: 'ramp' },
              legend: { format: '.0%' },
            },
            tooltip: [
              { field: 'actual', title: 'true' },
              { field: 'predicted', title: 'predicted' },
              { field: 'count', title: 'rows', type: 'quantitative' },
              { field: 'share', title: 'share', type: 'quantitative', format: '.1%' },
            ],
          },
        },
        ...(labels.length > MOST_LABELLED ? [] : [countLabels(x, y)]),
      ],
    },
  }
}

/** White on the dark cells, dark on the light ones. */
function countLabels(x: object, y: object): object {
  return {
    mark: { type: 'text', fontSize: 13 },
    encoding: {
      x,
      y,
      text: { field: 'count', type: 'quantitative' },
      color: { condition: { test: 'datum.share > 0.5', value: '#ffffff' }, value: '#1b2733' },
    },
  }
}

/** The same as a table, with how much of each class is found and how much of what is said is right. */
export function confusionTable(outcome: ClassOutcome): TableBlock {
  const { labels } = outcome.preparation.classes
  const counts = confusionCounts(outcome)
  return {
    kind: 'table',
    id: 'confusion_table',
    title: 'Rows by true and predicted class',
    columns: [
      { name: 'actual', label: 'true class', format: 'text' },
      ...labels.map((label, k) => ({
        name: `predicted_${k + 1}`,
        label: `predicted ${label}`,
        format: 'integer' as const,
      })),
      { name: 'recall', label: 'found of the class', format: 'percent' },
      { name: 'precision', label: 'right where it is said', format: 'percent' },
    ],
    rows: labels.map((label, k) => {
      const own = counts[k]![k]!
      const said = counts.reduce((sum, row) => sum + row[k]!, 0)
      const there = counts[k]!.reduce((a, b) => a + b, 0)
      return [label, ...counts[k]!, there === 0 ? null : own / there, said === 0 ? null : own / said]
    }),
  }
}

function confusionCounts({ rows, preparation }: ClassOutcome): number[][] {
  const k = preparation.classes.labels.length
  const counts = Array.from({ length: k }, () => Array.from({ length: k }, () => 0))
  for (const { actual, predicted } of rows) counts[actual]![predicted]!++
  return counts
}

import type { DomainVerdict } from '@zerosec/engine'
import type { Model, Prediction } from '@zerosec/model'
import type { Cell } from '@zerosec/table'
import { shortNumber } from '../plot-parts.ts'

export type Verdict = DomainVerdict | 'unknown'

/** A prediction with what leads back to its row. */
export interface PredictedRow {
  /** The line of the file or row of the sheet; of a grid the number of the point, from 1. */
  readonly row: number
  readonly prediction: Prediction
}

export function verdictOf({ domain }: Prediction): Verdict {
  return domain?.verdict ?? 'unknown'
}

/** The numbers of a prediction, for figures: null of a class. */
export function numbersOf({ row, prediction }: PredictedRow) {
  if (prediction.kind !== 'number' || prediction.value === null) return null
  const { value, interval } = prediction
  return {
    row,
    value,
    low: interval?.low ?? value,
    high: interval?.high ?? value,
    domain: verdictOf(prediction),
    distance: prediction.domain?.distance ?? null,
  }
}

export interface OutputColumn {
  readonly name: string
  readonly label: string
  readonly format: 'text' | 'number' | 'percent'
  readonly unit?: string
  readonly cell: (prediction: Prediction) => Cell
}

/** The columns that a prediction adds to a table; `prediction_<target>` is the name that programs look for. */
export function outputColumns({ target, interval, domain }: Model): readonly OutputColumn[] {
  const name = `prediction_${target.name}`
  const unit = target.unit === undefined ? {} : { unit: target.unit }
  const label = `predicted ${target.name}`
  return [
    { name, label, format: target.classes ? 'text' : 'number', ...unit, cell: ({ value }) => value },
    ...(target.classes ?? []).map(
      (name_): OutputColumn => ({
        name: `share_${name_}`,
        label: `share of ${name_}`,
        format: 'percent',
        cell: (prediction) => (prediction.kind === 'class' ? (prediction.shares?.[name_] ?? null) : null),
      }),
    ),
    ...(interval
      ? (['low', 'high'] as const).map(
          (end): OutputColumn => ({
            name: `${name}_${end}`,
            label: end === 'low' ? 'interval from' : 'to',
            format: 'number',
            ...unit,
            cell: (prediction) => (prediction.kind === 'number' ? (prediction.interval?.[end] ?? null) : null),
          }),
        )
      : []),
    { name: 'domain', label: 'domain', format: 'text', cell: verdictOf },
    ...(domain
      ? ([
          {
            name: 'distance',
            label: 'distance to the training rows',
            format: 'number',
            cell: (each) => each.domain?.distance ?? null,
          },
        ] as OutputColumn[])
      : []),
    { name: 'unknown_categories', label: 'unknown categories', format: 'text', cell: unknownCategories },
    { name: 'remarks', label: 'remarks', format: 'text', cell: remarks },
  ]
}

function unknownCategories({ flags }: Prediction): string {
  return flags.flatMap((flag) => (flag.kind === 'unseen_category' ? [`${flag.column}: ${flag.value}`] : [])).join('; ')
}

/** Why a prediction is to be doubted, in words. */
function remarks({ flags, domain }: Prediction): string {
  const missing = flags.flatMap((flag) => (flag.kind === 'missing_cell' ? [flag.column] : []))
  const ranges = flags.flatMap((flag) =>
    flag.kind === 'outside_range'
      ? [
          `${flag.column} = ${shortNumber(flag.value)} lies outside of ${shortNumber(flag.low)} to ${shortNumber(flag.high)}`,
        ]
      : [],
  )
  const kinds = new Set(flags.map(({ kind }) => kind))
  const far = domain?.reasons.find(({ kind }) => kind === 'far_from_rows' || kind === 'high_leverage')
  return [
    ...(kinds.has('no_prediction')
      ? ['no prediction: the model needs the missing cells, or has no finite answer']
      : []),
    ...(missing.length > 0 ? [`missing: ${missing.join(', ')}`] : []),
    ...ranges,
    ...(far?.kind === 'far_from_rows' ? ['far from every training row'] : []),
    ...(far?.kind === 'high_leverage' ? ['an unusual combination'] : []),
    ...(kinds.has('limited') ? ['held at the end of what the response can be'] : []),
  ].join('; ')
}

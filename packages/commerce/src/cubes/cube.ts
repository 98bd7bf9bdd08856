import type { CommerceCube, CommerceCubeQuery } from '@zerosec/contract'
import type { z } from 'zod'
import type { Unit } from '../metrics/metric.ts'
import type { Day } from '../query/calendar.ts'
import type { SnapshotFacts } from '../query/snapshot-facts.ts'
import type { Dialect } from '../sql/dialect.ts'
import { print } from '../sql/dialect.ts'
import { allOf, column, type Expression, oneOf, text } from '../sql/expression.ts'

export type CubeQuery = z.output<typeof import('@zerosec/contract').CommerceCubeQuery>
export type CubeQueryOf<Name extends CommerceCubeQuery['cube']> = Extract<CubeQuery, { cube: Name }>

/** What a cube is written with. */
export interface CubeContext {
  readonly dialect: Dialect
  readonly snapshot: SnapshotFacts
  /** The day that the numbers are of. */
  readonly asOf: Day
  /** The tables of cohorts that were made with the snapshot may be read; they are of its last day. */
  readonly rollups: boolean
}

/** A statement whose columns are the cube's, in order. */
export interface CubeSql {
  readonly sql: string
  readonly columns: readonly { readonly name: string; readonly label: string; readonly unit?: Unit }[]
  readonly notes: CommerceCube['notes']
}

/** `WHERE …` over customers, by the country and channel of their first order and the month of it; empty where all are meant. */
export function customersWhere(
  dialect: Dialect,
  query: {
    country?: string[] | undefined
    channel?: string[] | undefined
    from?: string | undefined
    to?: string | undefined
  },
  more: readonly Expression[] = [],
): string {
  const among = (name: string, values: string[] | undefined) =>
    values === undefined ? undefined : oneOf(column(name), values.map(text))
  const month = column('cohort_month')
  const condition = allOf([
    among('country', query.country),
    among('channel', query.channel),
    query.from === undefined
      ? undefined
      : { kind: 'binary', operator: '>=', left: month, right: { kind: 'date', value: query.from } },
    query.to === undefined
      ? undefined
      : { kind: 'binary', operator: '<', left: month, right: { kind: 'date', value: query.to } },
    ...more,
  ])
  return condition === undefined ? '' : ` WHERE ${print(dialect, condition)}`
}

import type { Plan } from './plan.ts'

/** What a row of the answer is: a bucket of a group, a whole group, or all of it. */
export interface Levels {
  readonly detail: number
  readonly group: number | undefined
  readonly total: number
}

/** As GROUPING adds up: 1 where the buckets are taken together, 2 where the groups are. */
export function levelsOf({ grain, dimensions }: Plan): Levels {
  const total = (grain === undefined ? 0 : 1) + (dimensions.length === 0 ? 0 : 2)
  return { detail: 0, group: total === 3 ? 1 : undefined, total }
}

/** Bucket and dimensions: what a row is of. */
export function keysOf({ grain, dimensions }: Plan): string[] {
  return [...(grain === undefined ? [] : ['bucket']), ...dimensions]
}

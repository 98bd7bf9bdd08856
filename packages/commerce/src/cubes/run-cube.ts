import { type CommerceCube, CommerceCubeQuery } from '@zerosec/contract'
import { type Day, dayOf, dayText } from '../query/calendar.ts'
import { parseBy, type QueryOptions } from '../query/run-query.ts'
import { readSnapshotFacts } from '../query/snapshot-facts.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { affinity } from './affinity.ts'
import type { CubeContext, CubeQuery, CubeSql } from './cube.ts'
import { ltv } from './ltv.ts'
import { repeatCurve } from './repeat-curve.ts'
import { retention } from './retention.ts'
import { rfm } from './rfm.ts'

/**
 * Answers a query of a cube: cohorts, value over time, segments, baskets, or how soon customers come back.
 * @throws CodedError commerce_query_invalid, commerce_query_timeout
 */
export async function runCube(
  warehouse: Warehouse,
  input: CommerceCubeQuery,
  options: QueryOptions = {},
): Promise<CommerceCube> {
  const started = performance.now()
  const query = parseBy(CommerceCubeQuery, input)
  const snapshot = options.snapshot ?? (await readSnapshotFacts(warehouse))
  const asOf: Day = Math.min(snapshot.lastDay, 'as_of' in query && query.as_of ? dayOf(query.as_of) : Infinity)
  const { sql, columns, notes } = cubeSql(query, {
    dialect: warehouse.dialect,
    snapshot,
    asOf,
    rollups: (options.rollups ?? true) && asOf === snapshot.lastDay,
  })
  const result = await warehouse.run(sql, { timeLimitMs: options.timeLimitMs, signal: options.signal })
  return {
    cube: query.cube,
    snapshot_id: snapshot.id,
    currency: snapshot.currency,
    as_of: dayText(asOf),
    columns: columns.map((column, j) => ({ ...column, values: [...(result.columns[j] ?? [])] })),
    rows: result.rows,
    notes: [...notes],
    sql,
    elapsed_ms: performance.now() - started,
  }
}

export function cubeSql(query: CubeQuery, context: CubeContext): CubeSql {
  switch (query.cube) {
    case 'retention':
      return retention(query, context)
    case 'ltv':
      return ltv(query, context)
    case 'rfm':
      return rfm(query, context)
    case 'affinity':
      return affinity(query, context)
    case 'repeat_curve':
      return repeatCurve(query, context)
  }
}

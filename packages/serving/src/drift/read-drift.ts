import type { DriftColumn, DriftResponse } from '@zerosec/contract'
import { sql } from 'kysely'
import type { VersionFacts } from '../registry/version-facts.ts'
import type { ServingConnection } from '../tables.ts'
import type { Baseline } from './baseline.ts'
import { driftOf, MINIMUM_ROWS } from './drift-of.ts'
import { addTraffic, newTraffic } from './traffic-counts.ts'
import { readBaseline } from './watched-version.ts'

const NO_BASELINE = { kind: 'none' } as const

/** What a version was asked within the last hours, by all processes, against what it was made from. */
export async function readDrift(
  connection: ServingConnection,
  { versionId, name, version, signature }: VersionFacts,
  hours: number,
): Promise<DriftResponse> {
  const known = await readBaseline(connection, versionId)
  const names = signature.inputs.map((input) => input.name)
  const baseline: Baseline = known ?? {
    source: 'training',
    rows: 0,
    inputs: names.map(() => NO_BASELINE),
    output: NO_BASELINE,
  }
  const parts = known
    ? await connection
        .selectFrom('model_traffic')
        .select('counts')
        .where('version_id', '=', versionId)
        // that in which the time began as well: a count does not tell when within its hour it was
        .where('hour', '>', sql<Date>`clock_timestamp() - (${hours}::int + 1) * interval '1 hour'`)
        .execute()
    : []
  const traffic = known
    ? addTraffic(
        known,
        parts.map(({ counts }) => counts),
      )
    : newTraffic(baseline)
  const measured = driftOf(names, signature.output.name, baseline, traffic)
  return {
    model_name: name,
    version,
    baseline: known ? known.source : 'none',
    baseline_rows: baseline.rows,
    rows: traffic.rows,
    minimum_rows: MINIMUM_ROWS,
    hours,
    ...(known ? measured : unmeasured(measured)),
  }
}

/** Until there is something to compare with. */
function unmeasured({ inputs, output }: ReturnType<typeof driftOf>): ReturnType<typeof driftOf> {
  const waiting = <T extends DriftColumn>(column: T): T => ({ ...column, state: 'not_enough' })
  return { inputs: inputs.map(waiting), output: waiting(output) }
}

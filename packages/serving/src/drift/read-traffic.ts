import type { TrafficResponse } from '@zerosec/contract'
import { sql } from 'kysely'
import type { ServingConnection } from '../tables.ts'

const HOUR_MS = 3_600_000

/** The rows that each version of a model answered, by all processes: in the hour that is not over and in so many before it, as drift counts them. */
export async function readTraffic(
  connection: ServingConnection,
  { workspaceId, name }: { readonly workspaceId: string; readonly name: string },
  hours: number,
): Promise<TrafficResponse> {
  const { rows: counted } = await sql<{ now: number; version: number | null; hour: number | null; rows: number }>`
    with clock as (select floor(extract(epoch from clock_timestamp()) / 3600)::float8 as now),
    counted as (
      select v.version, floor(extract(epoch from t.hour) / 3600)::float8 as hour,
        sum((t.counts ->> 'rows')::bigint)::float8 as rows
      from model_traffic t join model_versions v using (version_id), clock
      where v.workspace_id = ${workspaceId} and v.name = ${name}
        and t.hour > clock_timestamp() - (${hours}::int + 1) * interval '1 hour'
      group by 1, 2
    )
    select clock.now, counted.version, counted.hour, counted.rows from clock left join counted on true`.execute(
    connection,
  )
  const first = counted[0]!.now - hours
  const versions = new Map<number, number[]>()
  for (const { version, hour, rows } of counted) {
    if (version === null || hour === null) continue
    const ofVersion = versions.get(version) ?? Array.from({ length: hours + 1 }, () => 0)
    // the clock of a process may be ahead of the database's
    ofVersion[Math.min(hours, hour - first)]! += rows
    versions.set(version, ofVersion)
  }
  return {
    model_name: name,
    from: new Date(first * HOUR_MS).toISOString(),
    hours,
    versions: [...versions].toSorted(([a], [b]) => b - a).map(([version, rows]) => ({ version, rows })),
  }
}

import { z } from 'zod'
import { CommerceCube, CommerceCubeQuery } from './commerce-cubes.ts'
import { CommerceLoadInputs, LONGEST_MAPPING } from './commerce-mapping.ts'
import { CommerceQuery, CommerceResult } from './commerce-query.ts'
import { Count, Timestamp } from './fields.ts'

/** A shop over HTTP: many queries at once, what is known of its data, its snapshots and how they are loaded. */

export const MOST_QUERIES = 40
/** Of a query in an address. */
const LONGEST_QUERY_TEXT = 16_384

const queryText = z.string().max(LONGEST_QUERY_TEXT).describe('a CommerceQuery as JSON')
const id = z.string().min(1).max(100)

export const CommerceQueryParams = z.strictObject({ q: queryText })

export const CommerceQueriesRequest = z
  .strictObject({
    queries: z
      .array(z.union([z.strictObject({ id, query: CommerceQuery }), z.strictObject({ id, cube: CommerceCubeQuery })]))
      .min(1)
      .max(MOST_QUERIES)
      .refine((all) => new Set(all.map((each) => each.id)).size === all.length, 'two queries have the same id'),
  })
  .meta({ id: 'CommerceQueriesRequest' })
export type CommerceQueriesRequest = z.input<typeof CommerceQueriesRequest>

const CommerceFailure = z.object({ code: z.string(), message: z.string() })

export const CommerceQueriesResponse = z
  .object({
    snapshot_id: z.string().describe('what all of them are answered from'),
    answers: z
      .array(
        z.union([
          z.object({ id, result: CommerceResult }),
          z.object({ id, cube: CommerceCube }),
          z.object({ id, error: CommerceFailure }),
        ]),
      )
      .describe('in the order of the queries'),
  })
  .meta({ id: 'CommerceQueriesResponse' })
export type CommerceQueriesResponse = z.infer<typeof CommerceQueriesResponse>

const day = z.string().nullable()

export const CommerceStatus = z
  .object({
    snapshot: z.object({
      id: z.string(),
      made_at: Timestamp,
      currency: z.string().nullable(),
      time_zone: z.string().nullable(),
      first_date: day,
      last_date: day,
      has_times: z
        .boolean()
        .optional()
        .describe('false: orders carry a day alone, so that another time zone would say nothing new'),
    }),
    files: z.array(
      z.object({
        name: z.string(),
        source: z.string(),
        size: Count,
        encoding: z.string().nullable(),
        rows: Count,
        loaded: Count,
        quarantined: Count,
        superseded: Count.describe('replaced by a later version of the same id'),
        ignored: Count.describe('left out by a rule of the mapping'),
        loaded_at: Timestamp,
      }),
    ),
    quarantined: z.array(z.object({ code: z.string(), rows: Count })),
    left_out: z.array(z.object({ file: z.string(), reason: z.string(), rows: Count, first_line: Count.nullable() })),
    findings: z
      .array(z.object({ code: z.string(), place: z.string(), words: z.string() }))
      .describe('what the loading decided or doubts'),
    tables: z.array(z.object({ name: z.string(), words: z.string(), rows: Count })),
  })
  .meta({ id: 'CommerceStatus' })
export type CommerceStatus = z.infer<typeof CommerceStatus>

export const CommerceQuarantineQuery = z.strictObject({
  code: z.string().max(100).optional(),
  file: z.string().max(1000).optional().describe('its name as in the status'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(200).optional().describe('`next` of the page before'),
})

export const CommerceQuarantineFileQuery = z.strictObject({
  code: z.string().max(100).optional(),
  file: z.string().max(1000).optional(),
})

export const CommerceQuarantine = z
  .object({
    snapshot_id: z.string(),
    all_rows: Count.describe('that fit'),
    rows: z.array(
      z.object({
        file: z.string().nullable(),
        line: Count.nullable(),
        table: z.string().nullable(),
        code: z.string(),
        reason: z.string(),
        content: z.string().nullable(),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'CommerceQuarantine' })
export type CommerceQuarantine = z.infer<typeof CommerceQuarantine>

export const CommerceSnapshots = z
  .object({
    snapshots: z.array(
      z.object({
        id: z.string(),
        made_at: Timestamp,
        serves: z.boolean(),
        currency: z.string(),
        time_zone: z.string(),
        first_date: day,
        last_date: day,
        files: Count,
        orders: Count,
        bytes: Count,
      }),
    ),
  })
  .meta({ id: 'CommerceSnapshots' })
export type CommerceSnapshots = z.infer<typeof CommerceSnapshots>

export const CommerceSnapshotParams = z.object({ snapshot_id: z.string().min(1).max(100) })

export const CommerceServed = z
  .object({ before: z.string().describe('served until now'), now: z.string() })
  .meta({ id: 'CommerceServed' })

/** The name of the server-sent event that tells which snapshot serves. */
export const SNAPSHOT_EVENT = 'snapshot'

export const CommerceSnapshotEvent = z.object({ snapshot_id: z.string() }).meta({ id: 'CommerceSnapshotEvent' })
export type CommerceSnapshotEvent = z.infer<typeof CommerceSnapshotEvent>

export const COMMERCE_EXPORT_FORMATS = ['csv', 'xlsx', 'parquet'] as const
export type CommerceExportFormat = (typeof COMMERCE_EXPORT_FORMATS)[number]

export const CommerceExportQuery = z.strictObject({
  q: queryText,
  format: z.enum(COMMERCE_EXPORT_FORMATS).default('csv'),
})

export const MOST_DEMO_ORDERS = 200_000

export const CommerceDemoRequest = z
  .strictObject({
    orders: z.int().min(100).max(MOST_DEMO_ORDERS),
    seed: z.int().min(1).max(999_999_999).default(1),
    until: z.iso
      .date()
      .refine((text) => text >= '1980-01-01' && text <= '2099-12-31', 'days lie between 1980 and 2099')
      .optional()
      .describe('the last day; left out: 2026-10-31'),
    replace: z.boolean().default(false).describe('serve it instead of a shop that was loaded from files'),
  })
  .meta({ id: 'CommerceDemoRequest' })
export type CommerceDemoRequest = z.input<typeof CommerceDemoRequest>

export const CommerceLoadRequest = z
  .strictObject({
    inputs: CommerceLoadInputs,
    preset: z.string().max(100).optional().describe('a mapping that comes with zerosec'),
    mapping: z
      .string()
      .max(LONGEST_MAPPING)
      .optional()
      .describe('a mapping of your own, as YAML; without both: that of the last load'),
    fresh: z.boolean().default(false).describe('forget the files of earlier loads'),
  })
  .refine(({ preset, mapping }) => preset === undefined || mapping === undefined, {
    path: ['preset'],
    error: 'it stands for a mapping: give one of the two',
  })
  .meta({ id: 'CommerceLoadRequest' })
export type CommerceLoadRequest = z.input<typeof CommerceLoadRequest>

const optional = {
  rows: Count.optional(),
  loaded: Count.optional(),
  quarantined: Count.optional(),
  superseded: Count.optional(),
  ignored: Count.optional(),
  same_as: z.string().optional().describe('the file with the same bytes, whose rows stand for this one’s'),
}

export const CommerceLoad = z
  .object({
    load_id: z.string(),
    kind: z.enum(['files', 'demo', 'time_zone']),
    state: z.enum(['running', 'done', 'failed']),
    fraction: z.number().min(0).max(1),
    words: z.string().describe('what it is at'),
    started_at: Timestamp,
    ended_at: Timestamp.nullable(),
    snapshot_id: z.string().nullable().describe('that it made; null where nothing had changed, or it is not done'),
    error: CommerceFailure.nullable(),
    files: z.array(z.object({ name: z.string(), source: z.string(), state: z.string(), ...optional })),
    findings: z.array(z.object({ code: z.string(), place: z.string(), words: z.string() })),
  })
  .meta({ id: 'CommerceLoad' })
export type CommerceLoad = z.infer<typeof CommerceLoad>

export const CommerceLoads = z.object({ loads: z.array(CommerceLoad) }).meta({ id: 'CommerceLoads' })

export const CommerceLoadParams = z.object({ load_id: z.guid('expected a UUID') })

export const MOST_SQL_ROWS = 10_000

export const CommerceSqlRequest = z
  .strictObject({
    sql: z.string().min(1).max(20_000).describe('one SELECT over the tables of the shop'),
    limit: z.int().min(1).max(MOST_SQL_ROWS).default(1000).describe('rows that are answered'),
  })
  .meta({ id: 'CommerceSqlRequest' })
export type CommerceSqlRequest = z.input<typeof CommerceSqlRequest>

export const CommerceSqlResult = z
  .object({
    snapshot_id: z.string(),
    columns: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        values: z
          .array(z.union([z.string(), z.number(), z.boolean()]).nullable())
          .describe('numbers that JavaScript has not exactly are texts'),
      }),
    ),
    rows: Count,
    is_cut: z.boolean().describe('there are more rows than were asked for'),
    elapsed_ms: z.number(),
  })
  .meta({ id: 'CommerceSqlResult' })
export type CommerceSqlResult = z.infer<typeof CommerceSqlResult>

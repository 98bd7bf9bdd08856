import type { FindingCode, TableProfile } from '@zerosec/table'
import { z } from 'zod'
import { Count } from './fields.ts'
import { StoredFile } from './presign.ts'

export const InspectRequest = StoredFile.extend({
  sheet: z.string().min(1).max(255).optional().describe('of a workbook; without it the sheet is chosen'),
}).meta({ id: 'Inspect' })
export type InspectRequest = z.input<typeof InspectRequest>

const Finding = z
  .object({
    kind: z.enum(['repair', 'doubt']),
    code: z.custom<FindingCode>((code) => typeof code === 'string').meta({ type: 'string' }),
    message: z.string(),
    column: z.string().exactOptional(),
    count: Count,
    places: z.array(
      z.object({
        row: Count.describe('line of the file or row of the sheet, from 1'),
        column: z.string().exactOptional(),
        before: z.string().exactOptional(),
        after: z.string().exactOptional(),
      }),
    ),
  })
  .meta({ id: 'Finding' })

const ColumnProfile = z
  .object({
    name: z.string(),
    kind: z.enum(['number', 'category', 'text', 'date', 'boolean']),
    role: z.enum(['factor', 'identifier', 'constant', 'text', 'date']),
    unit: z.string().exactOptional(),
    missing: Count,
    distinct: Count,
    min: z.union([z.number(), z.string()]).exactOptional(),
    max: z.union([z.number(), z.string()]).exactOptional(),
    mean: z.number().exactOptional(),
    sd: z.number().exactOptional(),
    levels: z.array(z.object({ value: z.string(), count: Count })).exactOptional(),
    histogram: z.array(Count).exactOptional(),
  })
  .meta({ id: 'ColumnProfile' })

/** The table as read: `TableProfile` of packages/table, field for field. */
export const InspectResponse: z.ZodType<TableProfile> = z
  .object({
    name: z.string(),
    sha256: z.string(),
    rows: Count,
    source: z.object({
      format: z.string(),
      bytes: Count,
      encoding: z.string().exactOptional(),
      delimiter: z.string().exactOptional(),
      decimal_mark: z.string().exactOptional(),
      sheet: z.string().exactOptional(),
      sheets: z.array(z.string()).exactOptional(),
      header_row: Count,
      units_row: Count.exactOptional(),
    }),
    columns: z.array(ColumnProfile),
    findings: z.array(Finding),
    preview: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  })
  .meta({ id: 'TableProfile' })
export type InspectResponse = z.infer<typeof InspectResponse>

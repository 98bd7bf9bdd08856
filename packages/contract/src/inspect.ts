import type { FindingCode, TableProfile } from '@zerosec/table'
import { z } from 'zod'
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
    count: z.int(),
    places: z.array(
      z.object({
        row: z.int().describe('line of the file or row of the sheet, from 1'),
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
    missing: z.int(),
    distinct: z.int(),
    min: z.union([z.number(), z.string()]).exactOptional(),
    max: z.union([z.number(), z.string()]).exactOptional(),
    mean: z.number().exactOptional(),
    sd: z.number().exactOptional(),
    levels: z.array(z.object({ value: z.string(), count: z.int() })).exactOptional(),
    histogram: z.array(z.int()).exactOptional(),
  })
  .meta({ id: 'ColumnProfile' })

/** The table as read: `TableProfile` of packages/table, field for field. */
export const InspectResponse = z
  .object({
    name: z.string(),
    sha256: z.string(),
    rows: z.int(),
    source: z.object({
      format: z.string(),
      bytes: z.int(),
      encoding: z.string().exactOptional(),
      delimiter: z.string().exactOptional(),
      decimal_mark: z.string().exactOptional(),
      sheet: z.string().exactOptional(),
      sheets: z.array(z.string()).exactOptional(),
      header_row: z.int(),
      units_row: z.int().exactOptional(),
    }),
    columns: z.array(ColumnProfile),
    findings: z.array(Finding),
    preview: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
  })
  .meta({ id: 'TableProfile' }) satisfies z.ZodType<TableProfile>
export type InspectResponse = z.infer<typeof InspectResponse>

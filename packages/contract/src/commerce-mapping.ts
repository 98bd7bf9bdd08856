import { z } from 'zod'
import { Bucket, Count, ObjectKey } from './fields.ts'

/** How a shop's files are read: mappings are proposed and checked before anything is loaded. */

/** Of a mapping, in characters. */
export const LONGEST_MAPPING = 500_000

export const CommerceLoadInputs = z
  .array(z.strictObject({ bucket: Bucket, key: ObjectKey }))
  .min(1)
  .max(500)
  .describe('uploaded files; each is known by the name that it was uploaded with')

export const CommercePresets = z
  .object({ presets: z.array(z.object({ name: z.string(), mapping: z.string().describe('YAML') })) })
  .meta({ id: 'CommercePresets' })
export type CommercePresets = z.infer<typeof CommercePresets>

export const CommerceProposeRequest = z
  .strictObject({ inputs: CommerceLoadInputs })
  .meta({ id: 'CommerceProposeRequest' })
export type CommerceProposeRequest = z.input<typeof CommerceProposeRequest>

export const CommerceProposedMapping = z
  .object({
    preset: z.string().nullable().describe('the one that knows all of the files, where there is one'),
    mapping: z.string().describe('YAML, to be read and corrected'),
    is_current: z.boolean().describe('it is that of the last load, which knows these files'),
  })
  .meta({ id: 'CommerceProposedMapping' })
export type CommerceProposedMapping = z.infer<typeof CommerceProposedMapping>

export const CommerceCheckRequest = z
  .strictObject({
    inputs: CommerceLoadInputs,
    preset: z.string().max(100).optional(),
    mapping: z.string().max(LONGEST_MAPPING).optional().describe('YAML; without both: the one that is proposed'),
  })
  .refine(({ preset, mapping }) => preset === undefined || mapping === undefined, {
    path: ['preset'],
    error: 'it stands for a mapping: give one of the two',
  })
  .meta({ id: 'CommerceCheckRequest' })
export type CommerceCheckRequest = z.input<typeof CommerceCheckRequest>

export const CommerceCheckedMapping = z
  .object({
    mapping: z.string(),
    usable: z.boolean().describe('these files can be loaded by it, as far as their headers tell'),
    problems: z.array(
      z.object({
        line: Count.describe('of the mapping, from 1'),
        column: Count.describe('from 1'),
        place: z.string().describe('sources.orders.tables[0].columns.order_id'),
        problem: z.string(),
      }),
    ),
    files: z.array(
      z.object({
        name: z.string(),
        columns: z.array(z.string()),
        source: z.string().nullable().describe('null: the mapping knows no such file, and leaves it out'),
        problem: z.object({ code: z.string(), message: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'CommerceCheckedMapping' })
export type CommerceCheckedMapping = z.infer<typeof CommerceCheckedMapping>

export const CommerceTimeZoneRequest = z
  .strictObject({ time_zone: z.string().min(1).max(64).describe('a name of the IANA: Europe/Berlin, UTC') })
  .meta({ id: 'CommerceTimeZoneRequest' })
export type CommerceTimeZoneRequest = z.input<typeof CommerceTimeZoneRequest>

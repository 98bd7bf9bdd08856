import { z } from 'zod'
import { CommerceUnit } from './commerce-query.ts'

/** The metrics and dimensions that a query can name. */

export const CommerceMetric = z
  .object({
    name: z.string(),
    label: z.string(),
    family: z.string(),
    words: z.string(),
    formula: z.string(),
    unit: CommerceUnit,
    dimensions: z.array(z.string()).describe('what it can be split and filtered by'),
    facts: z.array(z.string()).describe('the tables it is computed from'),
    is_additive: z.boolean().describe('values of days and groups can be added'),
    rise_is: z.enum(['good', 'bad', 'neither']),
    exclusions: z.string().describe('what is left out'),
    traps: z.array(z.string()).describe('what one can get wrong with it'),
  })
  .meta({ id: 'CommerceMetric' })
export type CommerceMetric = z.infer<typeof CommerceMetric>

export const CommerceDimension = z
  .object({ name: z.string(), label: z.string(), words: z.string(), type: z.enum(['text', 'integer', 'date']) })
  .meta({ id: 'CommerceDimension' })
export type CommerceDimension = z.infer<typeof CommerceDimension>

export const CommerceCatalogue = z
  .object({ metrics: z.array(CommerceMetric), dimensions: z.array(CommerceDimension) })
  .meta({ id: 'CommerceCatalogue' })
export type CommerceCatalogue = z.infer<typeof CommerceCatalogue>

import { z } from 'zod'
import type { ParameterMeta } from './analysis.ts'

/** A field with its texts for users, typed so that a missing text does not compile. */
export function described<Field extends z.ZodType>(field: Field, meta: ParameterMeta): Field {
  return field.meta({ ...meta })
}

/** Parameters that every analysis takes: how to read the file, and the seed. Spread them into its schema. */
export const sharedParameters = {
  random_seed: described(z.int().min(0).max(4_294_967_295).default(42), {
    title: 'Random seed',
    description: 'Decides how rows are shuffled into folds. The same seed gives the same result.',
    advanced: true,
  }),
  sheet: described(z.string().min(1).optional(), {
    title: 'Sheet',
    description: 'Name of the sheet to read. Left out: the sheet that holds the table is found.',
    advanced: true,
  }),
  encoding: described(z.string().min(1).optional(), {
    title: 'Encoding',
    description: 'Text encoding of the file, such as utf-8 or shift_jis. Left out: it is found from the file.',
    advanced: true,
  }),
  derived_columns: described(z.array(z.string().min(1).max(2_000)).max(100).default([]), {
    title: 'Derived columns',
    description:
      'Columns calculated from others before anything else, such as "cutting_time = 100/feed*60". Arithmetic is + - * / ^ and ln, ' +
      'log10, exp, sqrt, abs, min, max; units are not looked at. Names with signs in them stand in backquotes.',
    lines: true,
    advanced: true,
  }),
  missing_markers: described(z.array(z.string()).default([]), {
    title: 'Further missing markers',
    description: 'Texts that stand for a missing value, beside the usual ones such as NA, -, 欠測.',
    advanced: true,
  }),
}

export const SharedParameters = z.object(sharedParameters)
export type SharedParameters = z.infer<typeof SharedParameters>

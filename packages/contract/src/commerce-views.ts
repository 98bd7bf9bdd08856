import { z } from 'zod'
import { Timestamp } from './fields.ts'

/** Views of the shop's page that were saved under a name: the whole state that stands in its address. */

const isPlain = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text)

const name = z.string().trim().min(1, 'a view needs a name').max(100).refine(isPlain, 'it has control characters')
const state = z
  .string()
  .max(8000)
  .refine(isPlain, 'it has control characters')
  .describe('what stands behind the question mark of the address: range=90d&country=DE')

export const CommerceViewRequest = z.strictObject({ name, state }).meta({ id: 'CommerceViewRequest' })
export type CommerceViewRequest = z.input<typeof CommerceViewRequest>

export const CommerceViewChanges = z
  .strictObject({ name: name.optional(), state: state.optional() })
  .describe('what is left out stays')
  .meta({ id: 'CommerceViewChanges' })
export type CommerceViewChanges = z.input<typeof CommerceViewChanges>

export const CommerceView = z
  .object({ view_id: z.string(), name, state, created_at: Timestamp, updated_at: Timestamp })
  .meta({ id: 'CommerceView' })
export type CommerceView = z.infer<typeof CommerceView>

export const CommerceViews = z.object({ views: z.array(CommerceView) }).meta({ id: 'CommerceViews' })
export type CommerceViews = z.infer<typeof CommerceViews>

export const CommerceViewParams = z.object({ view_id: z.guid('expected a UUID') })

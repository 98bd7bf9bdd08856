import { z } from 'zod'
import { Timestamp } from './fields.ts'

/** The catalogue of items, at the root. */

const isPlain = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text)

const name = z.string().trim().min(1, 'an item needs a name').max(200).refine(isPlain, 'it has control characters')
const description = z
  .string()
  .max(4000)
  .refine((text) => isPlain(text.replaceAll(/[\r\n\t]/g, ' ')), 'it has control characters')
  .nullable()
const price = z
  .number()
  .min(0)
  .max(999_999_999_999.99)
  .refine(
    (value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6 * Math.max(1, value),
    'it has more than two decimals',
  )
  .meta({ examples: [9.5] })

export const ItemId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
export const ItemParams = z.object({ item_id: ItemId })

export const CreateItemRequest = z
  .object({ name, description: description.default(null), price })
  .meta({ id: 'CreateItem' })
export type CreateItemRequest = z.input<typeof CreateItemRequest>

export const ChangeItemRequest = z
  .object({ name: name.optional(), description: description.optional(), price: price.optional() })
  .meta({ id: 'ChangeItem' })
export type ChangeItemRequest = z.input<typeof ChangeItemRequest>

export const Item = z
  .object({
    id: z.int(),
    name: z.string(),
    description: z.string().nullable(),
    price: z.number(),
    created_at: Timestamp,
  })
  .meta({ id: 'Item' })
export type Item = z.infer<typeof Item>

export const ListItemsQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: ItemId.optional().describe('`next` of the page before'),
})
export const ListItemsResponse = z
  .object({ items: z.array(Item).describe('in the order of their ids'), next: z.int().nullable() })
  .meta({ id: 'Items' })
export type ListItemsResponse = z.infer<typeof ListItemsResponse>

export const DeleteItemResponse = z.object({ id: z.int() }).meta({ id: 'DeletedItem' })

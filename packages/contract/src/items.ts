import { z } from 'zod'
import { Timestamp } from './fields.ts'

/** The catalogue of items, at the root. */

const isPlain = (text: string): boolean => text.isWellFormed() && !/\p{Cc}/u.test(text)

/** Spaces without width and marks of direction alone are nothing that anybody could read. */
const isVisible = (text: string): boolean => /[^\p{C}\p{Z}]/u.test(text)

const name = z
  .string()
  .trim()
  .min(1, 'an item needs a name')
  .max(200)
  .refine(isPlain, 'it has control characters or halves of characters')
  .refine(isVisible, 'an item needs a name')
const description = z
  .string()
  .max(4000)
  .refine((text) => isPlain(text.replaceAll(/[\r\n\t]/g, ' ')), 'it has control characters or halves of characters')
  .nullable()
/** But for what adding prices up in doubles leaves over: 0.1 + 0.2 is 0.30000000000000004. */
function hasTwoDecimals(value: number): boolean {
  return Math.abs(value - Number(value.toFixed(2))) <= 4 * Number.EPSILON * value
}

const price = z
  .number()
  .min(0)
  .max(999_999_999_999.99)
  .refine(hasTwoDecimals, 'it has more than two decimals')
  .meta({ examples: [9.5] })

const WHOLE = 'expected a whole number from 1'
export const ItemId = z.coerce.number(WHOLE).int(WHOLE).min(1, WHOLE)
export const ItemParams = z.object({ item_id: ItemId })

export const CreateItemRequest = z
  .object({ name, description: description.default(null), price })
  .meta({ id: 'CreateItem' })
export type CreateItemRequest = z.input<typeof CreateItemRequest>

export const ChangeItemRequest = z
  .object({ name: name.optional(), description: description.optional(), price: price.optional() })
  .refine(
    (changes) => Object.values(changes).some((value) => value !== undefined),
    'send a name, a description or a price',
  )
  .meta({ id: 'ChangeItem', examples: [{ price: 9.5 }] })
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
  limit: z.coerce.number('expected a whole number from 1 to 200').int().min(1).max(200).default(50),
  after: ItemId.optional().describe('`next` of the page before'),
})
export const ListItemsResponse = z
  .object({ items: z.array(Item).describe('in the order of their ids'), next: z.int().nullable() })
  .meta({ id: 'Items' })
export type ListItemsResponse = z.infer<typeof ListItemsResponse>

export const DeleteItemResponse = z.object({ id: z.int() }).meta({ id: 'DeletedItem' })
export type DeleteItemResponse = z.infer<typeof DeleteItemResponse>

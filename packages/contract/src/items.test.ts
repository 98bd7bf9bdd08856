import { describe, expect, it } from 'vitest'
import { ChangeItemRequest, CreateItemRequest, ItemParams } from './items.ts'

describe('an item', () => {
  it.each([0, 0.01, 9.5, 0.1 + 0.2, 19.99 * 3, 1_000_000.01, 999_999_999_999.99])('may cost %d', (price) => {
    expect(CreateItemRequest.safeParse({ name: 'a', price }).success).toBe(true)
  })

  it.each([1.005, 1_000_000.005, 12_345_678.9876, 999_999_999_999.985, 1e-9, -1, 1e12, Infinity, '1', null])(
    'may not cost %j: nothing is rounded in silence',
    (price) => {
      expect(CreateItemRequest.safeParse({ name: 'a', price }).success).toBe(false)
    },
  )

  it.each(['', ' ', '\u200B\u2060', '\u202E', 'a\0', 'a\nb', '\uD800', 'a'.repeat(201)])(
    'is not called %j: nobody could read it, or PostgreSQL could not hold it',
    (name) => {
      expect(CreateItemRequest.safeParse({ name, price: 1 }).success).toBe(false)
    },
  )

  it('is called what is written, but for blanks around it', () => {
    const name = "'; DROP TABLE items;-- 強度 👩‍🔬"
    expect(CreateItemRequest.parse({ name: ` ${name}\t`, price: 1 }).name).toBe(name)
  })

  it('is changed by what an item has, not by what nobody knows', () => {
    expect(ChangeItemRequest.safeParse({ description: null }).success).toBe(true)
    expect(ChangeItemRequest.safeParse({ id: 1, name: 'a', created_at: 'x' }).success).toBe(true)
    for (const changes of [{}, { pricee: 1 }])
      expect(ChangeItemRequest.safeParse(changes).error?.issues[0]?.message).toContain(
        'a name, a description or a price',
      )
  })

  it.each(['', '0', '-1', '1.5', 'one', '9007199254740993'])('is not found by %j, which is no number of one', (id) => {
    const messages = ItemParams.safeParse({ item_id: id }).error!.issues.map(({ message }) => message)
    expect(new Set(messages)).toEqual(new Set(['expected a whole number from 1']))
  })
})

import { afterEach, describe, expect, it } from 'vitest'
import { ShopFolder, shopMapping } from '../../test/shop-folder.ts'
import { withTimesPinned, withTimeZone } from '../mapping/time-zone.ts'
import { changeTimeZone } from './change-time-zone.ts'

let shop: ShopFolder
afterEach(() => shop.remove())

const HOURS = ['00:30', '06:00', '12:00', '18:15', '23:45']
const days = () => shop.rows('SELECT business_date::VARCHAR FROM order_facts ORDER BY order_key')

async function load(times: readonly string[], source = ''): Promise<void> {
  const orders = times.map((time, i) => `${i + 1},2024-03-10${time},c,paid`)
  const lines = times.map((_, i) => `${i + 1},1,cup,1,2.00`)
  shop = new ShopFolder().write({
    'orders.csv': `id,at,customer,status\n${orders.join('\n')}\n`,
    'lines.csv': `order,line,product,quantity,price\n${lines.join('\n')}\n`,
  })
  await shop.load(shopMapping({ source }))
}

describe('another time zone', () => {
  it('counts the same instants on its own days, and back again', async () => {
    await load(HOURS.map((hour) => ` ${hour}:00`))
    await changeTimeZone(shop.place, { timeZone: 'Asia/Tokyo' }) // eight hours ahead of Berlin
    expect(await days()).toEqual([['2024-03-10'], ['2024-03-10'], ['2024-03-10'], ['2024-03-11'], ['2024-03-11']])
    await changeTimeZone(shop.place, { timeZone: 'America/New_York' })
    expect(await days()).toEqual([['2024-03-09'], ['2024-03-10'], ['2024-03-10'], ['2024-03-10'], ['2024-03-10']])
    const { snapshot } = await changeTimeZone(shop.place, { timeZone: 'Europe/Berlin' })
    expect(snapshot).not.toBeNull()
    expect(await days()).toEqual(HOURS.map(() => ['2024-03-10']))
    expect((await changeTimeZone(shop.place, { timeZone: 'europe/berlin' })).snapshot).toBeNull()
  })

  it('leaves days alone that carry no time', async () => {
    await load(HOURS.map(() => ''))
    await changeTimeZone(shop.place, { timeZone: 'America/New_York' })
    expect(await days()).toEqual(HOURS.map(() => ['2024-03-10']))
    expect(await shop.rows('SELECT DISTINCT time_zone FROM snapshot_facts')).toEqual([['America/New_York']])
  })
})

it('is written into a mapping without a change of anything else', () => {
  const text =
    'time_zone: Europe/Berlin # ours\nsources:\n  a:\n    # why\n    files: [a]\n  b: { files: [b], times_in: store }\n  c: { files: [c] }\n'
  expect(withTimeZone(withTimesPinned(text, ['a', 'b', 'c']), 'UTC')).toBe(
    'time_zone: UTC # ours\nsources:\n  a:\n    # why\n    times_in: Europe/Berlin\n    files: [a]\n  b: { files: [b], times_in: Europe/Berlin }\n  c: { times_in: Europe/Berlin, files: [c] }\n',
  )
})

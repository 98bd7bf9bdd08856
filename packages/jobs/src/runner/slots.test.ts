import { expect, it } from 'vitest'
import { Slots } from './slots.ts'

it('never lets more work go on than there are slots, and lets all of it be done, also after failures', async () => {
  const slots = new Slots(2)
  let active = 0
  let most = 0
  const results = await Promise.allSettled(
    Array.from({ length: 9 }, (_, i) =>
      slots.hold(async () => {
        most = Math.max(most, ++active)
        await new Promise(setImmediate)
        active--
        if (i % 3 === 0) throw new Error('failed')
        return i
      }),
    ),
  )
  expect(most).toBe(2)
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(6)
})

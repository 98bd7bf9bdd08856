import { expect, it } from 'vitest'
import { planText } from './plan-text.ts'

it('a plan shows resources, policies and the cost of a month', async () => {
  const { text, isWell } = await planText('ecs')
  expect(isWell).toBe(true)
  expect(text).toMatch(/Resources \(1\d\d\)/)
  expect(text).toMatch(/aws:ecs\/Service +api, worker/)
  expect(text).toMatch(/Policies\n {2}all \d+ are kept/)
  expect(text).toMatch(/Cost in a month, in US dollars: \d+\n +\d+\.\d\d {2}database in two zones, 730 h at 0\.129/)
})

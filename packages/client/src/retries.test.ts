import { expect, it, vi } from 'vitest'
import { ApiError, readRetryAfter, unavailable } from './api-error.ts'
import { withRetries } from './retries.ts'

/** The waits of a call that fails in all its tries. */
async function waitsOf(
  retryAfterMs: number | undefined,
  random: number,
  { longestWaitMs = 60_000 } = {},
): Promise<number[]> {
  const waits: number[] = []
  const timer = vi.spyOn(globalThis, 'setTimeout').mockImplementation(((wake: () => void, milliseconds: number) => {
    waits.push(milliseconds)
    queueMicrotask(wake)
    return 0
  }) as unknown as typeof setTimeout)
  try {
    const fails = () => Promise.reject(unavailable('x', 503, { retryAfterMs }))
    const retries = { backoffMs: [100, 200, 400], longestWaitMs, random: () => random }
    await expect(withRetries(fails, retries, {})).rejects.toBeInstanceOf(ApiError)
  } finally {
    timer.mockRestore()
  }
  return waits
}

it('draws each wait between nothing and its longest', async () => {
  expect(await waitsOf(undefined, 0)).toEqual([0, 0, 0])
  expect(await waitsOf(undefined, 0.5)).toEqual([50, 100, 200])
  expect(await waitsOf(undefined, 0.999)).toEqual([99.9, 199.8, 399.6])
})

it('never comes back before Retry-After, nor all at once after it', async () => {
  expect(await waitsOf(3000, 0)).toEqual([3000, 3000, 3000])
  expect(await waitsOf(3000, 0.5)).toEqual([3050, 3100, 3200])
})

it('rejects at once when it is asked to wait longer than it may', async () => {
  expect(await waitsOf(3001, 0.5, { longestWaitMs: 3000 })).toEqual([])
})

it.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 59_000],
  ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
  [null, undefined],
])('reads Retry-After: %s as %s ms', (text, wanted) => {
  expect(readRetryAfter(text, 1000)).toBe(wanted)
})

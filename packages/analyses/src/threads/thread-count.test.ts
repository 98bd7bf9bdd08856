import { availableParallelism } from 'node:os'
import { describe, expect, it } from 'vitest'
import { defaultThreads } from './thread-count.ts'

describe('the number of threads', () => {
  it.each([
    ['3', 3],
    [' 1 ', 1],
    ['', availableParallelism()],
    [undefined, availableParallelism()],
  ])('for %j in the environment is %i', (text, threads) => {
    expect(defaultThreads({ ZEROSEC_THREADS: text })).toBe(threads)
  })

  it.each(['0', '1.5', 'many', '257'])('is not "%s"', (text) => {
    const refused = { code: 'configuration_invalid', details: expect.objectContaining({ setting: 'ZEROSEC_THREADS' }) }
    expect(() => defaultThreads({ ZEROSEC_THREADS: text })).toThrow(expect.objectContaining(refused))
  })
})

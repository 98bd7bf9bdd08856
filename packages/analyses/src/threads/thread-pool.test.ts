import { threadId } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { TEST_WORK } from '../../test/part-work.ts'
import { type ThreadPool, threadPoolFor } from './thread-pool.ts'

describe('a thread pool', () => {
  const opened: ThreadPool<typeof TEST_WORK>[] = []
  const openPool = (threads: number): ThreadPool<typeof TEST_WORK> => {
    const pool = threadPoolFor(TEST_WORK, new URL('../../test/part-thread.ts', import.meta.url), { threads })
    opened.push(pool)
    return pool
  }
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((pool) => pool.close()))
  })

  it.each([1, 2, 4])('gives the results in the order of the parts on %i threads, run after run', async (threads) => {
    const pool = openPool(threads)
    for (const count of [0, 1, 2, 40]) {
      const expected = Array.from({ length: count }, (_, item) => ({ item, square: item * item }))
      expect(await pool.run('square', shared(1), count)).toEqual(expected)
    }
  })

  it('works on as many threads as it has, this one among them, and on the same ones in the next run', async () => {
    const pool = openPool(3)
    const first = await pool.run('meet', shared(3), 3)
    const second = await pool.run('meet', shared(3), 3)
    expect(new Set(first).size).toBe(3)
    expect(first).toContain(threadId)
    expect(new Set(second)).toEqual(new Set(first))
  })

  it('does several runs at once', async () => {
    const pool = openPool(2)
    const runs = await Promise.all([3, 5, 7].map((count) => pool.run('square', shared(1), count)))
    expect(runs.map(({ length }) => length)).toEqual([3, 5, 7])
  })

  it('hears what parts report while they run, on this thread and on others, and tells them all to stop', async () => {
    const heard = new Set<number>()
    const results = await openPool(3).run('untilStopped', shared(1), 20, {
      onProgress: (item, report) => heard.add(report.item === item ? item : Number.NaN),
      shouldStop: () => heard.size === 3,
    })
    expect(heard).toEqual(new Set([0, 1, 2]))
    expect(results).toEqual(['stopped 0', 'stopped 1', 'stopped 2'])
  })

  it('hears a wish to stop while it waits for its helpers', async () => {
    let asked = 0
    const results = await openPool(2).run('stopsOnHelper', { ...shared(2), caller: threadId }, 2, {
      shouldStop: () => ++asked > 3,
    })
    expect(new Set(results)).toEqual(new Set(['at once', 'told to']))
  })

  it('fails with what the lowest part threw, though another one failed before, and can be used again', async () => {
    const pool = openPool(2)
    const refused = { code: 'response_constant', details: { column: 'of part 0' } }
    await expect(pool.run('refuseLate', shared(1), 9)).rejects.toMatchObject(refused)
    expect(await pool.run('square', shared(1), 2)).toHaveLength(2)
  })

  it.each([1, 2])('fails with the stack of a fault of ours on %i threads', async (threads) => {
    await expect(openPool(threads).run('crash', shared(1), 4)).rejects.toThrow('a fault of ours')
  })

  it.each(['onResult', 'onProgress', 'shouldStop'])(
    'fails when %s throws, wherever it was called',
    async (callback) => {
      const options = {
        [callback]: () => {
          throw new Error('a fault of the caller')
        },
      }
      await expect(
        openPool(2).run('untilStopped', shared(1), 2, { shouldStop: () => true, ...options }),
      ).rejects.toThrow('a fault of the caller')
    },
  )

  it('fails when a helper ends in the middle of a part, also afterwards', async () => {
    const pool = openPool(2)
    await expect(pool.run('exit', { ...shared(2), caller: threadId }, 2)).rejects.toThrow('ended before its work')
    await expect(pool.run('square', shared(1), 2)).rejects.toThrow('ended before its work')
  })

  it('fails a run that is under way when it is closed', async () => {
    const pool = openPool(2)
    const run = pool.run('stopsOnHelper', { ...shared(2), caller: threadId }, 2)
    const [failed] = await Promise.allSettled([run, pool.close()])
    expect(failed).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('closed before') } })
  })

  it.each([0, 1.5, Number.NaN])('takes %d threads for a fault of the caller', (threads) => {
    expect(() => openPool(threads)).toThrow(RangeError)
  })
})

function shared(count: number): { cells: Int32Array<SharedArrayBuffer> } {
  return { cells: new Int32Array(new SharedArrayBuffer(count * Int32Array.BYTES_PER_ELEMENT)) }
}

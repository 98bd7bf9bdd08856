import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { JobStatus } from '@zerosec/contract'
import { afterEach, expect, it, vi } from 'vitest'
import { Changes } from './changes.ts'
import type { Job } from './job.ts'
import { SILENT } from './log.ts'

/** A table of jobs, read as `readChanged` reads the database's. */
class Table {
  readonly jobs = new Map<string, Job>()
  /** How many jobs each statement asked for. */
  readonly asked: number[] = []
  #held: Promise<void> | undefined

  put(jobId: string, revision: number, status: JobStatus = 'running'): void {
    this.jobs.set(jobId, { jobId, revision, status } as Job)
  }

  /** Statements wait until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#held = promise
    return resolve
  }

  readonly read = async (seen: ReadonlyMap<string, number>): Promise<Map<string, Job | undefined>> => {
    this.asked.push(seen.size)
    await this.#held
    return new Map(
      [...seen].flatMap(([jobId, revision]) => {
        const job = this.jobs.get(jobId)
        return job?.revision === revision ? [] : [[jobId, job] as const]
      }),
    )
  }
}

const settle = async () => {
  for (let i = 0; i < 5; i++) await turn()
}

function watched(changes: Changes, jobId: string) {
  const seen: (number | 'gone')[] = []
  const stop = changes.watch(
    jobId,
    ({ revision }) => seen.push(revision),
    () => seen.push('gone'),
  )
  return { seen, stop }
}

afterEach(() => vi.useRealTimers())

it('asks once for all who begin to watch together, and not at all for one who watches what is known', async () => {
  const table = new Table()
  const changes = new Changes(table.read, SILENT)
  const ids = Array.from({ length: 1000 }, () => randomUUID())
  for (const id of ids) table.put(id, 1)
  const listeners = ids.map((id) => watched(changes, id))
  await settle()
  expect(table.asked).toEqual([1000])
  expect(listeners.every(({ seen }) => seen.join() === '1')).toBe(true)
  const late = watched(changes, ids[0] ?? '')
  await Promise.resolve()
  expect(late.seen).toEqual([1])
  await settle()
  expect(late.seen).toEqual([1])
  changes.close()
})

it('tells each change once, and of those that come during a statement the last only', async () => {
  const table = new Table()
  const changes = new Changes(table.read, SILENT)
  table.put('a', 1)
  const { seen } = watched(changes, 'a')
  await settle()
  const release = table.hold()
  for (let revision = 2; revision <= 100; revision++) {
    table.put('a', revision)
    changes.announce('a')
    changes.announce('another that nobody watches')
  }
  release()
  await settle()
  expect(seen).toEqual([1, 100])
  expect(table.asked.length).toBeLessThanOrEqual(3)
  changes.close()
})

it('tells one who begins to watch while others are told, once', async () => {
  const table = new Table()
  const changes = new Changes(table.read, SILENT)
  table.put('a', 1)
  const late: number[] = []
  let hasBegun = false
  changes.watch('a', () => {
    if (!hasBegun) changes.watch('a', ({ revision }) => late.push(revision))
    hasBegun = true
  })
  await settle()
  expect(late).toEqual([1])
  changes.close()
})

it('sees what another process changed within a second, by one statement', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const table = new Table()
  const changes = new Changes(table.read, SILENT)
  table.put('a', 1)
  table.put('b', 1)
  const [a, b] = [watched(changes, 'a'), watched(changes, 'b')]
  await settle()
  table.put('b', 2)
  vi.advanceTimersByTime(1000)
  await settle()
  expect([a.seen, b.seen, table.asked]).toEqual([[1], [1, 2], [2, 2]])
  changes.close()
  vi.advanceTimersByTime(5000)
  await settle()
  expect(table.asked).toHaveLength(2)
})

it('stops by itself when the job has ended or is gone, and asks no more', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const table = new Table()
  const changes = new Changes(table.read, SILENT)
  table.put('a', 1)
  table.put('b', 1)
  const [a, b, nobody] = [watched(changes, 'a'), watched(changes, 'b'), watched(changes, 'nobody')]
  await settle()
  table.put('a', 2, 'completed')
  table.jobs.delete('b')
  vi.advanceTimersByTime(1000)
  await settle()
  expect([a.seen, b.seen, nobody.seen]).toEqual([[1, 2], [1, 'gone'], ['gone']])
  const before = table.asked.length
  vi.advanceTimersByTime(5000)
  changes.announce('a')
  await settle()
  expect(table.asked).toHaveLength(before)
})

it('tells nothing after it was stopped, and goes on for the others, one that throws among them', async () => {
  const table = new Table()
  const changes = new Changes(table.read, SILENT)
  table.put('a', 1)
  const first = watched(changes, 'a')
  changes.watch('a', () => {
    throw new Error('a listener that is broken')
  })
  const second = watched(changes, 'a')
  await settle()
  first.stop()
  table.put('a', 2)
  changes.announce('a')
  await settle()
  expect([first.seen, second.seen]).toEqual([[1], [1, 2]])
  changes.close()
})

it('goes on after the database was away, and warns once', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const table = new Table()
  const warn = vi.fn<() => void>()
  let away = true
  const changes = new Changes(
    async (seen) => {
      if (away) throw new Error('the connection is refused')
      return table.read(seen)
    },
    { ...SILENT, warn },
  )
  table.put('a', 7)
  const { seen } = watched(changes, 'a')
  for (let second = 0; second < 3; second++) {
    await settle()
    vi.advanceTimersByTime(1000)
  }
  expect(warn).toHaveBeenCalledTimes(1)
  away = false
  vi.advanceTimersByTime(1000)
  await settle()
  expect(seen).toEqual([7])
  changes.close()
})

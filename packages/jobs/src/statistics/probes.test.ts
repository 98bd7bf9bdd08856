import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { DatabaseProbe } from './database-probe.ts'
import { readinessOf, sharedReadiness } from './readiness.ts'
import { recent } from './recent.ts'

const forever = (): Promise<never> => new Promise(() => {})

describe.concurrent('the probe of the database', () => {
  it.concurrent('tells at once that it answers, or that it fails', async () => {
    expect(await new DatabaseProbe(async () => 1).connected()).toBe(true)
    expect(await new DatabaseProbe(() => Promise.reject(new Error('away'))).connected()).toBe(false)
  })

  it.concurrent('answers while the database hangs, by what was last known, and takes it for away after 2 s', async () => {
    const probe = new DatabaseProbe(forever)
    const early = probe.connected()
    expect(await Promise.race([early, sleep(1000, 'late')])).toBe(true)
    await sleep(2000)
    expect(await Promise.race([probe.connected(), sleep(1000, 'late')])).toBe(false)
  })

  it.concurrent('asks a hanging database once, however often it is asked', async () => {
    let pings = 0
    const probe = new DatabaseProbe(() => {
      pings++
      return forever()
    })
    await Promise.all(Array.from({ length: 20 }, () => probe.connected()))
    expect(pings).toBe(1)
  })
})

it.concurrent('readiness names each dependency that fails or is silent, and tells no error text', async () => {
  const readiness = await readinessOf([
    { name: 'database', check: async () => null },
    { name: 'files', check: () => Promise.reject(new Error('postgres://user:password@host')) },
    { name: 'queue', check: forever },
  ])
  expect(readiness).toEqual({
    ready: false,
    dependencies: [
      { name: 'database', problem: null },
      { name: 'files', problem: 'it fails' },
      { name: 'queue', problem: 'it does not answer' },
    ],
  })
})

it.concurrent('readiness is looked at once for all who ask within a second', async () => {
  let looks = 0
  const readiness = sharedReadiness([{ name: 'files', check: async () => `look ${++looks}` }])
  const problems = async () => (await readiness()).dependencies.map(({ problem }) => problem)
  expect([await problems(), await problems()]).toEqual([['look 1'], ['look 1']])
  await sleep(1050)
  expect(await problems()).toEqual(['look 2'])
})

describe.concurrent('what was read a moment ago', () => {
  it.concurrent('is read once for all who ask within a second', async () => {
    let reads = 0
    const read = recent(
      async () => ++reads,
      () => {},
    )
    expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1])
    expect(await read()).toBe(1)
    await sleep(1050)
    expect(await read()).toBe(2)
  })

  it.concurrent('that took long is kept for longer, if it may be', async () => {
    let reads = 0
    const read = recent(
      async () => {
        await sleep(100)
        return ++reads
      },
      () => {},
      { mayBeOlder: true },
    )
    await read()
    await sleep(1200)
    expect(await read()).toBe(1)
  })

  it.concurrent('is undefined while it can not be read, and read again by the next who asks', async () => {
    const failures: unknown[] = []
    let away = true
    const read = recent(
      () => (away ? Promise.reject(new Error('away')) : Promise.resolve(7)),
      (error) => failures.push(error),
    )
    expect(await read()).toBeUndefined()
    expect(failures).toHaveLength(1)
    away = false
    expect(await read()).toBe(7)
  })
})

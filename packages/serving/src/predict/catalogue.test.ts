import { CodedError } from '@zerosec/errors'
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ServingSchema } from '../tables.ts'
import { Catalogue } from './catalogue.ts'

type Mode = 'answers' | 'is away' | 'does not answer'

/** A database that knows one model, with this version in production. */
function database() {
  const state = { mode: 'answers' as Mode, version: 1, reads: 0, pause: Promise.resolve() }
  class Driver extends DummyDriver {
    override async acquireConnection() {
      const executeQuery = async ({ sql }: CompiledQuery) => {
        if (state.mode === 'is away') throw new CodedError('service_unavailable', { problem: 'it is away' })
        if (state.mode === 'does not answer') return new Promise<never>(() => {})
        const isOfAliases = sql.includes('from "model_aliases"')
        if (isOfAliases) state.reads++
        const { version, pause } = state
        await pause
        return { rows: isOfAliases ? [{ alias: 'production', version_id: `v${version}`, version }] : [] } as never
      }
      return { executeQuery, streamQuery: () => [] as never }
    }
  }
  const connection = new Kysely<ServingSchema>({
    dialect: {
      createDriver: () => new Driver(),
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  const catalogue = new Catalogue(connection)
  const forget = () => catalogue.forget('default', 'strength')
  return {
    state,
    forget,
    ask: async () => (await catalogue.of('default', 'strength')).aliases.get('production')?.version,
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
})

it('sees what another process changed with the second request after a second', async () => {
  const { state, ask } = database()
  expect(await ask()).toBe(1)
  state.version = 2
  vi.setSystemTime(900)
  expect([await ask(), state.reads]).toEqual([1, 1])
  vi.setSystemTime(1100)
  await ask()
  await expect.poll(ask).toBe(2)
})

it.each<Mode>(['is away', 'does not answer'])('goes on from what it knows while the database %s', async (mode) => {
  const unhandled = vi.fn<() => void>()
  process.on('unhandledRejection', unhandled)
  const { state, ask } = database()
  await ask()
  state.mode = mode
  for (const at of [2000, 5000, 20_000, 40_000]) {
    vi.setSystemTime(at)
    expect(await ask()).toBe(1)
    await new Promise(setImmediate)
  }
  const since = performance.now()
  for (let i = 0; i < 100; i++) await ask()
  expect(performance.now() - since).toBeLessThan(500)
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})

it('knows again once the database is back', async () => {
  const { state, ask } = database()
  await ask()
  state.mode = 'is away'
  vi.setSystemTime(20_000)
  await ask()
  Object.assign(state, { mode: 'answers', version: 2 })
  vi.setSystemTime(22_000)
  await expect.poll(ask).toBe(2)
})

it('reads once for all that ask at the same time', async () => {
  const { state, ask, forget } = database()
  await Promise.all(Array.from({ length: 50 }, ask))
  expect(state.reads).toBe(1)
  forget()
  await Promise.all(Array.from({ length: 50 }, ask))
  expect(state.reads).toBe(2)
})

it.each(['for the first time', 'again'])('does not take what was read %s before a change for what is', async (when) => {
  const { state, ask, forget } = database()
  if (when === 'again') await ask()
  let go = () => {}
  state.pause = new Promise((resolve) => {
    go = resolve
  })
  vi.setSystemTime(20_000)
  const before = ask()
  await new Promise(setImmediate)
  Object.assign(state, { version: 2, pause: Promise.resolve() })
  forget()
  expect(await ask()).toBe(2)
  go()
  await before
  expect(await ask()).toBe(2)
})

it('goes on from what it knew where the database is away right after a change', async () => {
  const { state, ask, forget } = database()
  await ask()
  forget()
  state.mode = 'is away'
  expect(await ask()).toBe(1)
})

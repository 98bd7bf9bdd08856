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
  const state: { mode: Mode; version: number; reads: number } = { mode: 'answers', version: 1, reads: 0 }
  class Driver extends DummyDriver {
    override async acquireConnection() {
      const executeQuery = async ({ sql }: CompiledQuery) => {
        if (state.mode === 'is away') throw new CodedError('service_unavailable', { problem: 'it is away' })
        if (state.mode === 'does not answer') return new Promise<never>(() => {})
        const isOfAliases = sql.includes('from "model_aliases"')
        if (isOfAliases) state.reads++
        const { version } = state
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
  return { state, ask: async () => (await catalogue.of('default', 'strength')).aliases.get('production')?.version }
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

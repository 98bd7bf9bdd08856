import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApi, startApi } from '../../test/running-api.ts'

let api: RunningApi
beforeAll(async () => {
  api = await startApi({ environment: { ZEROSEC_AUTH: 'on' } })
})
afterAll(() => api.stop())

const ask = (key?: string): Promise<Response> =>
  fetch(`${api.url}/api/v1/backup/database`, {
    method: 'POST',
    headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
  })

it('gives the rows of all workspaces to nobody but who runs the machine', async () => {
  const wanted = { name: 'a', scope: 'admin', workspaceId: 'default', createdBy: 'test' } as const
  const { key } = await api.platform.access.keys.create(wanted)
  expect((await ask()).status).toBe(401)
  const refused = await ask(key)
  expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'scope_missing' }])
  expect(readdirSync(api.dataFolder).filter((name) => name.startsWith('backup-'))).toEqual([])
})

import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Service, serve } from '@zerosec/api'
import { readConfiguration, readLocalAccess, writeLocalAccess } from '@zerosec/jobs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { atKeyDesk, type KeyDesk } from './key-desk.ts'
import { findLocalPlatform } from './local-platform.ts'

const folder = mkdtempSync(join(tmpdir(), 'zerosec-keys-'))
const configuration = readConfiguration({ ZEROSEC_DATA: folder, ZEROSEC_PORT: '0', ZEROSEC_LOG: 'silent' })
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))

const WANTED = { name: 'press', scope: 'read', workspace: 'lab', days: 3 } as const

/** What holds however keys are managed. */
async function makesListsAndRevokes(desk: KeyDesk): Promise<string> {
  const { key, ...listed } = await desk.create(WANTED)
  expect(listed).toMatchObject({
    name: 'press',
    scope: 'read',
    workspace_id: 'lab',
    created_by: 'local',
    revoked_at: null,
  })
  expect(await desk.list('lab')).toContainEqual(listed)
  expect(await desk.list('other')).toEqual([])
  const other = await desk.create({ ...WANTED, workspace: undefined, days: undefined })
  expect(other).toMatchObject({ workspace_id: 'default', expires_at: null })
  expect(await desk.revoke(other.key_id)).toMatchObject({ key_id: other.key_id, revoked_at: expect.any(String) })
  await expect(desk.revoke('000000000000')).rejects.toMatchObject({ code: 'key_unknown' })
  return key
}

it('manages the keys of a platform that does not run, also where one was killed', async () => {
  writeLocalAccess(folder, { url: 'http://127.0.0.1:9', secret: 'zs_local_old' })
  await atKeyDesk(configuration, async (desk) => {
    await makesListsAndRevokes(desk)
    await expect(desk.create({ ...WANTED, workspace: '../lab' })).rejects.toMatchObject({ code: 'option_invalid' })
  })
})

describe('a platform that runs', () => {
  const said: string[] = []
  let service: Service
  beforeAll(async () => {
    service = await serve({ configuration, worker: false, print: (line) => said.push(line) })
  })
  afterAll(() => service.close())

  it('manages its keys for the command line of its user, and a key works at once', async () => {
    const key = await atKeyDesk(configuration, makesListsAndRevokes)
    const call = (path: string) =>
      fetch(`${service.url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })
    expect((await call('/jobs')).status).toBe(200)
    expect((await call('/keys')).status).toBe(403)
  })

  it('is told by a file that only its user can read, for as long as it runs', async () => {
    expect(statSync(join(folder, 'local-access.json')).mode & 0o777).toBe(0o600)
    expect(await findLocalPlatform(folder)).toBeDefined()
    const access = readLocalAccess(folder)
    expect(access?.url).toBe(service.url)
    expect(said.join('\n')).not.toContain(access?.secret)
    await service.close()
    expect(readLocalAccess(folder)).toBeUndefined()
    expect(await findLocalPlatform(folder)).toBeUndefined()
  })
})

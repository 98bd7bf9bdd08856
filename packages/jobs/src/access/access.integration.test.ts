import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { temporaryConfiguration } from '../../test/databases.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { SILENT } from '../log.ts'
import { type Access, openAccess } from './access.ts'
import type { AuditEntry } from './audit-log.ts'

const { configuration, remove } = temporaryConfiguration()
let database: Database
let access: Access
beforeAll(async () => {
  database = await openDatabase(configuration, SILENT)
})
beforeEach(async () => {
  access = openAccess(database.connection, SILENT)
  await sql`truncate api_keys, sessions, sign_in_tokens, audit_log`.execute(database.connection)
})
afterAll(async () => {
  await database.close()
  remove()
})

const LAB = { workspaceId: 'lab', name: 'press', scope: 'submit', createdBy: 'local' } as const
const refused = (problem: RegExp) => ({ code: 'credentials_refused', message: expect.stringMatching(problem) })
const run = (statement: ReturnType<typeof sql>) => statement.execute(database.connection)

describe('a key', () => {
  it('tells whose it is and what they may do', async () => {
    const { key, listed } = await access.keys.create(LAB)
    expect(key).toMatch(/^zs_[0-9a-f]{12}_[0-9a-f]{32}$/)
    expect(await access.keys.identify(key)).toEqual({
      actor: `key:${listed.keyId}`,
      workspaceId: 'lab',
      scope: 'submit',
      operator: false,
      keyId: listed.keyId,
      expiresAt: null,
    })
  })

  it('is nowhere in the database, only its hash', async () => {
    const { key } = await access.keys.create(LAB)
    const { rows } = await sql<{ row: string }>`select api_keys::text as row from api_keys`.execute(database.connection)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.row).not.toContain(key.slice(-32))
    expect(rows[0]?.row).toMatch(/[0-9a-f]{64}/)
  })

  it('is refused with another secret, as one that does not exist is', async () => {
    const { key } = await access.keys.create(LAB)
    const other = key.slice(0, -1) + (key.endsWith('0') ? '1' : '0')
    await expect(access.keys.identify(other)).rejects.toMatchObject(refused(/: the key is not known here\./))
    await expect(access.keys.identify(`zs_${'0'.repeat(12)}_${'0'.repeat(32)}`)).rejects.toMatchObject(
      refused(/: the key is not known here\./),
    )
    for (const text of ['', 'x', `${key}0`, key.toUpperCase(), `${key}\0`]) {
      await expect(access.keys.identify(text)).rejects.toMatchObject({ code: 'credentials_refused' })
    }
  })

  it('opens nothing once it is revoked, and its first revocation is the one that is shown', async () => {
    const { key, listed } = await access.keys.create(LAB)
    const { revokedAt } = await access.keys.revoke(listed.keyId, 'lab')
    await expect(access.keys.identify(key)).rejects.toMatchObject(refused(/was revoked at/))
    expect((await access.keys.revoke(listed.keyId)).revokedAt).toEqual(revokedAt)
  })

  it('opens nothing once it has expired', async () => {
    const { key, listed } = await access.keys.create({ ...LAB, expiresInDays: 1 })
    expect((listed.expiresAt?.getTime() ?? 0) - listed.createdAt.getTime()).toBeCloseTo(86_400_000, -3)
    expect((await access.keys.identify(key)).expiresAt).toEqual(listed.expiresAt)
    await run(sql`update api_keys set expires_at = now() - interval '1 ms'`)
    await expect(access.keys.identify(key)).rejects.toMatchObject(refused(/expired at/))
  })

  it('of another workspace is unknown to whoever would revoke it, and not in their list', async () => {
    const { key, listed } = await access.keys.create(LAB)
    await expect(access.keys.revoke(listed.keyId, 'other')).rejects.toMatchObject({ code: 'key_unknown' })
    expect(await access.keys.list('other')).toEqual([])
    expect((await access.keys.list()).map(({ keyId }) => keyId)).toEqual([listed.keyId])
    expect(await access.keys.identify(key)).toMatchObject({ workspaceId: 'lab' })
  })

  it('shows when it was last used, but is not written at each use', async () => {
    const { key } = await access.keys.create(LAB)
    const lastUse = async () => (await access.keys.list())[0]?.lastUsedAt ?? null
    expect(await lastUse()).toBeNull()
    await access.keys.identify(key)
    await expect.poll(lastUse).not.toBeNull()
    const first = await lastUse()
    await access.keys.identify(key)
    await access.keys.identify(key)
    expect(await lastUse()).toEqual(first)
  })
})

describe('a link', () => {
  it('opens one session, however many click it at once', async () => {
    const { token } = await access.sessions.createOneTimeToken()
    const clicks = await Promise.allSettled(Array.from({ length: 10 }, () => access.sessions.redeem(token)))
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(access.sessions.redeem(token)).rejects.toMatchObject(refused(/used already or is too old/))
  })

  it('is dead after its time', async () => {
    const { token } = await access.sessions.createOneTimeToken()
    await run(sql`update sign_in_tokens set expires_at = now()`)
    await expect(access.sessions.redeem(token)).rejects.toMatchObject({ code: 'credentials_refused' })
  })
})

describe('a session', () => {
  it('is whoever opened it until it is ended', async () => {
    const identity = await access.keys.identify((await access.keys.create(LAB)).key)
    const { secret, expiresAt } = await access.sessions.open(identity, 60)
    expect(await access.sessions.identify(secret)).toEqual({ ...identity, expiresAt })
    await access.sessions.end(secret)
    await expect(access.sessions.identify(secret)).rejects.toMatchObject(refused(/has ended/))
  })

  it('ends with the key that opened it', async () => {
    const { key, listed } = await access.keys.create({ ...LAB, expiresInDays: 1 })
    const { secret, expiresAt } = await access.sessions.open(await access.keys.identify(key), 30 * 86_400)
    expect(expiresAt).toEqual(listed.expiresAt)
    await access.keys.revoke(listed.keyId)
    await expect(access.sessions.identify(secret)).rejects.toMatchObject(refused(/has ended/))
  })

  it('ends by itself, and is then removed', async () => {
    const identity = await access.keys.identify((await access.keys.create(LAB)).key)
    const { secret } = await access.sessions.open(identity, 60)
    const lasting = await access.sessions.open(identity, 60)
    await run(sql`update sessions set expires_at = now() where expires_at < ${lasting.expiresAt}`)
    await expect(access.sessions.identify(secret)).rejects.toMatchObject(refused(/has ended/))
    await access.sessions.prune()
    const { rows } = await sql`select 1 from sessions`.execute(database.connection)
    expect(rows).toHaveLength(1)
  })
})

describe('the audit log', () => {
  const entry = (change: Partial<AuditEntry> = {}): AuditEntry => ({
    workspaceId: 'lab',
    actor: 'key:1',
    action: 'POST /api/v1/jobs',
    subject: 'job-1',
    outcome: 'done',
    status: 200,
    requestId: 'r1',
    address: '127.0.0.1',
    ...change,
  })

  it('lists the newest first, page by page, of one workspace only', async () => {
    for (const subject of ['1', '2', '3']) await access.audit.write(entry({ subject }))
    await access.audit.write(entry({ workspaceId: 'other' }))
    const first = await access.audit.list({ workspaceId: 'lab', limit: 2 })
    const second = await access.audit.list({ workspaceId: 'lab', limit: 2, cursor: first.next ?? '' })
    expect([...first.entries, ...second.entries].map(({ subject }) => subject)).toEqual(['3', '2', '1'])
    expect(second.next).toBeNull()
    expect(first.entries[0]).toEqual({ ...entry({ subject: '3' }), at: expect.any(Date), times: 1 })
    expect((await access.audit.list({ limit: 10 })).entries).toHaveLength(4)
  })

  it('counts what is refused again and again instead of filling the disk', async () => {
    const refusal = entry({ outcome: 'credentials_refused', status: 401, workspaceId: null })
    for (let i = 0; i < 100; i++) await access.audit.writeRefusal(refusal)
    await access.audit.writeRefusal({ ...refusal, address: '127.0.0.2' })
    await access.audit.close()
    const { entries } = await access.audit.list({ limit: 10 })
    expect(entries.map(({ address, times }) => `${address} ${times}`).sort()).toEqual([
      '127.0.0.1 1',
      '127.0.0.1 99',
      '127.0.0.2 1',
    ])
  })

  it('stays bounded when the refusals are all different', async () => {
    const refusals = Array.from({ length: 1100 }, (_, i) =>
      access.audit.writeRefusal(entry({ status: 401, address: `10.0.${i >> 8}.${i & 255}` })),
    )
    await Promise.all(refusals)
    await access.audit.close()
    const { rows } = await sql<{ times: string; rows: string }>`
      select sum(times) as times, count(*) as rows from audit_log`.execute(database.connection)
    expect(rows).toEqual([{ times: '1100', rows: '1002' }])
  })

  it('takes whatever a caller can send', async () => {
    await access.audit.write(entry({ subject: `a\0${'ü'.repeat(5000)}`, requestId: 'x'.repeat(500) }))
    const [stored] = (await access.audit.list({ limit: 1 })).entries
    expect([stored?.subject?.length, stored?.subject?.slice(0, 2), stored?.requestId.length]).toEqual([1100, 'a�', 128])
  })

  it('forgets what is older than it is kept', async () => {
    await access.audit.write(entry())
    await access.audit.write(entry({ subject: 'old' }))
    await run(sql`update audit_log set at = now() - interval '31 days' where subject = 'old'`)
    expect(await access.audit.prune(30)).toBe(1)
    expect((await access.audit.list({ limit: 10 })).entries).toHaveLength(1)
  })
})

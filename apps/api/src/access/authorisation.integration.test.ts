import { randomUUID } from 'node:crypto'
import type { Scope } from '@zerosec/contract'
import { encodeModel } from '@zerosec/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ids, type OpenApiCall, type OpenApiDocument, openApiCalls } from '../../test/open-api-calls.ts'
import { treesModel } from '../../test/registered-models.ts'
import { ended, type RunningApi, startApi, TEST_JOBS } from '../../test/running-api.ts'

/** What stored things are called in paths and bodies. */
const ID_NAMES = [
  'job_id',
  'project_id',
  'schedule_id',
  'batch_id',
  'key_id',
  'alert_id',
  'view_id',
  'report_id',
  'file_key',
  'input_key',
  'input_bucket',
  'model_name',
  'item_id',
  'bucket',
  'key',
]

const METRICS_TOKEN = 'for-the-scraper-alone'

let api: RunningApi
let calls: OpenApiCall[]
let credentials: Record<string, string>
/** What the workspace `ours` has. */
let ours: Ids
/** What nobody has, named as ours is. */
let absent: Ids

beforeAll(async () => {
  api = await startApi({
    platform: TEST_JOBS,
    environment: { ZEROSEC_AUTH: 'on', ZEROSEC_METRICS_TOKEN: METRICS_TOKEN },
  })
  const keyOf = async (workspaceId: string, scope: Scope, expiresInDays?: number) =>
    api.platform.access.keys.create({ workspaceId, name: 'test', scope, createdBy: 'test', expiresInDays })
  const [admin, submit, read, theirs] = await Promise.all([
    keyOf('ours', 'admin'),
    keyOf('ours', 'submit'),
    keyOf('ours', 'read'),
    keyOf('theirs', 'admin'),
  ])
  const [revoked, expired] = [await keyOf('ours', 'admin'), await keyOf('ours', 'admin', -1)]
  await api.platform.access.keys.revoke(revoked.listed.keyId)
  credentials = {
    admin: admin.key,
    submit: submit.key,
    read: read.key,
    theirs: theirs.key,
    revoked: revoked.key,
    expired: expired.key,
    'made up': `zs_${'a'.repeat(12)}_${'b'.repeat(32)}`,
    'no key': 'hello',
  }
  ours = { ...(await storedThings(submit.key)), key_id: (await keyOf('ours', 'read')).listed.keyId }
  const jobId = randomUUID()
  const moved = (text = '') => text.replaceAll(ours['job_id'] ?? '', jobId)
  absent = {
    ...Object.fromEntries(Object.entries(ours).map(([name, value]) => [name, moved(value)])),
    project_id: randomUUID(),
    schedule_id: randomUUID(),
    batch_id: randomUUID(),
    alert_id: randomUUID(),
    view_id: randomUUID(),
    report_id: randomUUID(),
    key_id: 'c'.repeat(12),
    model_name: `m-${randomUUID()}`,
    item_id: '999999',
  }
  const document = (await (await fetch(`${api.url}/openapi.json`)).json()) as OpenApiDocument
  calls = openApiCalls(document, ID_NAMES)
})
afterAll(() => api.stop())

/** A completed job with its file, in a project; a batch, and a schedule that does not fire. */
async function storedThings(key: string): Promise<Ids> {
  const post = async (path: string, body: object) => {
    const reply = await send({ method: 'POST', path: `/api/v1${path}`, body: JSON.stringify(body) }, key)
    const answer = await reply.json()
    if (!reply.ok) throw new Error(`${path}: ${answer.message}`)
    return answer
  }
  const uploaded = async () => {
    const upload = await post('/presign/upload', { filename: 'a.csv' })
    await fetch(upload.url, { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: 'a,b\n1,2\n' })
    return { job_id: upload.job_id, job_type: 'counts', input_bucket: upload.bucket, input_key: upload.key }
  }
  const { project_id } = await post('/projects', { name: 'ours' })
  const submission = await uploaded()
  const { job_id, input_bucket, input_key } = submission
  await post('/jobs', { ...submission, project_id })
  const { batch_id } = await post('/batches', { submissions: [await uploaded()] })
  const yearly = { name: 'ours', cron: '0 0 1 1 *', job_type: 'counts', input_bucket, input_key }
  const { schedule_id } = await post('/schedules', yearly)
  const alert = { metric: 'orders', condition: { is: 'stale', days: 2 }, recipients: [{ by: 'email', to: ['a@b.c'] }] }
  const { alert_id } = await post('/commerce/alerts', { name: 'ours', ...alert })
  const report = { every: 'month', recipients: [{ by: 'email', to: ['a@b.c'] }] }
  const { report_id } = await post('/commerce/reports', { name: 'ours', ...report })
  const { view_id } = await post('/commerce/views', { name: 'ours', state: 'range=90d' })
  const model = await post('/presign/upload', { filename: 'a.zsm' })
  const bytes = new Uint8Array(encodeModel(treesModel(1)))
  await fetch(model.url, { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: bytes })
  const registered = { name: `m-${randomUUID()}`, file_key: model.key, alias: 'production' }
  const { model_name, version } = await post('/models', registered)
  const item = () => send({ method: 'POST', path: '/items', body: JSON.stringify({ name: 'ours', price: 1 }) }, key)
  await item() // so that the next one is told apart from the first version of a model
  const { id } = await (await item()).json()
  const read = async (what: string) =>
    (await send({ method: 'GET', path: `/api/v1/jobs/${job_id}/${what}` }, key)).json()
  while (!ended((await read('status')).status)) await new Promise((resolve) => setTimeout(resolve, 50))
  const { artifacts } = await read('artifacts')
  const [{ file_key }] = artifacts
  const file = { input_key, input_bucket, bucket: input_bucket, key: input_key }
  return {
    job_id,
    project_id,
    batch_id,
    schedule_id,
    alert_id,
    view_id,
    report_id,
    model_name,
    model_version: String(version),
    item_id: String(id),
    file_key,
    ...file,
    cron: yearly.cron,
  }
}

function send({ method, path, body }: ReturnType<OpenApiCall['request']>, key?: string): Promise<Response> {
  return fetch(api.url + path, {
    method,
    headers: {
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  })
}

/** A stream of events that has no end is left at its beginning. */
async function textOf(reply: Response): Promise<string> {
  if (!reply.headers.get('content-type')?.startsWith('text/event-stream')) return reply.text()
  await reply.body?.cancel()
  return ''
}

/** The answer as its bytes, but for the time and for the ids that were asked for. */
async function answer(
  call: OpenApiCall,
  ids: Ids,
  key?: string,
): Promise<{ status: number; code?: string; bytes: string }> {
  const reply = await send(call.request(ids), key)
  let bytes = await textOf(reply)
  const code = /"code":"(\w+)"/.exec(bytes)?.[1]
  // a number is only meant where it stands alone
  for (const [name, id] of Object.entries(ids))
    bytes = bytes.replaceAll(/^\d+$/.test(id) ? new RegExp(`\\b${id}\\b`, 'g') : id, `<${name}>`)
  bytes = bytes.replace(/"timestamp":"[^"]+"/, '"timestamp":""')
  return {
    status: reply.status,
    ...(code === undefined ? {} : { code }),
    bytes: `${reply.headers.get('content-type')}\n${bytes}`,
  }
}

/** What each call does with a caller, where that is not what it must. */
async function faults(wrong: (call: OpenApiCall) => Promise<unknown>, which = guarded()): Promise<unknown[]> {
  const found: unknown[] = []
  for (const call of which) {
    const fault = await wrong(call)
    if (fault !== undefined) found.push({ call: call.name, fault })
  }
  return found
}

const guarded = () => calls.filter(({ scope }) => scope !== 'public')

it('a client of the earlier system works with a key, which the signed URLs it is given do not need', async () => {
  const { job_id = '', file_key = '' } = ours
  const body = JSON.stringify({ job_id, file_key })
  const presigned = await send({ method: 'POST', path: '/api/v1/presign/download', body }, credentials['submit'])
  const { url, file_name } = await presigned.json()
  const file = await fetch(url)
  expect([file.status, file_name, await file.json()]).toEqual([200, 'report.json', { bytes: 8, name: 'a.csv' }])
  expect((await fetch(url.replace(/signature=./, 'signature='))).status).toBe(403)
  expect((await fetch(`${api.url}/health`)).status).toBe(200)
})

describe('every call of the OpenAPI document', () => {
  it('is there, and public only where that is meant', () => {
    expect(guarded().length).toBeGreaterThan(25)
    expect(calls.length - guarded().length).toBe(11) // which ones: open-api.test.ts
    expect(guarded().filter(({ takesIds }) => takesIds).length).toBeGreaterThan(15)
  })

  it.each([
    ['no credentials', undefined, 'credentials_missing'],
    ['a revoked key', 'revoked', 'credentials_refused'],
    ['an expired key', 'expired', 'credentials_refused'],
    ['a key that nobody made', 'made up', 'credentials_refused'],
    ['what is no key', 'no key', 'credentials_refused'],
  ])('is refused with %s, before anything is looked at', async (_, key, code) => {
    const refusal = async (call: OpenApiCall) => {
      const { status, code: said } = await answer(call, ours, key && credentials[key])
      return status === 401 && said === code ? undefined : { status, said }
    }
    expect(await faults(refusal)).toEqual([])
  })

  it('is refused with the token for scrapers, but for the metrics', async () => {
    const wrong = async (call: OpenApiCall) => {
      const { status, code } = await answer(call, ours, METRICS_TOKEN)
      const isRight = call.name === 'GET /metrics' ? status === 200 : status === 401 && code === 'credentials_refused'
      return isRight ? undefined : { status, code }
    }
    expect(await faults(wrong)).toEqual([])
    const metrics = { method: 'GET', path: '/metrics' }
    for (const other of [METRICS_TOKEN.slice(1), METRICS_TOKEN.toUpperCase(), `${METRICS_TOKEN}x`])
      expect((await send(metrics, other)).status).toBe(401)
    const cookie = { cookie: `zerosec-${new URL(api.url).port}=${METRICS_TOKEN}` }
    expect((await fetch(`${api.url}/metrics`, { headers: cookie })).status).toBe(401)
  })

  it.each(['/health', '/health/ready', '/api/v1/health'])(
    'answers a load balancer, who shows nothing and asks by address: %s',
    async (path) => {
      for (const key of [undefined, 'no key', credentials['revoked']])
        expect((await send({ method: 'GET', path }, key)).status).toBe(200)
      const headers = { host: '10.0.0.7:8000' }
      expect((await api.app.inject({ url: path, headers })).statusCode).toBe(200)
      expect((await api.app.inject({ url: '/metrics', headers })).json().code).toBe('host_refused')
    },
  )

  it.each(['read', 'submit'] as const)(
    'lets a key with the scope %s do what that includes, and nothing else',
    async (scope) => {
      const wrong = async (call: OpenApiCall) => {
        const { status, code } = await answer(call, absent, credentials[scope])
        const isRefused = status === 403 && code === 'scope_missing'
        const may = call.scope === 'read' || (scope === 'submit' && call.scope === 'submit')
        return may === isRefused || status === 401 || status >= 500 ? { may, status, code } : undefined
      }
      expect(await faults(wrong)).toEqual([])
    },
  )

  it('that reads takes the scope read, that changes something a higher one', () => {
    const readsBy = new Set([
      'POST /api/v1/inspect',
      'POST /api/v1/presign/download',
      'DELETE /api/v1/session',
      ...['', '/versions/{model_version}'].flatMap((which) => [
        `POST /api/v1/models/{model_name}${which}/predict`,
        `POST /v2/models/{model_name}${which}/infer`,
      ]),
      ...['query', 'queries', 'cubes', 'rows', 'change', 'anomalies'].map((what) => `POST /api/v1/commerce/${what}`),
    ])
    for (const { name, scope } of guarded()) {
      const isAdministration = /\/(keys|audit|session\/links)/.test(name)
      const reads = name.startsWith('GET') || readsBy.has(name)
      expect([name, scope]).toEqual([name, isAdministration ? 'admin' : reads ? 'read' : 'submit'])
    }
  })

  it('shows another workspace nothing of ours', async () => {
    const shown = async (call: OpenApiCall) => {
      const text = await textOf(await send(call.request(absent), credentials['theirs']))
      const found = Object.values(ours).filter((id) => /[0-9a-f]{12}/.test(id) && text.includes(id))
      return found.length > 0 ? found : undefined
    }
    expect(await faults(shown)).toEqual([])
  })

  it('tells another workspace of what is ours the same bytes as of what is not there', async () => {
    const different = async (call: OpenApiCall) => {
      const [notTheirs, notThere] = [
        await answer(call, ours, credentials['theirs']),
        await answer(call, absent, credentials['theirs']),
      ]
      return notTheirs.bytes === notThere.bytes && notTheirs.status === notThere.status && notThere.status >= 400
        ? undefined
        : { notTheirs, notThere }
    }
    expect(
      await faults(
        different,
        guarded().filter(({ takesIds }) => takesIds),
      ),
    ).toEqual([])
  })

  it('does tell ourselves another thing than of what is not there: the ids above are real', async () => {
    const same = async (call: OpenApiCall) => {
      const mine = await answer(call, ours, credentials['admin'])
      const notThere = await answer(call, absent, credentials['admin'])
      return mine.bytes === notThere.bytes ? { mine, notThere } : undefined
    }
    expect(
      await faults(
        same,
        guarded().filter(({ takesIds }) => takesIds),
      ),
    ).toEqual([])
  })
})

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { STRICT_S3_CREDENTIALS, type StrictS3Server, startStrictS3Server } from '../../../test/strict-s3-server.ts'
import {
  call,
  ended,
  poll,
  type RunningApi,
  startApi,
  submission,
  TEST_JOBS,
  type Upload,
  upload,
} from '../test/running-api.ts'

const PAGE = 'https://zerosec.acme.example'

let store: StrictS3Server
let api: RunningApi
beforeAll(async () => {
  store = await startStrictS3Server(['acme-in', 'acme-out'], documentedCors())
  vi.stubEnv('AWS_ACCESS_KEY_ID', STRICT_S3_CREDENTIALS.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', STRICT_S3_CREDENTIALS.secretAccessKey)
  api = await startApi({
    platform: {
      ...TEST_JOBS,
      checkParameters: (_, { model }) => (typeof model === 'string' ? [model] : []),
    },
    environment: {
      ZEROSEC_FILES: 's3',
      ZEROSEC_S3_INPUT_BUCKET: 'acme-in',
      ZEROSEC_S3_OUTPUT_BUCKET: 'acme-out',
      ZEROSEC_S3_PREFIX: 'prod',
      ZEROSEC_S3_ENDPOINT: store.endpoint,
      ZEROSEC_UPLOAD_BYTES: '1000',
      ZEROSEC_WORKERS: '1',
    },
  })
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await api.stop()
  await store.stop()
})

const put = (url: string, body: string) => fetch(url, { method: 'PUT', body, headers: { 'Content-Type': 'text/csv' } })
const submit = (uploaded: Upload, jobType: string, parameters = {}) =>
  call(api, 'POST', '/api/v1/jobs', submission(uploaded, jobType, parameters))

describe('the API over S3', () => {
  it('serves a client of the earlier system unchanged: presign, PUT, submit, follow, download', async () => {
    const uploaded = await upload(api, '摩耗試験.csv', 'a,b\n1,2\n')
    expect(new URL(uploaded.url).origin).toBe(store.endpoint)
    expect(uploaded).toMatchObject({ bucket: 'acme-in', key: `inputs/${uploaded.job_id}/摩耗試験.csv` })
    expect((await submit(uploaded, 'counts')).body.status).toBe('queued')
    expect(await poll(api, uploaded.job_id, ended)).toMatchObject({ status: 'completed', progress_percent: 100 })
    const { artifacts } = (await call(api, 'GET', `/api/v1/jobs/${uploaded.job_id}/artifacts`)).body
    const { file_key } = artifacts[0]
    expect(file_key).toMatch(new RegExp(`^outputs/${uploaded.job_id}/`))
    const { body } = await call(api, 'POST', '/api/v1/presign/download', { job_id: uploaded.job_id, file_key })
    const reply = await fetch(body.url)
    expect(await reply.json()).toEqual({ bytes: 8, name: '摩耗試験.csv' })
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename=report.json')
  })

  it('gives out the report through itself', async () => {
    const uploaded = await upload(api, 'a.csv', 'a\n1\n')
    await submit(uploaded, 'counts')
    await poll(api, uploaded.job_id, ended)
    expect((await call(api, 'GET', `/api/v1/jobs/${uploaded.job_id}/report`)).body).toEqual({ bytes: 4, name: 'a.csv' })
  })

  it('refuses to run what is too large, which a URL without a size could not refuse', async () => {
    const uploaded = await upload(api, 'a.csv', 'x'.repeat(1001))
    for (const { status, body } of [
      await submit(uploaded, 'counts'),
      await call(api, 'POST', '/api/v1/inspect', { bucket: uploaded.bucket, key: uploaded.key }),
    ]) {
      expect([status, body.code, body.details]).toEqual([413, 'upload_too_large', { limit: 1000 }])
    }
  })

  it('binds a size that the client said', async () => {
    const { body } = await call(api, 'POST', '/api/v1/presign/upload', { filename: 'a.csv', size_bytes: 4 })
    expect((await put(body.url, 'a\n12\n')).status).toBe(403)
    expect((await put(body.url, 'a\n1\n')).status).toBe(200)
  })

  it('fails a job whose file was replaced after it was submitted', async () => {
    const first = await upload(api, 'first.csv', 'a\n1\n')
    await submit(first, 'forever')
    await poll(api, first.job_id, (status) => status === 'running')
    const second = await upload(api, 'second.csv', 'a\n1\n')
    expect((await submit(second, 'counts')).status).toBe(200)
    expect((await put(second.url, 'a\n2\n')).status).toBe(200)
    await call(api, 'POST', `/api/v1/jobs/${first.job_id}/cancel`)
    expect(await poll(api, second.job_id, ended)).toMatchObject({
      status: 'failed',
      error_message: expect.stringMatching(/second\.csv is not the one that was submitted/),
    })
  })

  it('fails a job that names an upload which was replaced after it was submitted, and takes no other that names it', async () => {
    const first = await upload(api, 'first.csv', 'a\n1\n')
    await submit(first, 'forever')
    await poll(api, first.job_id, (status) => status === 'running')
    const named = await upload(api, 'named.csv', 'a\n1\n')
    const second = await upload(api, 'second.csv', 'a\n1\n')
    expect((await submit(second, 'opens', { model: named.key })).status).toBe(200)
    expect((await put(named.url, 'a\n2\n')).status).toBe(200)
    const third = await upload(api, 'third.csv', 'a\n1\n')
    const refused = await submit(third, 'opens', { model: named.key })
    expect([refused.status, refused.body.code, refused.body.details]).toEqual([
      409,
      'input_changed',
      { file: 'named.csv' },
    ])
    await call(api, 'POST', `/api/v1/jobs/${first.job_id}/cancel`)
    expect(await poll(api, second.job_id, ended)).toMatchObject({
      status: 'failed',
      error_message: expect.stringMatching(/named\.csv is not the one that was submitted/),
    })
    // as it was
    expect((await put(named.url, 'a\n1\n')).status).toBe(200)
    expect((await submit(third, 'opens', { model: named.key })).status).toBe(200)
    expect((await poll(api, third.job_id, ended)).status).toBe('completed')
  })

  it('serves no file itself', async () => {
    const path = '/files/acme-in/inputs/a.csv?method=GET&signature=AAAA'
    expect((await call(api, 'GET', path)).body.code).toBe('url_signature_invalid')
  })

  it.each(['PUT', 'GET'])('lets the page %s with the CORS rules of the documentation', async (method) => {
    const uploaded = await upload(api, 'a.csv', 'a\n1\n')
    const asked = await fetch(uploaded.url, {
      method: 'OPTIONS',
      headers: {
        origin: PAGE,
        'access-control-request-method': method,
        ...(method === 'PUT' ? { 'access-control-request-headers': 'content-type' } : {}),
      },
    })
    expect(asked.status).toBe(200)
    expect(asked.headers.get('access-control-allow-methods')).toContain(method)
    const other = { origin: 'https://elsewhere.example', 'access-control-request-method': method }
    expect((await fetch(uploaded.url, { method: 'OPTIONS', headers: other })).status).toBe(403)
  })
})

/** The rules of `docs/files.md`, which AWS's tools take as JSON and the protocol as XML. */
function documentedCors(): string {
  const page = readFileSync(new URL('../../../docs/files.md', import.meta.url), 'utf8')
  const [, json = ''] = /```json\n(\{\s*"CORSRules"[\s\S]*?)```/.exec(page) ?? []
  const [rule] = (JSON.parse(json) as { CORSRules: Record<string, string[] | number>[] }).CORSRules
  const elements = Object.entries(rule!).flatMap(([name, values]) =>
    [values].flat().map((value) => {
      const element = name.replace(/s$/, '').replace('MaxAgeSecond', 'MaxAgeSeconds')
      return `<${element}>${value}</${element}>`
    }),
  )
  return `<CORSConfiguration><CORSRule>${elements.join('')}</CORSRule></CORSConfiguration>`
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ended, type RunningApi, startApi } from '../test/running-api.ts'
import { wearCsv } from '../test/wear.ts'

/**
 * Does what the desktop client of the earlier system does, call by call, with no credentials and nothing of ours in
 * between. Fields are compared as a whole: one more or one less is a break.
 */

let api: RunningApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const JSON_HEADERS = { 'Content-Type': 'application/json' }
const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const post = async (path: string, body: unknown) => {
  const reply = await fetch(`${api.url}/api/v1${path}`, {
    method: 'POST',
    headers: JSON_HEADERS,
    body: JSON.stringify(body),
  })
  return { status: reply.status, body: await reply.json() }
}
const get = async (path: string) => (await fetch(`${api.url}${path}`)).json()

describe('the desktop client', () => {
  it.each(['/health', '/api/v1/health'])('finds the service healthy at %s', async (path) => {
    expect(await get(path)).toEqual({
      status: 'healthy',
      timestamp: expect.stringMatching(ISO_UTC),
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      database_connected: true,
    })
  })

  it('uploads a file, runs a linear analysis, follows it and downloads what it made', async () => {
    const { job_id, bucket, key, url } = await presign('摩耗試験.csv')

    const put = await fetch(url, { method: 'PUT', headers: { 'Content-Type': 'text/csv' }, body: wearCsv() })
    expect(put.status).toBe(200)

    const parameters = {
      target_column: '強度',
      feature_columns: [],
      standardize: true,
      train_test_split: 0.2,
      cv_splits: 5,
    }
    const submitted = await post('/jobs', {
      job_id,
      job_type: 'linear_analysis',
      input_bucket: bucket,
      input_key: key,
      parameters,
    })
    expect(submitted).toEqual({ status: 200, body: { job_id, status: 'queued', message: expect.any(String) } })

    const status = await followed(job_id)
    expect(status).toMatchObject({ status: 'completed', progress_percent: 100 })

    const { artifacts, ...rest } = await get(`/api/v1/jobs/${job_id}/artifacts`)
    expect(rest).toEqual({ job_id })
    expect(artifacts.length).toBeGreaterThanOrEqual(7)
    const types = artifacts.map(({ file_type }: { file_type: string }) => file_type)
    expect(types).toEqual(expect.arrayContaining(['json', 'xlsx', 'png']))
    for (const artifact of artifacts) {
      expect(artifact).toEqual({
        file_key: expect.stringMatching(new RegExp(`^outputs/${job_id}/`)),
        file_name: expect.any(String),
        file_type: expect.stringMatching(/^(xlsx|csv|png|json|db|html|pdf|svg|onnx|txt|md)$/),
        size_bytes: expect.any(Number),
        created_at: expect.stringMatching(ISO_UTC),
      })
      await download(job_id, artifact)
    }
  })

  it('is told in its shape what it did wrong', async () => {
    const reply = await post('/presign/download', { job_id: crypto.randomUUID(), file_key: 'outputs/x/report.xlsx' })
    expect(reply).toEqual({
      status: 404,
      body: {
        error: 'JobUnknown',
        code: 'job_unknown',
        message: expect.any(String),
        details: expect.any(Object),
        timestamp: expect.stringMatching(ISO_UTC),
      },
    })
  })
})

async function presign(filename: string) {
  const upload = await post('/presign/upload', { filename: filename, content_type: 'text/csv' })
  expect(upload).toEqual({
    status: 200,
    body: {
      job_id: expect.stringMatching(UUID),
      bucket: expect.any(String),
      key: `inputs/${upload.body.job_id}/${filename}`,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//),
      expires_in: expect.any(Number),
    },
  })
  return upload.body
}

async function followed(job_id: string): Promise<Record<string, unknown>> {
  let status: Record<string, unknown>
  do {
    await new Promise((resolve) => setTimeout(resolve, 100))
    status = await get(`/api/v1/jobs/${job_id}/status`)
    expect(status).toEqual({
      job_id,
      status: expect.stringMatching(/^(queued|running|uploading_outputs|completed|failed|cancelled)$/),
      progress_percent: expect.any(Number),
      status_message: expect.any(String),
      updated_at: expect.stringMatching(ISO_UTC),
      error_message: null,
    })
  } while (!ended(String(status['status'])))
  return status
}

const FIRST_BYTES: Readonly<Record<string, string>> = { xlsx: 'PK', png: '\x89PNG', json: '{', svg: '<svg' }

async function download(
  job_id: string,
  artifact: { file_key: string; file_name: string; file_type: string; size_bytes: number },
) {
  const { status, body } = await post('/presign/download', { job_id, file_key: artifact.file_key })
  expect([status, Object.keys(body).sort()]).toEqual([200, ['expires_in', 'file_name', 'url']])
  expect(body.file_name).toBe(artifact.file_name)
  const reply = await fetch(body.url)
  expect(reply.status).toBe(200)
  const bytes = Buffer.from(await reply.arrayBuffer())
  expect(bytes.length).toBe(artifact.size_bytes)
  const start = FIRST_BYTES[artifact.file_type] ?? ''
  expect(bytes.subarray(0, start.length).toString('latin1')).toBe(start)
}

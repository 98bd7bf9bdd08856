import { expect } from 'vitest'

/** The statuses after which the desktop client tries again. */
const RETRIED = new Set([429, 500, 502, 503, 504])
const TRIES = 4

export const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

// oxlint-disable-next-line typescript/no-explicit-any -- a client looks at what came, whatever it is
type Json = any

export interface Reply {
  readonly status: number
  readonly body: Json
}

/**
 * What the desktop client of the earlier system does, call by call, with nothing of ours in between. Fields are compared as a whole: one
 * more or one less is a break. Its waits are shorter here.
 */
export class DesktopClient {
  readonly #url: string
  readonly #key: string | undefined
  /** Every status that it was answered with, tries that were repeated included. */
  readonly seen: number[] = []

  constructor(url: string, key?: string) {
    this.#url = url
    this.#key = key
  }

  async get(path: string): Promise<Reply> {
    return this.#send(path, {})
  }

  async post(path: string, body: unknown): Promise<Reply> {
    return this.#send(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  async #send(
    path: string,
    request: { method?: string; headers?: Record<string, string>; body?: string },
  ): Promise<Reply> {
    const credentials: Record<string, string> = this.#key ? { Authorization: `Bearer ${this.#key}` } : {}
    for (let tries = 1; ; tries++) {
      const reply = await fetch(this.#url + path, { ...request, headers: { ...request.headers, ...credentials } })
      this.seen.push(reply.status)
      const body: Json = await reply.json()
      if (!RETRIED.has(reply.status) || tries === TRIES) return { status: reply.status, body }
      await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** tries))
    }
  }
}

/** `content_type` is left out where the file is a CSV: then it is text/csv. */
export async function upload(
  client: DesktopClient,
  filename: string,
  content: string | Uint8Array<ArrayBuffer>,
  contentType?: string,
) {
  const { status, body } = await client.post('/api/v1/presign/upload', {
    filename,
    ...(contentType === undefined ? {} : { content_type: contentType }),
  })
  expect([status, body]).toEqual([
    200,
    {
      job_id: expect.stringMatching(UUID),
      bucket: expect.any(String),
      key: `inputs/${body.job_id}/${filename}`,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//),
      expires_in: expect.any(Number),
    },
  ])
  expect(body.expires_in).toBeGreaterThan(0)
  const headers = { 'Content-Type': contentType ?? 'text/csv' }
  expect((await fetch(body.url, { method: 'PUT', headers, body: content })).status).toBe(200)
  return body as { job_id: string; bucket: string; key: string }
}

export async function submit(
  client: DesktopClient,
  file: { job_id: string; bucket: string; key: string },
  jobType: string,
  parameters: object,
): Promise<void> {
  const { job_id } = file
  const submitted = await client.post('/api/v1/jobs', {
    job_id,
    job_type: jobType,
    input_bucket: file.bucket,
    input_key: file.key,
    parameters,
  })
  expect(submitted).toEqual({ status: 200, body: { job_id, status: 'queued', message: expect.any(String) } })
}

/** Polls to the end. */
export async function follow(client: DesktopClient, job_id: string): Promise<Json> {
  let percent = 0
  for (;;) {
    const { status, body } = await client.get(`/api/v1/jobs/${job_id}/status`)
    expect([status, body]).toEqual([
      200,
      {
        job_id,
        status: expect.stringMatching(/^(queued|running|uploading_outputs|completed|failed|cancelled)$/),
        progress_percent: expect.any(Number),
        status_message: expect.any(String),
        updated_at: expect.stringMatching(ISO_UTC),
        error_message: body.status === 'failed' ? expect.any(String) : null,
      },
    ])
    expect(body.progress_percent).toBeGreaterThanOrEqual(percent)
    expect(body.progress_percent).toBeLessThanOrEqual(100)
    percent = body.progress_percent
    if (['completed', 'failed', 'cancelled'].includes(body.status)) return body
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export async function artifactsOf(client: DesktopClient, job_id: string): Promise<Json[]> {
  const { status, body } = await client.get(`/api/v1/jobs/${job_id}/artifacts`)
  expect([status, body]).toEqual([200, { job_id, artifacts: expect.any(Array) }])
  for (const artifact of body.artifacts) {
    expect(artifact).toEqual({
      file_key: expect.stringMatching(new RegExp(`^outputs/${job_id}/`)),
      file_name: expect.any(String),
      file_type: expect.stringMatching(/^(xlsx|csv|png|json|db|html|pdf|svg|onnx|txt|md|zsm)$/),
      size_bytes: expect.any(Number),
      created_at: expect.stringMatching(ISO_UTC),
    })
  }
  return body.artifacts
}

/** The bytes of an artifact, by a URL of its own. */
export async function download(client: DesktopClient, job_id: string, artifact: Json): Promise<Buffer> {
  const { status, body } = await client.post('/api/v1/presign/download', { job_id, file_key: artifact.file_key })
  expect([status, body]).toEqual([
    200,
    { url: expect.stringMatching(/^http:/), expires_in: expect.any(Number), file_name: artifact.file_name },
  ])
  const reply = await fetch(body.url)
  expect(reply.status).toBe(200)
  const bytes = Buffer.from(await reply.arrayBuffer())
  expect(bytes.length).toBe(artifact.size_bytes)
  return bytes
}

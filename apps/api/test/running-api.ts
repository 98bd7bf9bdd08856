import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPlatform, type Platform, type PlatformOptions, readConfiguration } from '@zerosec/jobs'
import type { Telemetry } from '@zerosec/telemetry'
import type { Api } from '../src/api.ts'
import { createApi } from '../src/create-api.ts'
import { settingsOf } from '../src/serve.ts'
import type { ApiSettings } from '../src/settings.ts'

export interface RunningApi {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly dataFolder: string
  readonly app: Api
  readonly platform: Platform
  stop(): Promise<void>
}

/** Runs the jobs of `packages/jobs/test`, which take as long as they are told and misbehave on request. */
export const TEST_JOBS: PlatformOptions = {
  taskEntry: new URL('../../../packages/jobs/test/test-task.ts', import.meta.url),
  checkParameters: () => [],
}

/** The API on a free port over the embedded platform in a folder of its own; for everyone, unless ZEROSEC_AUTH says otherwise. */
export async function startApi(
  options: {
    platform?: PlatformOptions
    settings?: Partial<ApiSettings>
    environment?: Record<string, string>
    telemetry?: Telemetry
  } = {},
): Promise<RunningApi> {
  const folder = await mkdtemp(join(tmpdir(), 'zerosec-api-'))
  const configuration = readConfiguration({
    ZEROSEC_DATA: folder,
    ZEROSEC_PORT: '0',
    ZEROSEC_AUTH: 'off',
    ...options.environment,
  })
  const platform = await openPlatform(configuration, { ...options.telemetry, ...options.platform })
  const app = await createApi(platform, { ...settingsOf(configuration), ...options.settings }, options.telemetry)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  await platform.startWorker()
  return {
    url,
    dataFolder: folder,
    app,
    platform,
    async stop() {
      await app.close()
      await platform.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export interface Answer {
  readonly status: number
  readonly headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any -- a test looks at what came, whatever it is
  readonly body: any
}

/** Sends JSON as any client would and reads the JSON that comes back. */
export async function call(api: RunningApi, method: string, path: string, body?: unknown): Promise<Answer> {
  const reply = await fetch(api.url + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  return { status: reply.status, headers: reply.headers, body: await reply.json() }
}

export interface Upload {
  readonly job_id: string
  readonly bucket: string
  readonly key: string
  readonly url: string
}

export async function upload(
  api: RunningApi,
  filename: string,
  content: string | Uint8Array<ArrayBuffer>,
): Promise<Upload> {
  const { body } = await call(api, 'POST', '/api/v1/presign/upload', { filename })
  const stored = await fetch(body.url, { method: 'PUT', body: content, headers: { 'content-type': 'text/csv' } })
  if (!stored.ok) throw new Error(await stored.text())
  return body
}

export function submission(uploaded: Upload, jobType: string, parameters: Record<string, unknown> = {}) {
  return {
    job_id: uploaded.job_id,
    job_type: jobType,
    input_bucket: uploaded.bucket,
    input_key: uploaded.key,
    parameters,
  }
}

/** Polls as the desktop client does, only faster, until `reached`. */
export async function poll(
  api: RunningApi,
  jobId: string,
  reached: (status: string) => boolean,
): Promise<Answer['body']> {
  for (;;) {
    const { body } = await call(api, 'GET', `/api/v1/jobs/${jobId}/status`)
    if (reached(body.status)) return body
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
}

export const ended = (status: string): boolean => ['completed', 'failed', 'cancelled'].includes(status)

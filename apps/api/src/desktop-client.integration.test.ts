import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { workbookBytes } from '../../../packages/table/test/workbook-bytes.ts'
import { artifactsOf, DesktopClient, download, follow, ISO_UTC, submit, upload } from '../test/desktop-client.ts'
import { type RunningApi, startApi } from '../test/running-api.ts'
import { shiftJis } from '../test/shift-jis.ts'
import { wearCsv } from '../test/wear.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const NOBODY = '11111111-1111-1111-1111-111111111111'

let api: RunningApi
let client: DesktopClient
beforeAll(async () => {
  api = await startApi({ environment: { ZEROSEC_THREADS: '1' } })
  client = new DesktopClient(api.url)
})
afterAll(() => api.stop())

describe('the desktop client', () => {
  it.each(['/health', '/api/v1/health'])('finds the service healthy at %s', async (path) => {
    expect(await client.get(path)).toEqual({
      status: 200,
      body: {
        status: 'healthy',
        timestamp: expect.stringMatching(ISO_UTC),
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        database_connected: true,
      },
    })
  })

  it.each(['a.csv', 'a.xlsx', 'a.xls', 'A.CSV', `${'長'.repeat(251)}.csv`])('may upload %s', async (filename) => {
    await upload(client, filename, 'a,b\n1,2\n', 'application/octet-stream')
  })

  it.each([
    ['no name', {}, 422],
    ['an empty name', { filename: '' }, 422],
    ['a name of 256 characters', { filename: `${'a'.repeat(252)}.csv` }, 422],
    ['a program', { filename: 'a.exe' }, 415],
    ['a path', { filename: '../a.csv' }, 422],
    ['no type', { filename: 'a.csv', content_type: 7 }, 422],
  ])('is refused an upload of %s', async (_, body, status) => {
    const reply = await client.post('/api/v1/presign/upload', body)
    expect(reply).toEqual({ status, body: ERROR })
  })

  it('uploads a file, runs a linear analysis, follows it and downloads what it made', async () => {
    const file = await upload(client, '摩耗試験.csv', wearCsv())
    const { job_id } = file
    await submit(client, file, 'linear_analysis', {
      target_column: '強度',
      feature_columns: [],
      standardize: true,
      train_test_split: 0.2,
      cv_splits: 5,
    })
    expect(await follow(client, job_id)).toMatchObject({ status: 'completed', progress_percent: 100 })
    const artifacts = await artifactsOf(client, job_id)
    expect(artifacts.length).toBeGreaterThanOrEqual(7)
    for (const artifact of artifacts) {
      const bytes = await download(client, job_id, artifact)
      const start = FIRST_BYTES[artifact.file_type] ?? ''
      expect(bytes.subarray(0, start.length).toString('latin1')).toBe(start)
    }
    const types = artifacts.map(({ file_type }) => file_type)
    expect(types).toEqual(expect.arrayContaining(['json', 'xlsx', 'png']))
  })

  it('selects 15 rows of a table of candidates in Shift_JIS with no parameters at all', async () => {
    const levels = [0, 1, 2, 3]
    const rows = levels.flatMap((a) => levels.flatMap((b) => levels.map((c) => `${10 * a},${b},${100 + c}`)))
    const file = await upload(client, '候補.csv', shiftJis(`温度,時間,圧力\r\n${rows.join('\r\n')}\r\n`))
    const report = await reportOf(file, 'optimization', {})
    expect(report.table).toMatchObject({ rows: 64, columns: 3 })
    expect(JSON.stringify(report.parameters)).toContain('"num_points":15')
    const design: Record<string, unknown>[] = report.values.design
    expect(design).toHaveLength(15)
    for (const run of design) expect(run).toMatchObject({ 温度: expect.any(Number), 時間: expect.any(Number) })
  })

  it('fits several models to a workbook', async () => {
    const file = await upload(client, '摩耗.xlsx', workbook(wearCsv()), XLSX)
    const report = await reportOf(file, 'nonlinear_analysis', {
      target_columns: ['強度'],
      models_to_use: ['random_forest', 'lightgbm', 'xgboost'],
      outer_splits: 3,
      n_trials: 1,
      train_test_split: 0.2,
      hyperparams: {},
      enable_shap: true,
      enable_pareto: true,
    })
    expect(report.table).toMatchObject({ name: '摩耗.xlsx', rows: 60 })
  })

  it('classifies with YES as the class of interest, and finds its notes on the process in the result', async () => {
    const notes = { brush_type: '真鍮ブラシ', material: 'SUS304', wire_length: '25 mm', wire_count: '120' }
    const file = await upload(client, '良否.csv', shiftJis(verdictCsv()))
    const report = await reportOf(file, 'classification', {
      target_column: '判定',
      positive_label: 'YES',
      models_to_use: ['lightgbm', 'random_forest'],
      outer_splits: 3,
      n_trials_inner: 1,
      train_test_split: 0.2,
      ...notes,
    })
    for (const note of Object.values(notes)) expect(JSON.stringify(report.sections)).toContain(note)
  })

  it.each([
    [
      'optimization',
      { num_points: 15, bounds: { 時間: [1, 4] }, iterations: 50, random_seed: 42, objective: '強度を上げる' },
    ],
    [
      'nonlinear_analysis',
      { target_columns: ['強度'], outer_splits: 10, n_trials: 50, enable_shap: true, enable_pareto: true },
    ],
    [
      'classification',
      { target_column: '材料', positive_label: 'A', outer_splits: 10, n_trials_inner: 50, train_test_split: 0.2 },
    ],
  ])('may send %s every parameter that it knows with its default', async (jobType, parameters) => {
    const file = await upload(client, '摩耗.csv', wearCsv())
    await submit(client, file, jobType, parameters)
    await client.post(`/api/v1/jobs/${file.job_id}/cancel`, {})
    expect(await follow(client, file.job_id)).toMatchObject({ status: 'cancelled' })
  })

  it('is told in the status why a job failed', async () => {
    const file = await upload(client, 'a.csv', wearCsv())
    await submit(client, file, 'linear_analysis', { target_column: '硬度' })
    const { status, error_message } = await follow(client, file.job_id)
    expect([status, error_message]).toEqual(['failed', expect.stringContaining('硬度')])
    expect(await artifactsOf(client, file.job_id)).toEqual([])
  })

  it.each([
    ['GET', `/api/v1/jobs/${NOBODY}/status`, undefined, 404, 'JobUnknown'],
    ['GET', `/api/v1/jobs/${NOBODY}/artifacts`, undefined, 404, 'JobUnknown'],
    ['GET', '/api/v1/jobs/1/status', undefined, 422, 'RequestInvalid'],
    ['POST', '/api/v1/presign/download', { job_id: NOBODY, file_key: 'outputs/x/report.xlsx' }, 404, 'JobUnknown'],
    ['POST', '/api/v1/jobs', {}, 422, 'RequestInvalid'],
    ['GET', '/api/v1/nowhere', undefined, 404, 'RouteUnknown'],
  ])('is told in its shape what it did wrong: %s %s', async (method, path, body, status, error) => {
    const reply = method === 'GET' ? await client.get(path) : await client.post(path, body)
    expect(reply).toEqual({ status, body: { ...ERROR, error } })
  })

  it('is let in by a key, which travels as a bearer, and tries again where it is asked to slow down', async () => {
    const guarded = await startApi({ environment: { ZEROSEC_AUTH: 'on' }, settings: { requestsPerMinute: 8 } })
    const wanted = { workspaceId: 'default', name: 'desk', scope: 'submit', createdBy: 'test' } as const
    const { key } = await guarded.platform.access.keys.create(wanted)
    expect(await new DesktopClient(guarded.url).get(`/api/v1/jobs/${NOBODY}/status`)).toEqual({
      status: 401,
      body: ERROR,
    })
    const keyed = new DesktopClient(guarded.url, key)
    await upload(keyed, 'a.csv', 'a,b\n1,2\n')
    let last = { status: 404, body: {} }
    for (let i = 0; i < 20 && last.status === 404; i++) last = await keyed.get(`/api/v1/jobs/${NOBODY}/status`)
    expect(last).toEqual({ status: 429, body: { ...ERROR, error: 'RateLimited' } })
    expect(keyed.seen.slice(-5)).toEqual([404, 429, 429, 429, 429])
    await guarded.stop()
  })
})

const ERROR = {
  error: expect.stringMatching(/^[A-Z][A-Za-z]+$/),
  code: expect.stringMatching(/^[a-z_]+$/),
  message: expect.any(String),
  details: expect.any(Object),
  timestamp: expect.stringMatching(ISO_UTC),
}

const FIRST_BYTES: Readonly<Record<string, string>> = { xlsx: 'PK', png: '\x89PNG', json: '{', svg: '<svg' }

type File = Awaited<ReturnType<typeof upload>>

/** Runs the job and reads the report that it made. */
async function reportOf(file: File, jobType: string, parameters: object) {
  await submit(client, file, jobType, parameters)
  const { status, error_message } = await follow(client, file.job_id)
  expect([status, error_message]).toEqual(['completed', null])
  const report = (await artifactsOf(client, file.job_id)).find(({ file_name }) => file_name === 'report.json')
  return JSON.parse(String(await download(client, file.job_id, report)))
}

/** The rows of a CSV as a workbook, as Excel would save them. */
function workbook(csv: string): Uint8Array<ArrayBuffer> {
  const rows = csv.split('\r\n').map((line, i) => {
    const cells = line
      .split(',')
      .map((cell) =>
        Number.isNaN(Number(cell)) ? `<c t="inlineStr"><is><t>${cell}</t></is></c>` : `<c><v>${cell}</v></c>`,
      )
    return `<row r="${i + 1}">${cells.join('')}</row>`
  })
  return new Uint8Array(workbookBytes([{ name: 'データ', rows: rows.join('') }]))
}

/** 判定 is YES where the temperature is high, with a few exceptions. */
function verdictCsv(): string {
  const rows = Array.from({ length: 80 }, (_, i) => {
    const [temperature, hours] = [100 + ((i * 37) % 80), 1 + ((i * 11) % 7)]
    const isGood = temperature + hours > 142 !== (i % 19 === 0)
    return `${temperature},${hours},${isGood ? 'YES' : 'NO'}`
  })
  return `温度,時間,判定\r\n${rows.join('\r\n')}\r\n`
}

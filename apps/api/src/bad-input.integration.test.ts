import { DEFAULT_WORKSPACE } from '@zerosec/jobs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, call, ended, poll, type RunningApi, startApi, submission, upload } from '../test/running-api.ts'
import { wearCsv } from '../test/wear.ts'

let api: RunningApi
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.stop())

const post = (path: string, body: unknown): Promise<Answer> => call(api, 'POST', `/api/v1${path}`, body)

describe('parameters that can not be meant are refused when the job is submitted', () => {
  it.each([
    ['unknown', { target_column: '強度', targets: 'x' }, 'parameter_unknown', 'targets'],
    ['missing', {}, 'parameter_invalid', 'target_column'],
    ['of another type', { target_column: 7 }, 'parameter_invalid', 'target_column'],
    ['text for a list', { target_column: '強度', feature_columns: '温度' }, 'parameter_invalid', 'feature_columns'],
    ['text for a number', { target_column: '強度', train_test_split: '0.2' }, 'parameter_invalid', 'train_test_split'],
    ['out of range', { target_column: '強度', cv_splits: 1 }, 'parameter_invalid', 'cv_splits'],
    ['no choice', { target_column: '強度', method: 'best' }, 'parameter_invalid', 'method'],
  ])('%s: %j', async (_, parameters, code, parameter) => {
    const uploaded = await upload(api, 'wear.csv', wearCsv())
    const reply = await post('/jobs', submission(uploaded, 'linear_analysis', parameters))
    expect(reply.status).toBe(422)
    expect(reply.body).toMatchObject({ code, details: { parameter } })
    expect(reply.body.message).toContain(`"${parameter}"`)
    expect((await call(api, 'GET', `/api/v1/jobs/${uploaded.job_id}`)).body.code).toBe('job_unknown')
  })

  it('and the same job can be submitted again, corrected', async () => {
    const uploaded = await upload(api, 'wear.csv', wearCsv())
    expect((await post('/jobs', submission(uploaded, 'linear_analysis'))).status).toBe(422)
    const corrected = submission(uploaded, 'linear_analysis', { target_column: '強度' })
    expect((await post('/jobs', corrected)).status).toBe(200)
  })

  it('an analysis that does not exist, with those that do', async () => {
    const uploaded = await upload(api, 'wear.csv', wearCsv())
    const { status, body } = await post('/jobs', submission(uploaded, 'linear_analysys'))
    expect([status, body.code]).toEqual([422, 'analysis_unknown'])
    expect(body.message).toContain('linear_analysis')
  })
})

describe('a table that can not be analysed ends its job with the reason', () => {
  it.each([
    ['an empty file', '', 'file_empty'],
    ['a header only', 'a,b\n', 'file_header_only'],
    ['one column', 'y\n1\n2\n3\n4\n', 'columns_too_few'],
    ['no such column', 'a,b\n1,2\n2,3\n3,5\n4,4\n', 'column_unknown'],
    ['a constant response', 'a,y\n1,2\n2,2\n3,2\n4,2\n5,2\n', 'response_constant'],
    ['a response of text', 'a,y\n1,red\n2,blue\n3,red\n4,blue\n5,red\n', 'response_not_numeric'],
  ])('%s', async (_, content, code) => {
    const uploaded = await upload(api, 'table.csv', content)
    await post('/jobs', submission(uploaded, 'linear_analysis', { target_column: 'y' }))
    const { status, error_message } = await poll(api, uploaded.job_id, ended)
    expect([status, error_message]).toEqual(['failed', expect.stringMatching(/\.$/)])
    expect(error_message).not.toMatch(/\{\w+\}/)
    expect((await call(api, 'GET', `/api/v1/jobs/${uploaded.job_id}`)).body.error_code).toBe(code)
    const again = await post('/inspect', { bucket: uploaded.bucket, key: uploaded.key })
    expect(['file_empty', 'file_header_only', undefined]).toContain(again.body.code)
  })
})

describe('inspecting', () => {
  it('shows the table as it is read, every field of the profile', async () => {
    const uploaded = await upload(api, '摩耗.csv', wearCsv())
    const { status, body } = await post('/inspect', { bucket: uploaded.bucket, key: uploaded.key })
    expect(status).toBe(200)
    expect(body).toMatchObject({ name: '摩耗.csv', rows: 60, source: { format: 'csv', delimiter: ',', header_row: 1 } })
    expect(body.columns.map(({ kind, role }: Record<string, string>) => `${kind} ${role}`)).toEqual([
      'text identifier',
      'number factor',
      'number factor',
      'category factor',
      'number factor',
    ])
    expect(body.preview).toHaveLength(20)
    const { platform } = api
    expect(body).toEqual(JSON.parse(JSON.stringify(await platform.within(DEFAULT_WORKSPACE).inspect(uploaded))))
  })

  it.each([
    ['a file that is not there', { key: 'inputs/none.csv' }, 409, 'input_not_uploaded'],
    ['another bucket', { bucket: 'elsewhere' }, 422, 'bucket_unknown'],
    ['a key that climbs', { key: 'inputs/../../secret' }, 422, 'request_invalid'],
    ['no key', { key: undefined }, 422, 'request_invalid'],
  ])('%s is refused', async (_, change, status, code) => {
    const uploaded = await upload(api, 'a.csv', 'a,b\n1,2\n')
    const reply = await post('/inspect', { bucket: uploaded.bucket, key: uploaded.key, ...change })
    expect([reply.status, reply.body.code]).toEqual([status, code])
  })

  it('a file of a type that is taken but not read yet says which types are', async () => {
    const uploaded = await upload(api, 'old.xls', 'x')
    const { status, body } = await post('/inspect', { bucket: uploaded.bucket, key: uploaded.key })
    expect([status, body.code]).toEqual([415, 'file_type_unsupported'])
  })
})

describe('the catalogue', () => {
  it('lists each analysis with the JSON Schema of its parameters, defaults included', async () => {
    const { analyses } = (await call(api, 'GET', '/api/v1/analyses')).body
    const linear = analyses.find(({ name }: { name: string }) => name === 'linear_analysis')
    expect(linear).toMatchObject({ title: expect.any(String), summary: expect.any(String) })
    const { properties, required } = linear.parameters
    expect(required).toEqual(['target_column'])
    expect(properties).toMatchObject({
      feature_columns: { default: [] },
      standardize: { default: true },
      train_test_split: { default: 0.2 },
      cv_splits: { default: 5 },
    })
  })
})

import { type Client, createClient } from '@zerosec/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApi, startApi } from '../test/running-api.ts'
import { wearCsv } from '../test/wear.ts'

let api: RunningApi
let client: Client
beforeAll(async () => {
  api = await startApi()
  client = createClient({ origin: api.url })
})
afterAll(() => api.stop())

describe('the TypeScript client', () => {
  it('takes a file from the upload to its report', async () => {
    expect((await client.health()).status).toBe('healthy')
    const analyses = await client.analyses()
    expect(analyses.map(({ name }) => name)).toContain('linear_analysis')

    const file = await client.uploadFile('摩耗.csv', new Blob([wearCsv()]))
    expect((await client.inspect(file)).rows).toBe(60)
    await client.submit({ file, jobType: 'linear_analysis', parameters: { target_column: '強度' } })

    const seen: string[] = []
    const last = await client.watch(file.jobId, ({ status }) => seen.push(status))
    expect(last).toMatchObject({ status: 'completed', progress_percent: 100 })
    expect(seen.at(-1)).toBe('completed')

    const job = await client.job(file.jobId)
    const report = await client.report(file.jobId)
    expect(report).toMatchObject({ analysis: 'linear_analysis', table: { name: '摩耗.csv', rows: 60 } })
    expect(job).toMatchObject({
      headline: report.headline,
      file_name: '摩耗.csv',
      parameters: { target_column: '強度' },
    })
    expect((await client.jobs({ limit: 1 })).jobs[0]?.job_id).toBe(file.jobId)

    const workbook = (await client.artifacts(file.jobId)).find(({ file_type }) => file_type === 'xlsx')
    const { url, file_name } = await client.downloadUrl(file.jobId, workbook?.file_key ?? '')
    const bytes = await (await fetch(url)).arrayBuffer()
    expect([file_name, bytes.byteLength]).toEqual([workbook?.file_name, workbook?.size_bytes])
  })

  it('rejects with the code of the error table', async () => {
    const jobId = crypto.randomUUID()
    await expect(client.status(jobId)).rejects.toMatchObject({ name: 'ApiError', code: 'job_unknown', status: 404 })
    await expect(client.watch(jobId, () => {})).rejects.toMatchObject({ code: 'job_unknown' })
    const file = await client.uploadFile('a.csv', new TextEncoder().encode('a,b\n1,2\n'))
    const submission = client.submit({ file, jobType: 'linear_analysis', parameters: { nonsense: 1 } })
    await expect(submission).rejects.toMatchObject({ code: 'parameter_unknown' })
  })
})

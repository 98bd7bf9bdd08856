import { type Client, createClient, type UploadedFile } from '@zerosec/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApi, startApi } from '../test/running-api.ts'
import { wearCsv } from '../test/wear.ts'

describe('a model of one job in another', () => {
  let api: RunningApi
  let client: Client
  let model: string
  let modelJob: string
  beforeAll(async () => {
    api = await startApi()
    client = createClient({ origin: api.url })
    const file = await client.uploadFile('摩耗.csv', new Blob([wearCsv()]))
    const parameters = {
      target_columns: ['強度'],
      models_to_use: ['lightgbm'],
      n_trials: 1,
      outer_splits: 2,
      enable_shap: false,
    }
    modelJob = await done(file, 'nonlinear_analysis', parameters)
    model = (await client.artifacts(modelJob)).find(({ file_type }) => file_type === 'zsm')!.file_key
  }, 240_000)
  afterAll(() => api.stop())

  const done = async (file: UploadedFile, jobType: string, parameters: Record<string, unknown>): Promise<string> => {
    await client.submit({ file, jobType, parameters })
    expect(await client.watch(file.jobId, () => {})).toMatchObject({ status: 'completed', error_message: null })
    return file.jobId
  }

  it('predicts a table, and the report leads back to the file of the model', async () => {
    const jobId = await done(await client.uploadFile('new.csv', new Blob([wearCsv()])), 'prediction', { model })
    const report = await client.report(jobId)
    expect(report).toMatchObject({
      analysis: 'prediction',
      parameters: { model },
      values: { target: '強度', rows: 60, rows_predicted: 60, rows_measured: 60 },
    })
    const artifact = (await client.artifacts(modelJob)).find(({ file_key }) => file_key === model)!
    expect(report.files).toEqual([
      {
        reference: model,
        name: artifact.file_name,
        bytes: artifact.size_bytes,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ])
    const predictions = (await client.artifacts(jobId)).find(({ file_name }) => file_name === 'predictions.csv')!
    const { url } = await client.downloadUrl(jobId, predictions.file_key)
    expect(await (await fetch(url)).text()).toContain('prediction_強度')
  }, 120_000)

  it.each([
    ['file_reference_invalid', () => '/etc/passwd'],
    ['file_reference_invalid', () => `${model}/../../../../secret`],
    ['artifact_unknown', () => model.replace('.zsm', '.zs')],
    ['job_unknown', () => model.replace(modelJob, crypto.randomUUID())],
    ['parameter_invalid', () => 3],
  ])('is refused with %s when the job is submitted', async (code, reference) => {
    const file = await client.uploadFile('new.csv', new Blob([wearCsv()]))
    const submitted = client.submit({ file, jobType: 'prediction', parameters: { model: reference() } })
    await expect(submitted).rejects.toMatchObject({ code })
    await expect(client.status(file.jobId)).rejects.toMatchObject({ code: 'job_unknown' })
  })

  it('fails the job with the code of a file that is no model', async () => {
    const file = await client.uploadFile('new.csv', new Blob([wearCsv()]))
    const report = model.replace(/models\/.*$/, 'report.json')
    await client.submit({ file, jobType: 'prediction', parameters: { model: report } })
    await client.watch(file.jobId, () => {})
    expect(await client.job(file.jobId)).toMatchObject({ status: 'failed', error_code: 'model_file_foreign' })
  }, 60_000)
})

import { Validator } from '@seriousme/openapi-schema-validator'
import { ERRORS } from '@zerosec/errors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SETTINGS, untouchedPlatform } from '../test/untouched-platform.ts'
import type { Api } from './api.ts'
import { createApi } from './create-api.ts'

type Content = Record<string, { schema: { type?: string } }>

interface Operation {
  summary?: string
  security: object[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
}

interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, unknown> }
}

let app: Api
let document: Document
beforeAll(async () => {
  app = await createApi(untouchedPlatform, SETTINGS)
  document = (await app.inject('/openapi.json')).json()
})
afterAll(() => app.close())

const CALLS = [
  'DELETE /api/v1/commerce/alerts/{alert_id}',
  'DELETE /api/v1/commerce/reports/{report_id}',
  'DELETE /api/v1/commerce/views/{view_id}',
  'DELETE /api/v1/jobs/{job_id}',
  'DELETE /api/v1/keys/{key_id}',
  'DELETE /api/v1/projects/{project_id}',
  'DELETE /api/v1/projects/{project_id}/jobs/{job_id}',
  'DELETE /api/v1/schedules/{schedule_id}',
  'DELETE /api/v1/session',
  'DELETE /items/{item_id}',
  'GET /api/v1/analyses',
  'GET /api/v1/audit',
  'GET /api/v1/batches/{batch_id}',
  'GET /api/v1/commerce/alerts',
  'GET /api/v1/commerce/alerts/{alert_id}',
  'GET /api/v1/commerce/catalogue',
  'GET /api/v1/commerce/events',
  'GET /api/v1/commerce/export',
  'GET /api/v1/commerce/loads',
  'GET /api/v1/commerce/loads/{load_id}',
  'GET /api/v1/commerce/presets',
  'GET /api/v1/commerce/quarantine',
  'GET /api/v1/commerce/quarantine/file',
  'GET /api/v1/commerce/query',
  'GET /api/v1/commerce/reports',
  'GET /api/v1/commerce/reports/{report_id}',
  'GET /api/v1/commerce/reports/{report_id}/html',
  'GET /api/v1/commerce/snapshots',
  'GET /api/v1/commerce/status',
  'GET /api/v1/commerce/views',
  'GET /api/v1/commerce/views/{view_id}',
  'GET /api/v1/health',
  'GET /api/v1/jobs',
  'GET /api/v1/jobs/{job_id}',
  'GET /api/v1/jobs/{job_id}/artifacts',
  'GET /api/v1/jobs/{job_id}/checksums',
  'GET /api/v1/jobs/{job_id}/events',
  'GET /api/v1/jobs/{job_id}/lineage',
  'GET /api/v1/jobs/{job_id}/report',
  'GET /api/v1/jobs/{job_id}/status',
  'GET /api/v1/keys',
  'GET /api/v1/models',
  'GET /api/v1/models/{model_name}',
  'GET /api/v1/models/{model_name}/drift',
  'GET /api/v1/models/{model_name}/events',
  'GET /api/v1/models/{model_name}/releases',
  'GET /api/v1/models/{model_name}/traffic',
  'GET /api/v1/models/{model_name}/versions/{model_version}',
  'GET /api/v1/models/{model_name}/versions/{model_version}/file',
  'GET /api/v1/projects',
  'GET /api/v1/projects/{project_id}',
  'GET /api/v1/projects/{project_id}/learned',
  'GET /api/v1/schedules',
  'GET /api/v1/schedules/{schedule_id}',
  'GET /api/v1/session',
  'GET /api/v1/statistics',
  'GET /files/{bucket}/{key}',
  'GET /health',
  'GET /health/ready',
  'GET /items',
  'GET /items/{item_id}',
  'GET /metrics',
  'GET /model/info',
  'GET /v2',
  'GET /v2/health/live',
  'GET /v2/health/ready',
  'GET /v2/models/{model_name}',
  'GET /v2/models/{model_name}/ready',
  'GET /v2/models/{model_name}/versions/{model_version}',
  'GET /v2/models/{model_name}/versions/{model_version}/ready',
  'PATCH /api/v1/commerce/alerts/{alert_id}',
  'PATCH /api/v1/commerce/reports/{report_id}',
  'PATCH /api/v1/commerce/views/{view_id}',
  'PATCH /api/v1/projects/{project_id}',
  'PATCH /api/v1/projects/{project_id}/jobs/{job_id}',
  'PATCH /api/v1/schedules/{schedule_id}',
  'PATCH /items/{item_id}',
  'POST /api/v1/batches',
  'POST /api/v1/batches/{batch_id}/cancel',
  'POST /api/v1/commerce/alerts',
  'POST /api/v1/commerce/alerts/{alert_id}/test',
  'POST /api/v1/commerce/anomalies',
  'POST /api/v1/commerce/change',
  'POST /api/v1/commerce/cubes',
  'POST /api/v1/commerce/demo',
  'POST /api/v1/commerce/loads',
  'POST /api/v1/commerce/mappings/check',
  'POST /api/v1/commerce/mappings/propose',
  'POST /api/v1/commerce/queries',
  'POST /api/v1/commerce/query',
  'POST /api/v1/commerce/reports',
  'POST /api/v1/commerce/reports/{report_id}/send',
  'POST /api/v1/commerce/rows',
  'POST /api/v1/commerce/snapshots/{snapshot_id}/serve',
  'POST /api/v1/commerce/sql',
  'POST /api/v1/commerce/time-zone',
  'POST /api/v1/commerce/views',
  'POST /api/v1/inspect',
  'POST /api/v1/jobs',
  'POST /api/v1/jobs/{job_id}/cancel',
  'POST /api/v1/jobs/{job_id}/redrive',
  'POST /api/v1/keys',
  'POST /api/v1/models',
  'POST /api/v1/models/{model_name}/predict',
  'POST /api/v1/models/{model_name}/promote',
  'POST /api/v1/models/{model_name}/releases',
  'POST /api/v1/models/{model_name}/releases/end',
  'POST /api/v1/models/{model_name}/rollback',
  'POST /api/v1/models/{model_name}/versions/{model_version}/predict',
  'POST /api/v1/presign/download',
  'POST /api/v1/presign/upload',
  'POST /api/v1/projects',
  'POST /api/v1/projects/{project_id}/jobs',
  'POST /api/v1/schedules',
  'POST /api/v1/session',
  'POST /api/v1/session/links',
  'POST /items',
  'POST /predict',
  'POST /v2/models/{model_name}/infer',
  'POST /v2/models/{model_name}/versions/{model_version}/infer',
  'PUT /files/{bucket}/{key}',
]

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toMatch(/^3\.1\./)
    expect(await new Validator().validate({ ...document })).toEqual({ valid: true })
  })

  it('holds every call, each with a summary and its errors', () => {
    const calls = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    expect(calls.sort()).toEqual(CALLS)
    for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
      expect(operation.summary).toBeTruthy()
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['200', '403', '429', '500']))
    }
  })

  it('documents under each status the codes that have it, and no other', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const { responses } of Object.values(operations)) {
        for (const [status, { description }] of Object.entries(responses).filter(([status]) => !/^[23]/.test(status))) {
          const codes = [...description.matchAll(/^`(\w+)`:/gm)].map(([, code]) => code as keyof typeof ERRORS)
          expect({ path, status, codes }).not.toMatchObject({ codes: [] })
          for (const code of codes)
            expect({ code, status: ERRORS[code].status }).toEqual({ code, status: Number(status) })
        }
      }
    }
  })

  it('says of every call that is not public what lets a caller in, and what the others are answered', () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const call = `${method} ${path}`
        const isPublic = !('x-scope' in operation)
        expect({ call, security: operation.security.length }).toEqual({ call, security: isPublic ? 0 : 3 })
        if (!isPublic) expect(operation.responses['401']?.description).toContain('`credentials_missing`')
      }
    }
    const open = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { security }]) =>
        security.length === 0 ? [`${method} ${path}`] : [],
      ),
    )
    expect(open.sort()).toEqual([
      'get /api/v1/health',
      'get /files/{bucket}/{key}',
      'get /health',
      'get /health/ready',
      'get /model/info',
      'get /v2',
      'get /v2/health/live',
      'get /v2/health/ready',
      'post /api/v1/session',
      'post /predict',
      'put /files/{bucket}/{key}',
    ])
  })

  it.each(['{model_name}', '{model_name}/versions/{model_version}'])('takes and gives a CSV of /models/%s', (which) => {
    const { requestBody, responses } = document.paths[`/api/v1/models/${which}/predict`]!['post']!
    for (const content of [requestBody?.content, responses['200']?.content])
      expect(content).toEqual({
        'application/json': { schema: { $ref: expect.stringContaining('#/components/schemas/Predict') } },
        'text/csv': { schema: { type: 'string' } },
      })
  })

  it('names each schema once and keeps none that no call uses', () => {
    const text = JSON.stringify(document)
    for (const name of Object.keys(document.components.schemas)) {
      expect(text).toContain(`"#/components/schemas/${name}"`)
    }
    for (const [, name = ''] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) {
      expect(document.components.schemas).toHaveProperty(name)
    }
  })
})

it('has a docs page that needs nothing from the network', async () => {
  const page = await app.inject('/docs')
  const files = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)]
    .map(([, url = '']) => url)
    .filter((url) => url !== 'data:,')
  expect(files.length).toBe(3)
  for (const url of files) {
    expect(url).toMatch(/^\/docs\//)
    expect((await app.inject(url)).statusCode).toBe(200)
  }
  expect(page.body).not.toMatch(/<script>/)
  expect(page.headers['content-security-policy']).not.toMatch(/script-src|unsafe-eval/)
})

import { ErrorResponse } from '@zerosec/contract'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Parameter, type Schema, type Schemas, textsOf, valuesOf } from '../test/hostile-requests.ts'
import { type RunningApi, startApi } from '../test/running-api.ts'

interface Operation {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Schemas }
}

/** A stream that waits for changes has no end to look at. */
const ENDLESS = new Set(['/api/v1/jobs/{job_id}/events', '/api/v1/commerce/events'])
const RUNS = 25
/** Of calls that take a process each. */
const FEW_RUNS: Readonly<Record<string, number>> = { '/api/v1/commerce/sql': 4 }
/** What it begins goes on when it has been answered, for minutes. */
const BEGINS_WORK = '/api/v1/commerce/demo'
/** The same requests every time. */
const SEED = 20_261_129

let api: RunningApi
let document: Document
let ajv: Ajv2020
beforeAll(async () => {
  api = await startApi({ settings: { requestsPerMinute: 1_000_000 } })
  document = (await api.app.inject('/openapi.json')).json()
  ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(document, 'api')
  await makeShop()
}, 60_000)
afterAll(() => api.stop())

/** So that calls about a shop get further than that there is none. */
async function makeShop(): Promise<void> {
  const inject = async (options: InjectOptions) => (await api.app.inject(options)).json()
  const { load_id: id } = await inject({ method: 'POST', url: BEGINS_WORK, payload: { orders: 100 } })
  for (let state = ''; state !== 'done'; ) state = (await inject({ url: `/api/v1/commerce/loads/${id}` })).state
}

/** What is wrong with an answer; nothing, mostly. */
function problemOf(operation: Operation, reply: Awaited<ReturnType<RunningApi['app']['inject']>>): string | undefined {
  const { statusCode: status, headers, body } = reply
  if (status >= 500) return `${status}: ${body.slice(0, 300)}`
  const isError = status >= 400
  if (isError && !ErrorResponse.safeParse(JSON.parse(body)).success)
    return `an error of another shape: ${body.slice(0, 300)}`
  // a path that the router does not take for this route's is another one's matter
  if (status === 404 && JSON.parse(body).code === 'route_unknown') return undefined
  const response = operation.responses[String(status)]
  if (!response) return `status ${status} is not in the document: ${body.slice(0, 300)}`
  const schema = response.content?.['application/json']?.schema
  if (!schema || isError || !String(headers['content-type']).startsWith('application/json')) return undefined
  const validate = validatorOf(schema)
  return validate(JSON.parse(body)) ? undefined : `its body: ${ajv.errorsText(validate.errors)}`
}

const validators = new Map<string, ValidateFunction>()
function validatorOf(schema: Schema): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll('"#/', '"api#/')
  const known = validators.get(text) ?? ajv.compile(JSON.parse(text) as object)
  validators.set(text, known)
  return known
}

function requestsOf(path: string, method: string, operation: Operation): fc.Arbitrary<InjectOptions> {
  const { parameters = [], requestBody } = operation
  const values = (place: Parameter['in']) =>
    fc.record(
      Object.fromEntries(
        parameters.filter((each) => each.in === place).map(({ name, schema }) => [name, textsOf(schema)]),
      ),
      place === 'path' ? {} : { requiredKeys: [] },
    )
  const body = requestBody?.content['application/json']?.schema
  const payload = body ? valuesOf(body, document.components.schemas) : fc.constant(undefined)
  return fc.tuple(values('path'), values('query'), payload).map(([inPath, inQuery, content]) => ({
    method: method.toUpperCase() as 'GET',
    url: path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent((inPath[name] ?? '').toWellFormed())),
    query: Object.fromEntries(Object.entries(inQuery).map(([name, value]) => [name, String(value).toWellFormed()])),
    ...(content === undefined
      ? {}
      : { payload: JSON.stringify(content), headers: { 'content-type': 'application/json' } }),
  }))
}

describe('whatever is sent', () => {
  it('is answered as the document says, and never by a fault of ours', { timeout: 300_000 }, async () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      if (ENDLESS.has(path) || path === BEGINS_WORK) continue
      for (const [method, operation] of Object.entries(operations)) {
        await fc.assert(
          fc.asyncProperty(requestsOf(path, method, operation), async (request) => {
            const problem = problemOf(operation, await api.app.inject(request))
            expect(problem, `${method} ${path}: ${problem}`).toBeUndefined()
          }),
          { numRuns: FEW_RUNS[path] ?? RUNS, seed: SEED },
        )
      }
    }
  })

  it('is answered or refused where it is a query of a shop, of metrics that there are and values that there are not', async () => {
    const { metrics, dimensions } = (await api.app.inject('/api/v1/commerce/catalogue')).json()
    const named = (list: { name: string }[]) => fc.constantFrom(...list.map(({ name }) => name))
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.double(),
      fc.constantFrom("'", '"', '--', '\u0000', '$1', '2026-01-01'),
    )
    const filter = fc.record(
      {
        dimension: named(dimensions),
        is: fc.constantFrom('in', 'not_in', 'null', 'range'),
        values: fc.array(value, { minLength: 1, maxLength: 3 }),
        from: value,
      },
      { requiredKeys: ['dimension', 'is'] },
    )
    const query = fc.record(
      {
        metrics: fc.uniqueArray(named(metrics), { minLength: 1, maxLength: 3 }),
        dimensions: fc.uniqueArray(named(dimensions), { maxLength: 2 }),
        grain: fc.constantFrom('none', 'day', 'week', 'month', 'year'),
        from: fc.constantFrom('1900-01-01', '2026-10-01', '2199-12-31', '2026-02-30'),
        comparison: fc.record({
          with: fc.constantFrom('off', 'previous', 'previous_year_weekday', 'previous_year_calendar'),
        }),
        filters: fc.array(filter, { maxLength: 2 }),
        limit: fc.integer({ min: 1, max: 100 }),
      },
      { requiredKeys: ['metrics'] },
    )
    const url = '/api/v1/commerce/query'
    const operation = document.paths[url]!['post']!
    let answered = 0
    await fc.assert(
      fc.asyncProperty(query, async (payload) => {
        const reply = await api.app.inject({ method: 'POST', url, payload })
        if (reply.statusCode === 200) answered++
        const problem = problemOf(operation, reply)
        expect(problem, `${JSON.stringify(payload)}: ${problem}`).toBeUndefined()
      }),
      { numRuns: 80, seed: SEED },
    )
    expect(answered).toBeGreaterThan(10)
  })

  it('is refused with 405 where the path takes another method, which Allow names', async () => {
    for (const [path, operations] of Object.entries(document.paths)) {
      const url = path.replace(/\{\w+\}/g, '2b1c6f0e-0000-4000-8000-000000000000')
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
        if (method.toLowerCase() in operations) continue
        const reply = await api.app.inject({ method, url })
        expect([method, path, reply.statusCode, reply.json().code]).toEqual([method, path, 405, 'method_not_allowed'])
        for (const allowed of Object.keys(operations)) expect(reply.headers.allow).toContain(allowed.toUpperCase())
      }
    }
  })

  const post = (payload: string) =>
    api.app.inject({
      method: 'POST',
      url: '/api/v1/projects',
      payload,
      headers: { 'content-type': 'application/json' },
    })

  it.each([
    ['10 MB of JSON', () => JSON.stringify({ name: 'x'.repeat(10_000_000) }), 413, 'body_too_large'],
    ['10,000 levels', () => `{"name":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 400, 'body_malformed'],
    ['__proto__', () => '{"name":"a","__proto__":{"polluted":true}}', 400, 'body_malformed'],
    ['__proto__ in other letters', () => String.raw`{"name":"a","\u005f_proto__":{}}`, 400, 'body_malformed'],
    ['a constructor with a prototype', () => '{"name":"a","constructor":{"prototype":{}}}', 400, 'body_malformed'],
    ['what is no JSON', () => '{"name":', 400, 'body_malformed'],
    ['brackets in a text, which are no levels', () => JSON.stringify({ name: '['.repeat(150) }), 200, undefined],
    ['a name that comes twice, of which the last counts', () => '{"name":"a","name":"b"}', 200, undefined],
  ])('%s', async (_, body, status, code) => {
    const reply = await post(body())
    expect([reply.statusCode, reply.json().code]).toEqual([status, code])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it.each([
    '..%2f..%2fsigning-secret',
    '%2e%2e/%2e%2e/signing-secret',
    'inputs/..%5c..%5csigning-secret',
    'inputs/a%00.csv',
    `inputs/${'x'.repeat(2048)}`,
    'inputs/a%23b',
    'inputs/a%3fb',
    'inputs/%ff%fe',
  ])('reaches no file by the key %s', async (key) => {
    for (const method of ['GET', 'PUT'] as const) {
      const reply = await api.app.inject({
        method,
        url: `/files/zerosec-inputs/${key}?expires=9999999999&signature=AAAA`,
      })
      expect(reply.statusCode).toBeGreaterThanOrEqual(400)
      expect(reply.statusCode).toBeLessThan(500)
    }
  })

  it('is no event stream for the page of another origin', async () => {
    const url = '/api/v1/jobs/2b1c6f0e-0000-4000-8000-000000000000/events'
    const reply = await api.app.inject({ url, headers: { origin: 'https://evil.example' } })
    expect([reply.statusCode, reply.json().code]).toEqual([403, 'origin_refused'])
  })
})

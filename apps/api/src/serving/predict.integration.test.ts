import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { openModel } from '@zerosec/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROW, register, treesModel } from '../../test/registered-models.ts'
import { type Answer, call, type RunningApi, startApi } from '../../test/running-api.ts'

let api: RunningApi
beforeAll(async () => {
  api = await startApi({ environment: { ZEROSEC_REQUESTS_PER_MINUTE: '1000000' } })
  await register(api, 'strength', treesModel(1), { alias: 'production' })
}, 60_000)
afterAll(() => api.stop())

const post = (path: string, body: unknown): Promise<Answer> => call(api, 'POST', `/api/v1/models${path}`, body)
const postText = (
  path: string,
  body: BodyInit,
  type: string,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${api.url}/api/v1/models${path}`, { method: 'POST', headers: { 'content-type': type, ...headers }, body })

describe('what a model is asked', () => {
  it('may have a bad row, which fails alone', async () => {
    const rows = [ROW, { ...ROW, temperature: 'hot' }, { ...ROW, temperature: null }]
    const { body } = await post('/strength/predict', { rows })
    expect([body.errors, body.predictions[1].error.code]).toEqual([1, 'model_input_invalid'])
    expect(body.predictions[1].error.message).toContain('Row 2')
    expect(body.predictions[2].flags).toEqual([{ kind: 'missing_cell', column: 'temperature' }])
  })

  it.each(['1e400', '[1]', '{"a":1}', 'true'])('may have the cell %s, whose row fails alone', async (cell) => {
    const bad = JSON.stringify({ ...ROW, temperature: 0 }).replace('"temperature":0', `"temperature":${cell}`)
    const answer = await postText('/strength/predict', `{"rows":[${bad},${JSON.stringify(ROW)}]}`, 'application/json')
    const { errors, predictions } = await answer.json()
    expect([answer.status, errors, predictions[0].error.code]).toEqual([200, 1, 'model_input_invalid'])
    expect(predictions[1].value).toBe(openModel(treesModel(1)).predict([ROW])[0]!.value)
  })

  it('streams a CSV, with refusals in its last column', async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => `${i},${i % 10},0.5,S${i % 40},true`)
    lines[1] = '1,hot,0.5,S1,true'
    const body = `id,temperature,"圧力 ""P""",solvent,stirred\n${lines.join('\n')}\n`
    const reply = await fetch(`${api.url}/api/v1/models/strength/predict?intervals=true&domain=true`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body,
    })
    expect([reply.status, reply.headers.get('x-model-version')]).toEqual([200, '1'])
    const text = (await reply.text()).trimEnd().split('\r\n')
    expect(text[0]).toBe(
      'id,temperature,"圧力 ""P""",solvent,stirred,prediction_yield,prediction_yield_low,prediction_yield_high,domain,flags,error',
    )
    expect(text.length).toBe(3001)
    expect(text[2]).toContain('predict_cell_unreadable')
    const [value] = openModel(treesModel(1)).predict([{ ...ROW, temperature: 5, solvent: 'S5' }])
    expect(Number(text[6]!.split(',')[5])).toBe(value!.value)
  })

  it('is counted for the metrics, in streams too', async () => {
    const counted = async (what: string): Promise<number> => {
      const metrics = await (await fetch(`${api.url}/metrics`)).text()
      const line = metrics.split('\n').find((each) => each.startsWith(`zerosec_model_${what}_total{model="strength"`))
      return Number(line?.split(' ')[1] ?? 0)
    }
    const before = await Promise.all(['requests', 'rows', 'row_errors'].map(counted))
    const csv = `temperature,"圧力 ""P""",solvent,stirred\n5,0.5,S3,true\nhot,0.5,S3,true\n`
    await (await postText('/strength/predict', csv, 'text/csv')).text()
    await post('/strength/predict', { rows: [ROW, ROW, { ...ROW, temperature: 'hot' }] })
    const after = await Promise.all(['requests', 'rows', 'row_errors'].map(counted))
    expect(after.map((count, i) => count - before[i]!)).toEqual([2, 5, 2])
  })

  it.each<[string, (csv: string) => Uint8Array<ArrayBuffer>, Record<string, string>]>([
    ['packed', (csv) => gzipSync(csv), { 'content-encoding': 'gzip' }],
    ['in UTF-16', (csv) => new Uint8Array(Buffer.from(`\uFEFF${csv}`, 'utf16le')), {}],
    [
      'in the encoding that it names',
      (csv) => new Uint8Array(Buffer.from(`\uFEFF${csv}`, 'utf16le')),
      { 'content-type': 'text/csv; charset="utf-16le"' },
    ],
  ])('may be a CSV that comes %s', async (_, encode, headers) => {
    const csv = `temperature,"圧力 ""P""",solvent,stirred\n5,0.5,S3,true\n`
    const answer = await postText('/strength/predict', encode(csv), 'text/csv', headers)
    const [value] = openModel(treesModel(1)).predict([{ ...ROW, temperature: 5, solvent: 'S3' }])
    expect((await answer.text()).split('\r\n')[1]).toBe(`5,0.5,S3,true,${value!.value},,`)
  })

  const columns = 'temperature,"圧力 ""P""",solvent,stirred,note\n'
  describe.each(['close', 'keep-alive'])('by a client that sends everything before it reads, %s', (connection) => {
    it.each([
      ['an answer', '', columns, '200 OK', 'S3,true'],
      ['a refusal', '', 'temperature,note\n', '422 Unprocessable Entity', 'model_inputs_missing'],
      ['a refusal of its address', '@away', columns, '404 Not Found', 'model_alias_unknown'],
      ['an answer that breaks off', '', `${columns}"`, '200 OK', 'predict_csv_invalid'],
    ])('gives it %s', async (_, alias, begin, status, part) => {
      const body = Buffer.from(begin + `5,0.5,S3,true,${'x'.repeat(20_000)}\n`.repeat(600))
      const { host, hostname, port } = new URL(api.url)
      const socket = connect(Number(port), hostname).pause()
      socket.setTimeout(20_000, () => socket.destroy(new Error('neither side goes on')))
      const head = [
        `POST /api/v1/models/strength${alias}/predict HTTP/1.1`,
        `host: ${host}`,
        `connection: ${connection}`,
        'content-type: text/csv',
        `content-length: ${body.byteLength}`,
      ]
      socket.write(`${head.join('\r\n')}\r\n\r\n`)
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject)
        socket.write(body, () => resolve())
      })
      const isKept = connection === 'keep-alive'
      if (isKept) socket.write(`GET /health HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)
      const [answer, next] = (await textOf(socket)).split(/(?=HTTP\/1\.1 \d)/)
      expect(answer!.split('\r\n')[0]).toBe(`HTTP/1.1 ${status}`)
      expect(answer).toContain(part)
      expect(next).toEqual(isKept ? expect.stringContaining('healthy') : undefined)
    })
  })

  it.each(['identity', 'gzip'])('may be a CSV whose client hangs up, sent as %s', async (encoding) => {
    const csv = `temperature,"圧力 ""P""",solvent,stirred\n${'5,0.5,S3,true\n'.repeat(100_000)}`
    const sent = httpRequest(`${api.url}/api/v1/models/strength/predict`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', 'content-encoding': encoding },
    })
    sent.on('error', () => {})
    const body = encoding === 'gzip' ? gzipSync(csv) : Buffer.from(csv)
    sent.write(body.subarray(0, -10)) // and never ends
    const [reply] = await once(sent, 'response')
    await once(reply, 'data')
    sent.destroy()
    expect((await post('/strength/predict', { rows: [ROW] })).status).toBe(200)
  })

  it.each<[string, unknown, number, string]>([
    ['no rows', { rows: [] }, 422, 'request_invalid'],
    ['a row that is no object', { rows: [1] }, 422, 'request_invalid'],
    ['a cell that is a list', { rows: [{ ...ROW, temperature: [1] }] }, 422, 'model_input_invalid'],
    ['what it does not know', { rows: [ROW], interval: true }, 422, 'request_invalid'],
    ['a column that no row has', { rows: [{ temperature: 1 }] }, 422, 'model_inputs_missing'],
    ['a column that the model does not read', { rows: [{ ...ROW, colour: 'red' }] }, 422, 'model_inputs_unknown'],
    ['NaN as a text', { rows: [{ ...ROW, temperature: 'NaN' }] }, 422, 'model_input_invalid'],
    [
      'a level that the interval does not have',
      { rows: [ROW], intervals: true, level: 0.33 },
      422,
      'parameter_invalid',
    ],
    ['10,001 rows', { rows: Array.from({ length: 10_001 }, () => ({})) }, 413, 'predict_rows_too_many'],
    [
      '501 rows to explain',
      { rows: Array.from({ length: 501 }, () => ROW), contributions: true },
      413,
      'predict_rows_too_many',
    ],
  ])('%s: refused by code, and a good request right after is answered', async (_, body, status, code) => {
    const answer = await post('/strength/predict', body)
    expect([answer.status, answer.body.code ?? '']).toEqual([status, code])
    expect((await post('/strength/predict', { rows: [ROW] })).status).toBe(200)
  })

  it.each([
    ['/nothing/predict', 404, 'model_unknown'],
    ['/strength/versions/99/predict', 404, 'model_version_unknown'],
    ['/strength@candidate/predict', 404, 'model_alias_unknown'],
    ['/Strength/predict', 422, 'request_invalid'],
    ['/strength/versions/one/predict', 422, 'request_invalid'],
    ['/strength/predict?intervals=true', 422, 'request_invalid'],
  ])('%s is not there', async (path, status, code) => {
    const answer = await post(path, { rows: [ROW] })
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  it.each<[string, string, BodyInit, string]>([
    ['JSON with NaN', 'application/json', '{"rows":[{"temperature":NaN}]}', 'body_malformed'],
    ['what is no UTF-8', 'application/json', Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d), 'body_malformed'],
    ['an empty CSV', 'text/csv', '', 'predict_csv_invalid'],
    ['a CSV that lacks a column', 'text/csv', 'temperature\n1\n', 'model_inputs_missing'],
    ['a CSV in an encoding that is none', 'text/csv; charset=klingon', 'a\n1\n', 'predict_csv_invalid'],
    ['plain text', 'text/plain', '{"rows":[]}', 'content_type_unsupported'],
  ])('%s is refused', async (_, type, body, code) => {
    const reply = await postText('/strength/predict', body, type)
    expect((await reply.json()).code).toBe(code)
  })

  it('is told which types are taken where another one comes', async () => {
    const { message } = await (await postText('/strength/predict', 'a\n1\n', 'text/plain')).json()
    expect(message).toContain('Send it as application/json or text/csv, and say so in Content-Type.')
    const reply = await fetch(`${api.url}/items`, { method: 'POST', body: '{}' })
    expect((await reply.json()).message).toContain('Send it as application/json, and')
  })

  it.each<[string, string, Record<string, string>, string]>([
    ['?contributions=true', 'text/csv', {}, 'request_invalid'],
    ['', 'text/csv', { 'content-encoding': 'gzip' }, 'predict_csv_invalid'],
    ['', 'text/csv', { 'content-encoding': 'br' }, 'predict_csv_invalid'],
    ['', 'application/json', { 'content-encoding': 'gzip' }, 'body_malformed'],
  ])('is not predicted as if it were something else: %s %s %j', async (query, type, headers, code) => {
    const reply = await postText(`/strength/predict${query}`, 'temperature\n1\n', type, headers)
    expect((await reply.json()).code).toBe(code)
  })
})

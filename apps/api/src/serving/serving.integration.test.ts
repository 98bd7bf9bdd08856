import { createHash } from 'node:crypto'
import { glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeModel, openModel } from '@zerosec/model'
import { openServing, type Serving } from '@zerosec/serving'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROW, register, treesModel } from '../../test/registered-models.ts'
import { type Answer, call, type RunningApi, startApi } from '../../test/running-api.ts'

let api: RunningApi
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zerosec-serving-'))
  const settings = { ZEROSEC_REQUESTS_PER_MINUTE: '1000000', ZEROSEC_EXPECTED_MODELS: 'strength' }
  api = await startApi({ environment: { ...settings, ZEROSEC_DATA: folder } })
}, 60_000)
afterAll(async () => {
  await api.stop()
  await rm(folder, { recursive: true, force: true })
})

const get = (path: string): Promise<Answer> => call(api, 'GET', `/api/v1/models${path}`)
const post = (path: string, body: unknown): Promise<Answer> => call(api, 'POST', `/api/v1/models${path}`, body)
const ready = async () => (await call(api, 'GET', '/health/ready')).status

describe('a model that is registered', () => {
  it('answers as its file does, says which version it was, and is promoted and rolled back', async () => {
    const [one, two] = [treesModel(1), treesModel(2)]
    expect(await ready()).toBe(503)
    const made = await register(api, 'strength', one, { alias: 'production' })
    expect([made.status, made.body.version, made.body.aliases]).toEqual([200, 1, ['production']])
    expect(made.body.signature.inputs[2]).toMatchObject({ name: 'solvent', kind: 'category' })
    expect(await ready()).toBe(200)
    const rows = [ROW, { ...ROW, temperature: 1 }]
    const answer = await post('/strength/predict', { rows, intervals: true, domain: true, contributions: true })
    const expected = openModel(one).predict(rows)
    expect(answer.body).toMatchObject({ model_version: 1, target: 'yield', errors: 0 })
    for (const [i, prediction] of answer.body.predictions.entries()) {
      const { value, interval, domain, contributions } = prediction
      expect({ value, interval }).toEqual({
        value: expected[i]!.value,
        interval: (expected[i] as { interval: object }).interval,
      })
      expect(domain.verdict).toBe(expected[i]!.domain!.verdict)
      const { base, values } = contributions
      const sum = Object.values(values as Record<string, number>).reduce((total, each) => total + each, base)
      expect(sum).toBeCloseTo(value, 9)
    }
    expect(answer.headers.get('x-model-version')).toBe('1')

    expect((await register(api, 'strength', one)).body.version).toBe(1)
    expect((await register(api, 'strength', two)).body).toMatchObject({ version: 2, aliases: [] })
    expect((await post('/strength/predict', { rows: [ROW] })).body.model_version).toBe(1)
    expect((await post('/strength/versions/2/predict', { rows: [ROW] })).body.model_version).toBe(2)
    expect((await post('/strength/promote', { version: 2, reason: 'better' })).body.aliases).toEqual({ production: 2 })
    expect((await post('/strength/predict', { rows: [ROW] })).body.model_version).toBe(2)
    expect((await post('/strength/rollback', {})).body.aliases).toEqual({ production: 1 })
    expect((await post('/strength@production/predict', { rows: [ROW] })).body.model_version).toBe(1)
    expect((await post('/strength/rollback', {})).body.code).toBe('model_rollback_impossible')
    const { events } = (await get('/strength/events')).body
    expect(events.map((event: { action: string }) => event.action)).toEqual([
      'rollback',
      'promote',
      'register',
      'promote',
      'register',
    ])
    const file = await fetch(`${api.url}/api/v1/models/strength/versions/1/file`)
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array(encodeModel(one)))
  })

  it('is not replaced by one of another signature, unless that is said', async () => {
    const other = treesModel(3, { target: { name: 'cost' } })
    expect((await register(api, 'strength', other)).body.version).toBe(3)
    const refused = await post('/strength/promote', { version: 3 })
    expect([refused.status, refused.body.code]).toEqual([409, 'model_signature_differs'])
    expect(refused.body.message).toContain('it predicts "cost", not "yield"')
    const allowed = { version: 3, allow_other_signature: true }
    expect((await post('/strength/promote', allowed)).body.aliases).toEqual({ production: 3 })
    expect((await post('/strength/rollback', {})).body.aliases).toEqual({ production: 1 })
  })
})

it('is not registered from a file that is damaged or no model', async () => {
  const bytes = new Uint8Array(encodeModel(treesModel(1)))
  const damaged = bytes.with(bytes.length - 9, bytes.at(-9)! ^ 1)
  expect((await register(api, 'broken', damaged)).body.code).toBe('model_file_damaged')
  expect((await register(api, 'broken', new TextEncoder().encode('a,b\n1,2\n'))).body.code).toBe('model_file_foreign')
  expect((await get('/broken')).body.code).toBe('model_unknown')
  const elsewhere = { name: 'broken', file_key: '../../etc/passwd' }
  expect((await post('', elsewhere)).body.code).toBe('file_reference_invalid')
})

describe('a release', () => {
  /** Cells are missing in every second row, for which a bare Gaussian process has no value. */
  const faulty = async () => {
    const { bareMember, sampleModel } = await import('../../../../packages/model/test/sample-models.ts')
    return sampleModel(bareMember('gaussian_process'), { metadata: { faulty: true } })
  }
  const running = async (name: string) => (await get(`/${name}/releases`)).body.releases[0]

  it('of a faulty candidate under load is returned by itself, and no request fails', async () => {
    await register(api, 'load', treesModel(1), { alias: 'production' })
    const { body: candidate } = await register(api, 'load', await faulty())
    const canary = { version: candidate.version, mode: 'canary', share: 0.5 }
    expect((await post('/load/releases', canary)).body.state).toBe('running')
    expect((await post('/load/releases', canary)).body.code).toBe('release_running')
    const expected = openModel(treesModel(1)).predict([{ ...ROW, temperature: null }])[0]!.value
    const answers: Answer[] = []
    const since = Date.now()
    const client = async (): Promise<void> => {
      while (Date.now() - since < 20_000 && (await running('load')).state === 'running')
        for (let i = 0; i < 20; i++)
          answers.push(await post('/load/predict', { rows: [{ ...ROW, temperature: null }] }))
    }
    await Promise.all([client(), client(), client()])
    expect(answers.map(({ status, body }) => [status, body.predictions[0].value])).toEqual(
      answers.map(() => [200, expected]),
    )
    const release = await running('load')
    expect(release).toMatchObject({ state: 'returned', reason: expect.stringContaining('failed') })
    expect(release.candidate.errors).toBeGreaterThanOrEqual(3)
    expect((await get('/load/events')).body.events[0]).toMatchObject({ action: 'return', actor: 'zerosec' })
    expect((await get('/load')).body.aliases).toEqual({ production: 1 })
  })

  it('keeps requests with one key on one side, and its shadow changes no answer', async () => {
    const { body: candidate } = await register(api, 'load', treesModel(2))
    const { version } = candidate
    const start = (mode: string, share: number) => post('/load/releases', { version, mode, share })
    await start('canary', 0.5)
    const ask = async (key: string): Promise<number> => {
      const headers = { 'content-type': 'application/json', 'x-routing-key': key }
      const body = JSON.stringify({ rows: [ROW] })
      const reply = await fetch(`${api.url}/api/v1/models/load/predict`, { method: 'POST', headers, body })
      return (await reply.json()).model_version
    }
    const keys = Array.from({ length: 30 }, (_, i) => `user ${i}`)
    const first = await Promise.all(keys.map(ask))
    expect(await Promise.all(keys.map(ask))).toEqual(first)
    expect(new Set(first)).toEqual(new Set([1, version]))
    expect((await post('/load/releases/end', {})).body.state).toBe('ended')
    expect(await ask('user 0')).toBe(1)

    await start('shadow', 1)
    const rows = Array.from({ length: 40 }, (_, i) => ({ ...ROW, temperature: i / 4 }))
    expect((await post('/load/predict', { rows })).body.model_version).toBe(1)
    await expect.poll(async () => (await running('load')).differences.rows).toBe(40)
    expect((await running('load')).differences.mean_absolute).toBeGreaterThan(0)
    await post('/load/promote', { version })
    expect(await running('load')).toMatchObject({ state: 'ended', reason: expect.stringContaining('production') })
  })
})

it('is the same for several processes: a release that one of them returns is over in all', async () => {
  await register(api, 'shared', treesModel(1), { alias: 'production' })
  const { body } = await register(api, 'shared', treesModel(2))
  const settings = { memoryMb: 16, expected: [] }
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const [one, two] = [openServing(api.platform, settings, log), openServing(api.platform, settings, log)]
  const ask = async (serving: Serving, key: string): Promise<number> => {
    const call = { name: 'shared', rows: [ROW], terms: {}, key }
    return (await serving.within('default').predict(call)).version
  }
  expect([await ask(one, 'a'), await ask(two, 'a')]).toEqual([1, 1])
  await post('/shared/releases', { version: body.version, mode: 'canary', share: 1 })
  await expect.poll(async () => (await ask(one, 'a')) + (await ask(two, 'a'))).toBe(2 * body.version)
  await post('/shared/releases/end', {})
  await expect.poll(async () => (await ask(one, 'a')) + (await ask(two, 'a'))).toBe(2)
  await Promise.all([one.close(), two.close()])
  const [release] = (await get('/shared/releases')).body.releases
  expect(release.candidate.requests).toBeGreaterThan(0)
})

it('tells of drift once there are rows enough, in the API and in the metrics', async () => {
  await register(api, 'drifting', treesModel(4), { alias: 'production' })
  const rows = (solvent: string) =>
    Array.from({ length: 400 }, (_, i) => ({ ...ROW, temperature: (i % 40) / 4, solvent }))
  await post('/drifting/predict', { rows: rows('S1').slice(0, 100) })
  await expect.poll(async () => (await get('/drifting/drift')).body.baseline).toBe('training')
  expect((await get('/drifting/drift')).body.inputs[2].state).toBe('not_enough')
  await post('/drifting/predict', { rows: rows('S1') })
  const { body } = await get('/drifting/drift')
  expect(body.inputs.map((column: { state: string }) => column.state)).toEqual(Array(4).fill('drifted'))
  expect(body.inputs[0].missing_share).toBe(0) // of the training rows it is a tenth
  const metrics = await (await fetch(`${api.url}/metrics`)).text()
  expect(metrics).toMatch(/zerosec_model_drift_psi\{model="drifting",version="1",part="inputs"\} \d/)
  expect(metrics).toMatch(/zerosec_model_rows_total\{model="drifting",version="1"\} 500/)
})

it('speaks the Open Inference Protocol', async () => {
  const v2 = (path: string) => call(api, 'GET', `/v2${path}`)
  expect((await v2('')).body).toEqual({
    name: 'zerosec',
    version: expect.stringMatching(/^\d/),
    extensions: ['binary_tensor_data'],
  })
  expect((await v2('/')).body).toEqual((await v2('')).body)
  expect((await v2('/health/live')).body).toEqual({ live: true })
  expect((await v2('/health/ready')).body).toEqual({ ready: true })
  expect((await v2('/models/strength/ready')).body).toEqual({ name: 'strength', version: '1', ready: true })
  const described = (await v2('/models/strength/versions/2')).body
  expect(described.versions).toEqual(['1', '2', '3'])
  expect(described.inputs[0]).toEqual({ name: 'temperature', datatype: 'FP64', shape: [-1] })
  const tensor = (name: string, datatype: string, cell: unknown) => ({ name, datatype, shape: [1], data: [cell] })
  const inputs = [
    tensor('temperature', 'FP32', 5),
    tensor('圧力 "P"', 'FP64', 0.5),
    tensor('solvent', 'BYTES', 'S3'),
    tensor('stirred', 'BOOL', true),
  ]
  const { body } = await call(api, 'POST', '/v2/models/strength/infer', { id: 'a', inputs })
  const value = openModel(treesModel(1)).predict([ROW])[0]!.value
  expect(body).toEqual({
    id: 'a',
    model_name: 'strength',
    model_version: '1',
    outputs: [{ name: 'yield', datatype: 'FP64', shape: [1], data: [value] }],
  })
  const wrong = await call(api, 'POST', '/v2/models/strength/infer', { inputs: [tensor('temperature', 'BYTES', 'x')] })
  expect([wrong.body.code, wrong.body.error]).toEqual(['inference_tensor_invalid', wrong.body.message])
  const unknown = await v2('/models/nothing')
  expect([unknown.status, unknown.body.error]).toEqual([404, expect.stringContaining('There is no model nothing')])
})

describe('tensors as bytes behind the JSON', () => {
  const numbers = (...values: number[]) => new Uint8Array(Float64Array.from(values).buffer)
  const text = Buffer.concat([Buffer.of(2, 0, 0, 0), Buffer.from('S3')])
  const inputs = [
    ['temperature', 'FP64', numbers(5)],
    ['圧力 "P"', 'FP64', numbers(0.5)],
    ['solvent', 'BYTES', text],
    ['stirred', 'BOOL', Uint8Array.of(1)],
  ] as const
  const head = Buffer.from(
    JSON.stringify({
      inputs: inputs.map(([name, datatype, { length }]) => ({
        name,
        datatype,
        shape: [1],
        parameters: { binary_data_size: length },
      })),
      parameters: { binary_data_output: true },
    }),
  )
  const whole = Buffer.concat([head, ...inputs.map(([, , bytes]) => bytes)])
  const send = (body: Buffer, headers: Record<string, string>) =>
    fetch(`${api.url}/v2/models/strength/infer`, { method: 'POST', body: new Uint8Array(body), headers })

  it.each([{}, { 'content-type': 'application/octet-stream' }, { 'content-type': 'application/json' }])(
    'are read and given, sent with the headers %j',
    async (headers) => {
      const reply = await send(whole, { ...headers, 'inference-header-content-length': String(head.length) })
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/octet-stream'])
      const length = Number(reply.headers.get('inference-header-content-length'))
      const body = Buffer.from(await reply.arrayBuffer())
      expect(JSON.parse(body.subarray(0, length).toString())).toMatchObject({
        model_version: '1',
        outputs: [{ name: 'yield', datatype: 'FP64', shape: [1], parameters: { binary_data_size: 8 } }],
      })
      const { value } = openModel(treesModel(1)).predict([ROW])[0]!
      expect([body.readDoubleLE(length), body.length]).toEqual([value, length + 8])
    },
  )

  it('may be missing: JSON without a type is JSON', async () => {
    const cells = [[5], [0.5], ['S3'], [true]]
    const json = inputs.map(([name, datatype], i) => ({ name, datatype, shape: [1], data: cells[i] }))
    const reply = await send(Buffer.from(JSON.stringify({ inputs: json })), {})
    expect(await reply.json()).toMatchObject({ outputs: [{ name: 'yield', data: [expect.any(Number)] }] })
  })

  it.each([
    [400, 'body_malformed', whole, { 'inference-header-content-length': String(whole.length + 1) }],
    [400, 'body_malformed', whole, { 'inference-header-content-length': 'x' }],
    [400, 'body_malformed', whole, {}],
    [
      422,
      'inference_tensor_invalid',
      whole.subarray(0, -1),
      { 'inference-header-content-length': String(head.length) },
    ],
    [422, 'inference_tensor_invalid', head, {}],
    [415, 'content_type_unsupported', whole, { 'content-type': 'text/csv' }],
  ])('are refused with %i %s where they do not fit', async (status, code, body, headers) => {
    const reply = await send(body, headers)
    expect([reply.status, (await reply.json()).code]).toEqual([status, code])
  })
})

describe('at the root', () => {
  it('tells what the service is, and which model of sentiment answers', async () => {
    expect((await call(api, 'GET', '/')).body).toMatchObject({ service: 'zerosec', links: { predict: '/predict' } })
    expect((await call(api, 'GET', '/model/info')).body).toMatchObject({ name: 'sentiment', loaded: true })
    const { body } = await call(api, 'POST', '/predict', { text: 'I love it, works great!' })
    expect(body).toMatchObject({ sentiment: 'positive', model_version: expect.any(String) })
    expect(body.confidence).toBeGreaterThan(0.5)
    const both = await call(api, 'POST', '/predict', { texts: ['Awful, it broke.', 'Great!'] })
    expect(both.body.predictions.map((each: { sentiment: string }) => each.sentiment)).toEqual(['negative', 'positive'])
  })

  it.each(['{"text":"Great, I love it"}', 'text=Great%2C+I+love+it'])('takes what curl -d sends: %s', async (body) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const reply = await fetch(`${api.url}/predict`, { method: 'POST', headers, body })
    expect((await reply.json()).sentiment).toBe('positive')
  })

  it.each<[string, unknown, number, string]>([
    ['an empty text', { text: ' ' }, 422, 'request_invalid'],
    ['no text', {}, 422, 'request_invalid'],
    ['both', { text: 'a', texts: ['b'] }, 422, 'request_invalid'],
    ['a number', { text: 1 }, 422, 'request_invalid'],
    ['200 kB', { text: 'good '.repeat(40_000) }, 422, 'request_invalid'],
    ['2 MB', { text: 'good '.repeat(400_000) }, 413, 'body_too_large'],
  ])('refuses %s', async (_, body, status, code) => {
    const answer = await call(api, 'POST', '/predict', body)
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  it('keeps a catalogue of items', async () => {
    const made = await Promise.all(
      [1, 2.5, 9.99].map((price) => call(api, 'POST', '/items', { name: `é ${price}`, price })),
    )
    const ids = made.map(({ body }) => body.id).sort((a, b) => a - b)
    const page = await call(api, 'GET', '/items?limit=2')
    expect([page.body.items.length, page.body.next]).toEqual([2, ids[1]])
    expect((await call(api, 'GET', `/items?after=${page.body.next}`)).body.items.length).toBe(1)
    const changed = await call(api, 'PATCH', `/items/${ids[0]}`, { price: 3.25, description: 'ein Ding' })
    expect(changed.body).toMatchObject({ id: ids[0], price: 3.25, description: 'ein Ding' })
    expect((await call(api, 'PATCH', `/items/${ids[0]}`, { pricee: 3 })).body.code).toBe('request_invalid')
    expect((await call(api, 'GET', `/items/${ids[0]}`)).body).toEqual(changed.body)
    expect((await call(api, 'DELETE', `/items/${ids[0]}`)).body).toEqual({ id: ids[0] })
    expect((await call(api, 'GET', `/items/${ids[0]}`)).body.code).toBe('item_unknown')
  })

  it.each([
    { name: '', price: 1 },
    { name: 'a' },
    { name: 'a', price: -1 },
    { name: 'a', price: 1.005 },
    { name: 'a\0', price: 1 },
  ])('refuses the item %j', async (item) => {
    expect((await call(api, 'POST', '/items', item)).body.code).toBe('request_invalid')
  })
})

it('is not promoted once its file is damaged, and the version before goes on', async () => {
  await register(api, 'losing', treesModel(1), { alias: 'production' })
  const { body } = await register(api, 'losing', treesModel(2))
  for await (const file of glob('**/models/*/model.zsm', { cwd: folder })) {
    const bytes = await readFile(join(folder, file))
    if (createHash('sha256').update(bytes).digest('hex') === body.sha256)
      await writeFile(join(folder, file), bytes.fill(0, bytes.length - 20))
  }
  const refused = await post('/losing/promote', { version: 2 })
  expect([refused.status, refused.body.code]).toEqual([503, 'model_file_lost'])
  expect((await post('/losing/predict', { rows: [ROW] })).body.model_version).toBe(1)
})

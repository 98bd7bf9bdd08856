import { afterEach, describe, expect, it } from 'vitest'
import { type OtlpReceiver, startOtlpReceiver } from '../../test/otlp-receiver.ts'
import { openTraces } from './open-traces.ts'

const settings = { serviceName: 'zerosec-api', version: '1.2.3' }
const silent = { info: () => {}, warn: () => {}, error: () => {} }

let receiver: OtlpReceiver | undefined
afterEach(async () => {
  await receiver?.close()
  receiver = undefined
})

describe('traces to an OTLP receiver', () => {
  it('arrive as spans of the service, the second the child of the first across two processes', async () => {
    receiver = await startOtlpReceiver()
    const endpoint = receiver.url
    const api = await openTraces({ ...settings, endpoint, log: silent })
    const worker = await openTraces({ ...settings, serviceName: 'zerosec-worker', endpoint, log: silent })
    const request = api?.tracer.start('POST /api/v1/jobs', {
      kind: 'server',
      attributes: { 'http.route': '/api/v1/jobs' },
    })
    const attempt = worker?.tracer.start('run linear_analysis', { kind: 'consumer', parent: request?.traceparent })
    attempt?.fail('it broke')
    attempt?.end()
    request?.end()
    await Promise.all([api?.close(), worker?.close()])

    const sent = receiver.spans().find(({ name }) => name === 'POST /api/v1/jobs')
    const child = receiver.spans().find(({ name }) => name === 'run linear_analysis')
    expect(sent).toMatchObject({ service: 'zerosec-api', attributes: { 'http.route': '/api/v1/jobs' } })
    expect(sent?.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(child).toMatchObject({ service: 'zerosec-worker', traceId: sent?.traceId, parentSpanId: sent?.spanId })
    expect(child?.status).toEqual({ code: 2, message: 'it broke' })
  })

  it('continue the trace of the caller, and are not sent where the caller did not sample it', async () => {
    receiver = await startOtlpReceiver()
    const traces = await openTraces({ ...settings, endpoint: receiver.url, log: silent })
    const trace = '0af7651916cd43dd8448eb211c80319c'
    traces?.tracer.start('sampled', { kind: 'server', parent: `00-${trace}-b7ad6b7169203331-01` }).end()
    traces?.tracer.start('not sampled', { kind: 'server', parent: `00-${trace}-b7ad6b7169203331-00` }).end()
    traces?.tracer.start('malformed', { kind: 'server', parent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01` }).end()
    await traces?.close()
    expect(receiver.spans().map(({ name }) => name)).toEqual(['sampled', 'malformed'])
    expect(receiver.spans()[0]).toMatchObject({ traceId: trace, parentSpanId: 'b7ad6b7169203331' })
    expect(receiver.spans()[1]?.parentSpanId).toBeUndefined()
  })

  it('that nobody receives hold nothing up for long, and the log says so', async () => {
    const warnings: string[] = []
    const log = { ...silent, warn: (_: object, message: string) => warnings.push(message) }
    const traces = await openTraces({ ...settings, endpoint: 'http://127.0.0.1:9', log })
    traces?.tracer.start('lost', { kind: 'server' }).end()
    await traces?.close()
    expect(warnings).toContain('the last traces could not be sent in time')
  })
})

it('nothing is traced without an endpoint', async () => {
  expect(await openTraces({ ...settings, endpoint: undefined, log: silent })).toBeUndefined()
})

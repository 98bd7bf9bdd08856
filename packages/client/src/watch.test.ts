import type { JobStatusResponse } from '@zerosec/contract'
import { afterEach, expect, it } from 'vitest'
import { type ScriptedReply, type ScriptedServer, scriptedServer } from '../test/scripted-server.ts'
import { createTransport } from './transport.ts'
import { type Watch, watchJob } from './watch.ts'

const JOB = '2f1c1c5e-7f0e-4b6a-9d7e-0d5c8a1b2c3d'

let server: ScriptedServer
afterEach(() => server.stop())

const status = (state: string, percent: number) => ({
  job_id: JOB,
  status: state,
  progress_percent: percent,
  status_message: state,
  updated_at: '2026-01-02T03:04:05.678Z',
  error_message: null,
})
const event = (state: string, percent: number, id = percent) =>
  `id: ${id}\nevent: status\ndata: ${JSON.stringify(status(state, percent))}\n\n`
const failure = (code: string, of: number): ScriptedReply => ({
  status: of,
  body: { error: 'X', code, message: code, details: {}, timestamp: '' },
})

/** What the calls were, and with which last event id. */
const calls = () =>
  server.requests.map(({ call, headers }) => {
    const last = headers['last-event-id']
    return `${call.split('/').at(-1)}${last === undefined ? '' : ` after ${String(last)}`}`
  })

function watch(options: Partial<Watch> = {}): Promise<JobStatusResponse> {
  const transport = createTransport({ origin: server.origin, backoffMs: [] })
  return watchJob({
    openEvents: (signal, last) => transport.events('/events', signal, last),
    askStatus: (signal) => transport.json('GET', '/status', undefined, { signal }),
    onStatus: () => {},
    pollMs: 5,
    ...options,
  })
}

it('reports each event once, however the stream is cut into pieces, and resolves with the last', async () => {
  const whole = `: hello\n\n${event('running', 10)}${event('running', 10)}${event('completed', 100).replaceAll('\n', '\r\n')}`
  server = await scriptedServer({ parts: whole.match(/[\s\S]{1,7}/g) ?? [], ends: true })
  const seen: number[] = []
  const last = await watch({ onStatus: ({ progress_percent }) => seen.push(progress_percent) })
  expect([last.status, seen, calls()]).toEqual(['completed', [10, 100], ['events']])
})

it.each([
  ['breaks off', {}],
  ['ends early', { ends: true }],
])('goes on after the last event when the stream %s', async (_, how) => {
  server = await scriptedServer(
    { parts: [event('running', 10), event('running', 20)], ...how },
    { parts: [event('completed', 100)], ends: true },
  )
  const seen: number[] = []
  const last = await watch({ onStatus: ({ progress_percent }) => seen.push(progress_percent) })
  expect([last.status, seen]).toEqual(['completed', [10, 20, 100]])
  expect(calls()).toEqual(['events', 'events after 20'])
})

it('asks for the status when there is nothing after the last event', async () => {
  server = await scriptedServer({ parts: [event('running', 10)] }, { status: 204 }, { body: status('completed', 100) })
  expect((await watch()).status).toBe('completed')
  expect(calls()).toEqual(['events', 'events after 10', 'status'])
})

it.each([
  ['there is no stream', { status: 502, body: 'bad gateway' }],
  ['there are too many streams', failure('event_streams_full', 429)],
  ['the stream brings nothing', { parts: [': hello\n\n'], ends: true }],
])('asks for the status again and again when %s', async (_, first) => {
  server = await scriptedServer(first, { body: status('running', 10) }, { body: status('completed', 100) })
  expect((await watch()).status).toBe('completed')
  expect(calls()).toEqual(['events', 'status', 'status'])
})

it('gives up a stream that is silent for too long, but not one with heartbeats', async () => {
  const beats = Array.from({ length: 30 }, () => ': still here\n\n')
  server = await scriptedServer(
    { parts: [...beats, event('running', 10)], hangs: true },
    { body: status('completed', 100) },
  )
  const seen: number[] = []
  server.say({ parts: [...beats, event('running', 10)], hangs: true }, { parts: [event('completed', 100)], ends: true })
  const last = await watch({ silenceMs: 150, onStatus: ({ progress_percent }) => seen.push(progress_percent) })
  expect([last.status, seen]).toEqual(['completed', [10, 100]])
  expect(calls()).toEqual(['events', 'events after 10'])
})

it('waits for a service that is away, as long as its patience lasts', async () => {
  const away = failure('service_unavailable', 503)
  server = await scriptedServer(away, away, away, away, { body: status('completed', 100) })
  expect((await watch()).status).toBe('completed')
  server.say(away)
  await expect(watch({ patienceMs: 50 })).rejects.toMatchObject({ status: 503 })
})

it.each([
  ['job_unknown', 404],
  ['key_required', 401],
  ['scope_missing', 403],
])('rejects at once with %s', async (code, of) => {
  server = await scriptedServer(failure(code, of))
  await expect(watch()).rejects.toMatchObject({ code, status: of })
  expect(server.requests).toHaveLength(1)
})

it('rejects with the reason of its signal, and with what its listener throws', async () => {
  server = await scriptedServer({ parts: [event('running', 10)], hangs: true })
  const abort = new AbortController()
  await expect(watch({ signal: abort.signal, onStatus: () => abort.abort('left') })).rejects.toBe('left')
  const broken = () => {
    throw new TypeError('a fault of the listener')
  }
  await expect(watch({ onStatus: broken })).rejects.toThrow('a fault of the listener')
})

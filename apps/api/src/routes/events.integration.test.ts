import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, ended, poll, type RunningApi, startApi, submission, TEST_JOBS, upload } from '../../test/running-api.ts'

let api: RunningApi
beforeAll(async () => {
  api = await startApi({
    platform: TEST_JOBS,
    environment: { ZEROSEC_WORKERS: '1' },
    settings: { heartbeatMs: 50, eventStreams: { most: 200, mostOfOne: 100 } },
  })
})
afterAll(() => api.stop())

/** A job of the test thread: `counts` ends at once, `slow` takes its milliseconds, `forever` never ends. */
async function submit(jobType: string, parameters: Record<string, unknown> = {}): Promise<string> {
  const uploaded = await upload(api, '強度.csv', 'x,y\n1,2\n2,4\n3,6\n')
  await call(api, 'POST', '/api/v1/jobs', submission(uploaded, jobType, parameters))
  return uploaded.job_id
}

const cancel = (jobId: string) => call(api, 'POST', `/api/v1/jobs/${jobId}/cancel`)
const open = (jobId: string, lastEventId?: string, signal?: AbortSignal) =>
  fetch(`${api.url}/api/v1/jobs/${jobId}/events`, {
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    ...(signal ? { signal } : {}),
  })

interface Event {
  readonly id: string
  readonly status: Record<string, unknown>
}

function eventsOf(text: string): Event[] {
  return [...text.matchAll(/^id: (\d+)\nevent: status\ndata: (.*)\n\n/gm)].map(([, id = '', data = '']) => ({
    id,
    status: JSON.parse(data),
  }))
}

/** What comes until there is an event of that status; then the client goes away. */
async function until(jobId: string, status: string): Promise<Event[]> {
  const control = new AbortController()
  const reply = await open(jobId, undefined, control.signal)
  let text = ''
  for await (const piece of reply.body ?? []) {
    text += new TextDecoder().decode(piece)
    if (eventsOf(text).at(-1)?.status['status'] === status) break
  }
  control.abort()
  return eventsOf(text)
}

describe('the events of a job', () => {
  it('are its state now and each change, with heartbeats between, and end when the job has ended', async () => {
    const jobId = await submit('slow', { milliseconds: 400 })
    const reply = await open(jobId)
    expect(reply.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const text = await reply.text()
    const events = eventsOf(text)
    const asked = (await call(api, 'GET', `/api/v1/jobs/${jobId}/status`)).body
    expect(events.at(-1)?.status).toEqual(asked)
    expect(events.map(({ status }) => status['status'])).toEqual(expect.arrayContaining(['running', 'completed']))
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
    expect(events.map(({ id }) => Number(id))).toEqual(events.map(({ id }) => Number(id)).toSorted((a, b) => a - b))
    expect(text).toMatch(/^retry: 2000\n\n/)
    expect(text).toContain(': still here\n\n')
  })

  it('go on after the last one that came: nothing twice, and no later state missed', async () => {
    const jobId = await submit('forever')
    const before = await until(jobId, 'running')
    const [last] = before.slice(-1)
    const again = open(jobId, last?.id).then((reply) => reply.text())
    await new Promise((resolve) => setTimeout(resolve, 100))
    await cancel(jobId)
    const after = eventsOf(await again)
    expect(after.map(({ id }) => id)).not.toContain(last?.id)
    expect(after.at(-1)?.status['status']).toBe('cancelled')

    const missed = eventsOf(await (await open(jobId, last?.id)).text())
    expect(missed).toEqual(after.slice(-1))
    const nothing = await open(jobId, missed[0]?.id)
    expect([nothing.status, await nothing.text()]).toEqual([204, ''])
  })

  it.each(['0', '99999', '1767322995678', 'nonsense'])(
    'begin with the present state where Last-Event-ID is not one of theirs: %s',
    async (lastEventId) => {
      const jobId = await submit('counts')
      await poll(api, jobId, ended)
      const events = eventsOf(await (await open(jobId, lastEventId)).text())
      expect(events.map(({ status }) => status['status'])).toEqual(['completed'])
    },
  )

  it('reach scores of listeners once each while others never read, and those learn the last state when they do', async () => {
    const jobId = await submit('slow', { milliseconds: 1500 })
    const deaf = await Promise.all(Array.from({ length: 20 }, () => neverReads(jobId)))
    const texts = await Promise.all(Array.from({ length: 60 }, async () => (await open(jobId)).text()))
    for (const text of texts) {
      const events = eventsOf(text)
      expect(events.at(-1)?.status['status']).toBe('completed')
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
    }
    for (const socket of deaf) expect(await rest(socket)).toContain('"status":"completed"')
  })

  it('are refused beyond the bound with a code and Retry-After, and room is made by those who leave', async () => {
    const jobId = await submit('forever')
    const control = new AbortController()
    const replies = await Promise.all(Array.from({ length: 105 }, () => open(jobId, undefined, control.signal)))
    const refused = replies.filter(({ status }) => status === 429)
    expect([replies.filter(({ status }) => status === 200).length, refused.length]).toEqual([100, 5])
    expect(refused[0]?.headers.get('retry-after')).toBe('10')
    expect(await refused[0]?.json()).toMatchObject({
      code: 'event_streams_full',
      details: { limit: 100, of: 'of this client' },
    })
    control.abort()
    await expect.poll(async () => until(jobId, 'running').catch(() => []), { timeout: 10_000 }).not.toEqual([])
    await cancel(jobId)
  })

  it('end when the service closes, which does not wait for the job', async () => {
    const jobId = await submit('forever')
    const reply = await open(jobId)
    await api.app.close()
    expect(await reply.text()).toMatch(/event: status/)
    await api.platform.within('default').jobs.cancel(jobId)
  })
})

/** A client that asks for the events and reads none of them. */
async function neverReads(jobId: string): Promise<Socket> {
  const { hostname, port } = new URL(api.url)
  const socket = connect(Number(port), hostname).pause()
  await once(socket, 'connect')
  socket.write(`GET /api/v1/jobs/${jobId}/events HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`)
  return socket
}

async function rest(socket: Socket): Promise<string> {
  let text = ''
  socket.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  socket.resume()
  await once(socket, 'close')
  return text
}

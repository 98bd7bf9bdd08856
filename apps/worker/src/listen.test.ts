import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { type Listening, listen } from './listen.ts'

let listening: Listening | undefined
afterEach(async () => {
  await listening?.close()
  listening = undefined
})

async function start(host = '127.0.0.1'): Promise<Listening> {
  listening = await listen(
    {
      '/health': async () => ({ status: 200, type: 'application/json', body: '{}' }),
      '/broken': () => Promise.reject(new Error('postgres://user:password@host')),
    },
    { host, port: 0 },
  )
  return listening
}

async function ask(path: string, options: { method?: string; host?: string } = {}) {
  const { method = 'GET', host = 'localhost' } = options
  const sent = request((listening?.url ?? '') + path, { method, headers: { host } }).end()
  const [reply] = await once(sent, 'response')
  return { status: reply.statusCode as number, body: await text(reply) }
}

describe("the listener of a worker's watchers", () => {
  it('answers its paths, and says which there are', async () => {
    await start()
    expect(await ask('/health')).toEqual({ status: 200, body: '{}' })
    expect(await ask('/health?x=1')).toMatchObject({ status: 200 })
    expect(await ask('/')).toEqual({ status: 404, body: 'there are /health, /broken\n' })
    expect(await ask('/__proto__')).toMatchObject({ status: 404 })
    expect(await ask('/constructor')).toMatchObject({ status: 404 })
    expect(await ask('/health', { method: 'POST' })).toMatchObject({ status: 405 })
  })

  it('tells nothing of an error', async () => {
    await start()
    expect(await ask('/broken')).toEqual({ status: 500, body: 'it could not be made\n' })
  })

  it('answers on loopback to its own names only, as a page elsewhere could point a name there', async () => {
    await start()
    expect(await ask('/health', { host: '127.0.0.1:1234' })).toMatchObject({ status: 200 })
    expect(await ask('/health', { host: 'evil.example' })).toMatchObject({ status: 403 })
    expect(await ask('/health', { host: '127.0.0.1.nip.io' })).toMatchObject({ status: 403 })
  })

  it('says that its port is taken', async () => {
    const { url } = await start()
    const taken = listen({}, { host: '127.0.0.1', port: Number(new URL(url).port) })
    await expect(taken).rejects.toMatchObject({ code: 'port_in_use' })
  })
})

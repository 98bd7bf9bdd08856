import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { join } from 'node:path'

const COMMAND = join(import.meta.dirname, '..', '..', 'apps', 'cli', 'bin', 'zerosec.mjs')
const READY = /is ready at (\S+)/
const CONNECTIONS = 16

export interface ShopOverHttp {
  /** Posts JSON to a path under the commerce API and resolves to the answer's text. @throws Error for an answer that is not 200 */
  ask(path: string, body: unknown): Promise<string>
  close(): Promise<void>
}

/** Starts the product as a user does, on a folder that has a shop, with two threads for its queries. */
export async function shopOverHttp(folder: string): Promise<ShopOverHttp> {
  const server = spawn(process.execPath, [COMMAND, 'start', '--no-auth'], {
    env: { ...process.env, ZEROSEC_DATA: folder, ZEROSEC_PORT: '0', ZEROSEC_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    let said = ''
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const [, ready] = READY.exec(said) ?? []
      if (ready !== undefined) resolve(ready)
    })
    server.once('exit', (code) => reject(new Error(`zerosec start ended with ${code}:\n${said}`)))
  })
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  return {
    ask: (path, body) => post(new URL(`/api/v1/commerce${path}`, url), JSON.stringify(body), agent),
    async close() {
      agent.destroy()
      const ended = once(server, 'exit')
      server.kill('SIGTERM')
      await ended
    },
  }
}

function post(url: URL, body: string, agent: Agent): Promise<string> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers }, (reply) => {
      const chunks: Buffer[] = []
      reply.on('data', (chunk: Buffer) => chunks.push(chunk))
      reply.once('error', reject)
      reply.once('end', () => {
        const text = Buffer.concat(chunks).toString()
        if (reply.statusCode === 200) resolve(text)
        else reject(new Error(`${url} answered ${reply.statusCode}: ${text}`))
      })
    })
    asked.once('error', reject)
    asked.end(body)
  })
}

import { Agent, request } from 'node:http'

const CONNECTIONS = 10
const WARM_MS = 1000
const MEASURED_MS = 3000

export interface Posted {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** What clients get who send the next body as soon as they are answered. @throws Error for an answer that is not 200 */
export async function postRequests(url: string, bodies: readonly string[], connections = CONNECTIONS): Promise<Posted> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  await postFor(url, bodies, agent, connections, WARM_MS)
  const took = (await postFor(url, bodies, agent, connections, MEASURED_MS)).sort((a, b) => a - b)
  agent.destroy()
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(share * took.length))]!
  return { perSecond: (took.length / MEASURED_MS) * 1000, p50Ms: at(0.5), p99Ms: at(0.99) }
}

async function postFor(
  url: string,
  bodies: readonly string[],
  agent: Agent,
  connections: number,
  milliseconds: number,
): Promise<number[]> {
  const end = performance.now() + milliseconds
  const took: number[] = []
  let next = 0
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      const start = performance.now()
      await post(url, bodies[next++ % bodies.length]!, agent)
      took.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: connections }, client))
  return took
}

function post(url: string, body: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    request(url, { method: 'POST', agent, headers }, (reply) => {
      reply.resume()
      reply.once('end', resolve)
      if (reply.statusCode !== 200) reject(new Error(`${url} answered ${reply.statusCode}`))
    })
      .once('error', reject)
      .end(body)
  })
}

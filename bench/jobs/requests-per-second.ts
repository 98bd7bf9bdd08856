import { Agent, get } from 'node:http'

const CONNECTIONS = 20
const WARM_MS = 500
const MEASURED_MS = 3000

/** Answers a second that `CONNECTIONS` clients get who ask again as soon as they are answered. @throws Error for an answer that is not 200 */
export async function requestsPerSecond(url: string): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  await askFor(url, agent, WARM_MS)
  const answers = await askFor(url, agent, MEASURED_MS)
  agent.destroy()
  return (answers / MEASURED_MS) * 1000
}

async function askFor(url: string, agent: Agent, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds
  let answers = 0
  const client = async (): Promise<void> => {
    while (performance.now() < end) {
      await ask(url, agent)
      answers++
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, client))
  return answers
}

function ask(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (reply) => {
      reply.resume()
      reply.once('end', resolve)
      if (reply.statusCode !== 200) reject(new Error(`${url} answered ${reply.statusCode}`))
    }).once('error', reject)
  })
}

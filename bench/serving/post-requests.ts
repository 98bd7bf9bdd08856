import { connect, type Socket } from 'node:net'

const CONNECTIONS = 10
const WARM_MS = 1000
const MEASURED_MS = 3000
const END_OF_HEAD = '\r\n\r\n'

export interface Posted {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/**
 * What clients get who send the next body as soon as they are answered. They write and read the bytes of HTTP themselves: with Node's own
 * client, which takes longer for a request than a bare route for its answer, the client is what is measured.
 *
 * @throws Error for an answer that is not 200
 */
export async function postRequests(url: string, bodies: readonly string[], connections = CONNECTIONS): Promise<Posted> {
  const { hostname, port, host, pathname } = new URL(url)
  const requests = bodies.map((body) => {
    const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n`
    return Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}${END_OF_HEAD}${body}`)
  })
  const sockets = Array.from({ length: connections }, () => connect(Number(port), hostname).setNoDelay())
  await postFor(sockets, requests, WARM_MS)
  const took = (await postFor(sockets, requests, MEASURED_MS)).sort((a, b) => a - b)
  for (const socket of sockets) socket.destroy()
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(share * took.length))]!
  return { perSecond: (took.length / MEASURED_MS) * 1000, p50Ms: at(0.5), p99Ms: at(0.99) }
}

async function postFor(
  sockets: readonly Socket[],
  requests: readonly Buffer[],
  milliseconds: number,
): Promise<number[]> {
  const end = performance.now() + milliseconds
  const took: number[] = []
  let next = 0
  await Promise.all(sockets.map((socket) => postOn(socket, () => requests[next++ % requests.length]!, end, took)))
  return took
}

/** One request after the other until the end; the last one is answered too. */
function postOn(socket: Socket, nextRequest: () => Buffer, end: number, took: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let sent = 0
    let received = ''
    const send = (): void => {
      sent = performance.now()
      socket.write(nextRequest())
    }
    const read = (bytes: Buffer): void => {
      received += bytes.toString('latin1')
      if (!isWhole(received)) return
      took.push(performance.now() - sent)
      if (!received.startsWith('HTTP/1.1 200 ')) return reject(new Error(received))
      received = ''
      if (performance.now() < end) return send()
      socket.off('data', read).off('error', reject)
      resolve()
    }
    socket.on('data', read).once('error', reject)
    send()
  })
}

/** Whether all bytes of an answer with a `content-length` are there. */
function isWhole(received: string): boolean {
  const head = received.indexOf(END_OF_HEAD)
  if (head === -1) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(received)
  if (!length) throw new Error(`an answer without its length: ${received}`)
  return received.length >= head + END_OF_HEAD.length + Number(length[1])
}

import { once } from 'node:events'
import { type Agent, get, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'

/** A client that reads the events of a job as they come. */
export class Subscriber {
  readonly #states: string[] = []
  #text = ''
  status = 0
  readonly ended: Promise<void>

  private constructor(reply: IncomingMessage) {
    this.status = reply.statusCode ?? 0
    reply.setEncoding('utf8').on('data', (piece: string) => this.#read(piece))
    this.ended = new Promise((resolve) => reply.once('close', resolve))
  }

  static async open(url: string, agent: Agent): Promise<Subscriber> {
    const request = get(url, { agent })
    const [reply] = (await once(request, 'response')) as [IncomingMessage]
    return new Subscriber(reply)
  }

  get wasToldTheEnd(): boolean {
    return this.#states.at(-1)?.includes('"status":"completed"') ?? false
  }

  get wasToldTwice(): boolean {
    return new Set(this.#states).size < this.#states.length
  }

  #read(piece: string): void {
    const events = (this.#text + piece).split('\n\n')
    this.#text = events.pop() ?? ''
    this.#states.push(...events.filter((event) => event.includes('event: status')))
  }
}

/** A client that asks for the events of a job and reads none of them, until `rest`. */
export class DeafSubscriber {
  readonly #socket: Socket

  constructor(url: string) {
    const { hostname, port, pathname } = new URL(url)
    this.#socket = connect(Number(port), hostname).pause()
    this.#socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`)
  }

  /** What it missed. */
  async rest(): Promise<string> {
    let text = ''
    this.#socket.setEncoding('utf8').on('data', (piece: string) => (text += piece))
    this.#socket.resume()
    await once(this.#socket, 'close')
    return text
  }
}

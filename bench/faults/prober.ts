import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const API = fileURLToPath(new URL('../../apps/api/test/serve-process.ts', import.meta.url))

/** An API process without a worker, and somebody who asks it for a list of jobs all the time. */
export class Prober {
  readonly #child: ChildProcess
  readonly #url: string
  readonly #statuses = new Map<number, number>()
  readonly #wrong = new Set<string>()
  readonly #stopping = new AbortController()
  readonly #asking: Promise<void>

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.#url = url
    this.#asking = this.#ask()
  }

  static async start(environment: Readonly<Record<string, string>>): Promise<Prober> {
    const child = spawn(process.execPath, [API], {
      env: { ...environment, ZEROSEC_PORT: '0', ZEROSEC_AUTH: 'off', ZEROSEC_LOG: 'silent', NODE_ENV: 'test' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    for await (const line of createInterface(child.stdout)) {
      const url = /http:\/\/[\w.:]+/.exec(line)?.[0]
      if (url) return new Prober(child, url)
    }
    throw new Error('the API ended at its start')
  }

  /** What was answered; wrong: what no client can do anything with. */
  async stop(): Promise<{ readonly counts: string; readonly wrong: readonly string[] }> {
    this.#stopping.abort()
    await this.#asking
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) {
      if (!this.#child.killed) this.#wrong.add('the API process ended')
    } else {
      this.#child.kill('SIGKILL')
      await once(this.#child, 'exit')
    }
    const counts = [...this.#statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status} ${count} times`)
    return { counts: counts.join(', '), wrong: [...this.#wrong] }
  }

  async #ask(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        const reply = await fetch(`${this.#url}/api/v1/jobs?limit=1`, { signal: AbortSignal.timeout(60_000) })
        await reply.arrayBuffer()
        this.#statuses.set(reply.status, (this.#statuses.get(reply.status) ?? 0) + 1)
        const isRight = reply.status === 200 || (reply.status === 503 && Number(reply.headers.get('retry-after')) > 0)
        if (!isRight) this.#wrong.add(`${reply.status} with Retry-After ${reply.headers.get('retry-after')}`)
      } catch (error) {
        this.#wrong.add(`no answer: ${String(error)}`)
      }
      await sleep(50)
    }
  }
}

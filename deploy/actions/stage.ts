import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What each release does when it runs: the answers to health checks in their order, the last one for good; 0 hangs up. */
export type Releases = Readonly<Record<string, readonly number[]>>

export interface Outcome {
  readonly code: number
  readonly output: string
}

/** A folder that says which release runs, and a server that answers health checks as that release would. */
export class Stage {
  static readonly #open = new Set<Stage>()

  readonly folder = mkdtempSync(join(tmpdir(), 'roll-out-'))
  asked = 0
  readonly #server = createServer((request, reply) => {
    const running = this.running()
    const answers = this.#releases[running] ?? [404]
    const status = answers[Math.min(this.asked++, answers.length - 1)]!
    if (status === 0) return void request.socket.destroy()
    reply.writeHead(status, { 'content-type': 'application/json' })
    reply.end(JSON.stringify({ status: status === 200 ? 'ready' : 'down', version: running }))
  })
  readonly #releases: Releases

  private constructor(releases: Releases) {
    this.#releases = releases
  }

  static async open(releases: Releases, running?: string): Promise<Stage> {
    const stage = new Stage(releases)
    Stage.#open.add(stage)
    if (running !== undefined) stage.write('running', `${running}\n`)
    await new Promise<void>((listening) => stage.#server.listen(0, '127.0.0.1', listening))
    return stage
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/health/ready`
  }

  read(name: string): string {
    try {
      return readFileSync(join(this.folder, name), 'utf8').trim()
    } catch {
      return ''
    }
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text)
  }

  /** A program of this stage: a shell script that runs in its folder. */
  program(name: string, lines: readonly string[]): string {
    const path = join(this.folder, name)
    writeFileSync(path, ['#!/bin/bash', `cd "${this.folder}"`, ...lines, ''].join('\n'))
    chmodSync(path, 0o755)
    return path
  }

  running(): string {
    return this.read('running')
  }

  calls(): readonly string[] {
    return this.read('calls').split('\n')
  }

  /** Runs a script of the folder that this file is in, with programs of the stage before those of the machine. */
  run(
    script: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
    cwd?: string,
  ): Promise<Outcome> {
    const paces = { HEALTHY_WITHIN: '1', HEALTHY_PAUSE: '0.05', HEALTHY_STREAK: '4' }
    const env = { ...process.env, ...paces, PATH: `${this.folder}:${process.env['PATH']}`, ...environment }
    return new Promise((done) =>
      execFile(join(import.meta.dirname, script), args, { env, cwd }, (error, out, err) =>
        done({ code: error ? Number(error.code) : 0, output: out + err }),
      ),
    )
  }

  /** After the last test of a file: what belongs to which of those that run side by side can't be known earlier. */
  static closeAll(this: void): void {
    for (const stage of Stage.#open) {
      stage.#server.closeAllConnections()
      stage.#server.close()
      rmSync(stage.folder, { recursive: true })
    }
    Stage.#open.clear()
  }
}

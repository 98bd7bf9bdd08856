import { MessageChannel, type MessagePort, receiveMessageOnPort, resourceLimits, Worker } from 'node:worker_threads'
import { CodedError } from '@zerosec/errors'
import type { PartResults } from './part-results.ts'
import type { FromHelper, ToHelper } from './thread-messages.ts'

interface JoinedRun {
  readonly results: PartResults
  readonly idle: () => void
}

/** One helper of a pool. It talks over a channel of its own, which can be read in the middle of this thread's work as well. */
export class HelperThread {
  readonly #worker: Worker
  readonly #port: MessagePort
  readonly #runs = new Map<number, JoinedRun>()
  #lost: Error | undefined

  /** @param entry  module that calls `serveParts` */
  constructor(entry: URL) {
    const { port1, port2 } = new MessageChannel()
    this.#port = port1.on('message', (message: FromHelper) => this.#take(message))
    this.#worker = new Worker(entry, {
      workerData: port2,
      transferList: [port2],
      execArgv: [],
      resourceLimits,
    })
    this.#worker.once('error', (error) => this.#lose(error))
    this.#worker.once('exit', () => this.#lose(new Error('a helping thread ended before its work')))
  }

  /** Takes part in a run. Resolves when nothing more of it comes from here; a thread that is lost fails the run. */
  join(run: ToHelper, results: PartResults): Promise<void> {
    return new Promise((idle) => {
      if (this.#lost) {
        results.failWhole(this.#lost)
        idle()
      } else {
        this.#runs.set(run.run, { results, idle })
        this.#port.postMessage(run, [])
      }
    })
  }

  /** Takes the messages that have come, without waiting for this thread's event loop. */
  receive(): void {
    for (let next = receiveMessageOnPort(this.#port); next; next = receiveMessageOnPort(this.#port)) {
      this.#take(next.message as FromHelper)
    }
  }

  async end(): Promise<void> {
    this.#lose(new Error('the threads were closed before the work was done'))
    this.#port.close()
    await this.#worker.terminate()
  }

  #take(message: FromHelper): void {
    const joined = this.#runs.get(message.run)
    if (!joined) return
    const { results, idle } = joined
    if (message.kind === 'report') results.report(message.item, message.report)
    else if (message.kind === 'done') results.put(message.item, message.result)
    else if (message.kind === 'refused') results.fail(message.item, new CodedError(message.code, message.details))
    else if (message.kind === 'crashed') results.fail(message.item, new Error(message.stack))
    else {
      this.#runs.delete(message.run)
      idle()
    }
  }

  #lose(error: Error): void {
    this.#lost ??= error
    for (const { results, idle } of this.#runs.values()) {
      results.failWhole(this.#lost)
      idle()
    }
    this.#runs.clear()
  }
}

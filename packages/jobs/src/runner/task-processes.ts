import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { THREADS_VARIABLE } from '@zerosec/analyses/threads'
import { CodedError } from '@zerosec/errors'
import type { TableProfile } from '@zerosec/table'
import type { TableFacts } from '../projects/table-facts.ts'
import type {
  Answer,
  FromTask,
  InspectTask,
  ObjectivesTask,
  RunResult,
  RunTask,
  ServiceCall,
  Task,
  TaskServices,
  ToTask,
} from './messages.ts'

const HOST = fileURLToPath(new URL('./task-host.ts', import.meta.url))
/** The spare process of the next task loads its modules when the one before has had the processors to itself for a while. */
const SPARE_DELAY_MS = 1000
const STDERR_KEPT = 10_000

export interface TaskLimits {
  readonly seconds: number
  /** Of all threads together, beside what the process takes before its task. */
  readonly memoryMb: number
  /** For the analysis: ZEROSEC_THREADS. Default: what this process's environment says. */
  readonly threads?: number
}

/**
 * Runs each task in a child process of its own, so that it can be limited and ended at any point and leaves nothing behind. Not in
 * a thread: V8 ends the whole process when a thread's heap is full and can't be cleaned in time.
 * One spare process is kept warm, with its modules loaded.
 */
export class TaskProcesses {
  readonly #entry: URL
  readonly #limits: TaskLimits
  readonly #busy = new Set<TaskProcess>()
  #spare: TaskProcess | undefined
  #spareTimer: NodeJS.Timeout | undefined
  #closed = false

  /** @param entry  module that does the task, in a thread of the process: it calls `serveTask` */
  constructor(entry: URL, limits: TaskLimits) {
    this.#entry = entry
    this.#limits = limits
  }

  /**
   * @param signal  ends the process at once; the promise rejects with the signal's reason
   * @param services  what the task keeps and reads; left out, nothing is kept and no file can be named
   * @throws CodedError of the analysis, job_time_limit, job_memory_limit; TaskCrash for a fault of ours
   */
  run(
    task: RunTask,
    signal: AbortSignal,
    onProgress: OnProgress,
    services?: Partial<TaskServices>,
  ): Promise<RunResult> {
    return this.#execute<RunResult>(task, signal, onProgress, services)
  }

  /** @throws as `run` does */
  inspect(task: InspectTask): Promise<TableProfile> {
    return this.#execute<TableProfile>(task, new AbortController().signal, () => {})
  }

  /** @throws as `run` does */
  objectives(task: ObjectivesTask): Promise<TableFacts> {
    return this.#execute<TableFacts>(task, new AbortController().signal, () => {})
  }

  /** Starts the spare process, so that the next task doesn't wait for it. */
  warm(): void {
    if (this.#closed || this.#spare?.isUsable) return
    clearTimeout(this.#spareTimer)
    this.#spare = new TaskProcess(this.#entry, this.#limits)
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#spareTimer)
    await Promise.all([this.#spare, ...this.#busy].map(async (each) => each?.end()))
  }

  async #execute<Result>(
    task: Task,
    signal: AbortSignal,
    onProgress: OnProgress,
    services: Partial<TaskServices> = {},
  ): Promise<Result> {
    signal.throwIfAborted()
    const child = this.#spare?.isUsable ? this.#spare : new TaskProcess(this.#entry, this.#limits)
    this.#spare = undefined
    this.#busy.add(child)
    clearTimeout(this.#spareTimer)
    this.#spareTimer = setTimeout(() => this.warm(), SPARE_DELAY_MS).unref()
    try {
      return (await child.execute(task, signal, onProgress, services)) as Result
    } finally {
      await child.end()
      this.#busy.delete(child)
      this.warm()
    }
  }
}

type OnProgress = (fraction: number, message: string) => void

async function answerTo(call: ServiceCall, services: Partial<TaskServices>): Promise<Answer> {
  try {
    const { checkpoints, parts, openFile = refuse } = services
    if (call.name === 'load') return { kind: 'loaded', bytes: await checkpoints?.load(call.key) }
    if (call.name === 'open') return { kind: 'opened', file: await openFile(call.reference) }
    if (call.name === 'take') {
      const part = await parts?.take(call.keys, call.takesOver)
      return { kind: 'taken', part: part ?? { mine: call.keys[0], kept: [] } }
    }
    if (call.name === 'offer') await parts?.offer(call.keys)
    else if (call.name === 'save') await checkpoints?.save(call.key, call.bytes)
    else await checkpoints?.publish(call.file)
    return { kind: 'done' }
  } catch (error) {
    if (error instanceof CodedError) return { kind: 'refused', code: error.code, details: error.details }
    return { kind: 'faulted', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

async function refuse(reference: string): Promise<never> {
  throw new CodedError('file_reference_invalid', { reference, problem: 'no file can be named here' })
}

/** A fault of ours inside a task; the stack is the task's. */
export class TaskCrash extends Error {
  override readonly name = 'TaskCrash'
}

class TaskProcess {
  readonly #child: ChildProcess
  readonly #limits: TaskLimits
  readonly #exited: Promise<void>
  #stderr = ''

  constructor(entry: URL, limits: TaskLimits) {
    this.#limits = limits
    this.#child = fork(HOST, [entry.href, String(limits.memoryMb)], {
      execArgv: [],
      ...(limits.threads === undefined ? {} : { env: { ...process.env, [THREADS_VARIABLE]: String(limits.threads) } }),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#exited = new Promise((resolve) => {
      this.#child.once('close', () => resolve())
      this.#child.on('error', (error) => {
        this.#stderr += error.stack ?? error.message
        if (this.#child.pid === undefined) resolve() // what was never spawned doesn't close
      })
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(0, STDERR_KEPT)
    })
    // an idle spare must not keep this process alive
    this.#child.unref()
    this.#child.channel?.unref()
  }

  get isUsable(): boolean {
    return this.#child.connected && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Once in its life. */
  async execute(
    task: Task,
    signal: AbortSignal,
    onProgress: OnProgress,
    services: Partial<TaskServices>,
  ): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const clock = setTimeout(
      () => reject(new CodedError('job_time_limit', { seconds: this.#limits.seconds })),
      this.#limits.seconds * 1000,
    )
    const abort = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
    this.#child.ref()
    this.#child.channel?.ref()
    this.#child.on('message', (message: FromTask) => {
      if (message.kind === 'ready') return
      if (message.kind === 'call') return void this.#answer(message.id, message.call, services)
      if (message.kind === 'progress') return onProgress(message.fraction, message.message)
      if (message.kind === 'done') return resolve(message.result)
      if (message.kind === 'refused') return reject(new CodedError(message.code, message.details))
      reject(message.kind === 'out_of_memory' ? this.#memoryLimit() : new TaskCrash(message.stack))
    })
    void this.#exited.then(() => reject(this.#earlyEnd()))
    // a failed send is an ended process, which says why by its exit
    this.#child.send(task, () => {})
    try {
      return await promise
    } finally {
      this.#child.removeAllListeners('message') // it is about to be ended, and keeps nothing any more
      clearTimeout(clock)
      signal.removeEventListener('abort', abort)
    }
  }

  async #answer(id: number, call: ServiceCall, services: Partial<TaskServices>): Promise<void> {
    const answer = await answerTo(call, services)
    if (this.#child.connected) this.#child.send({ kind: 'answer', id, answer } satisfies ToTask, () => {})
  }

  async end(): Promise<void> {
    if (this.#child.pid === undefined) return
    this.#child.kill('SIGKILL')
    await this.#exited
  }

  #earlyEnd(): Error {
    if (/heap out of memory|Array buffer allocation failed/.test(this.#stderr)) return this.#memoryLimit()
    const { exitCode, signalCode } = this.#child
    return new TaskCrash(
      `the process ended before its task (${signalCode ?? `exit code ${exitCode}`})\n${this.#stderr}`,
    )
  }

  #memoryLimit(): CodedError {
    return new CodedError('job_memory_limit', { megabytes: this.#limits.memoryMb })
  }
}

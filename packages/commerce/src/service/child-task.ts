import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CodedError, type ErrorCode, type ErrorDetails } from '@zerosec/errors'

/** What a child says of its one task. */
export type FromChild =
  /** Its modules are loaded: from here on it is timed. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'progress'; readonly fraction: number; readonly words: string }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly details: ErrorDetails }
  | { readonly kind: 'failed'; readonly stack: string }

export interface ChildOptions {
  /** From its beginning on; left out: as long as it takes. */
  readonly limit?: { readonly ms: number; readonly error: () => CodedError }
  readonly signal?: AbortSignal
  readonly onProgress?: (fraction: number, words: string) => void
}

const STDERR_KEPT = 4000
/** For loading modules, on a machine that is busy. */
const LONGEST_START_MS = 60_000
/** All that a child is told of our environment: no addresses of databases, no keys. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'NODE_COMPILE_CACHE',
  'NODE_ENV',
  'TZ',
  'LANG',
]

/**
 * Runs a module's one task (`serveTask`) in a process of its own, which can be ended at any point and leaves nothing behind in ours.
 * @throws CodedError what the task refuses with, that of the limit; Error where the process ended before its task or failed
 */
export async function runInChild<Result>(entry: URL, task: object, options: ChildOptions = {}): Promise<Result> {
  const { limit, signal, onProgress } = options
  signal?.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const child = startChild(entry, reject)
  let clock = setTimeout(() => reject(new Error('a child process did not start')), LONGEST_START_MS)
  const abort = () => reject(signal?.reason as Error)
  signal?.addEventListener('abort', abort, { once: true })
  child.on('message', (message: FromChild) => {
    if (message.kind === 'progress') onProgress?.(message.fraction, message.words)
    else if (message.kind === 'done') resolve(message.result)
    else if (message.kind === 'refused') reject(new CodedError(message.code, message.details))
    else if (message.kind === 'failed') reject(new Error(message.stack))
    else {
      clearTimeout(clock)
      if (limit) clock = setTimeout(() => reject(limit.error()), limit.ms)
    }
  })
  child.send(task, () => {}) // where it fails the process has ended, which is told below
  try {
    return (await promise) as Result
  } finally {
    clearTimeout(clock)
    signal?.removeEventListener('abort', abort)
    child.removeAllListeners('message')
    child.kill('SIGKILL')
  }
}

function startChild(entry: URL, onEnd: (error: Error) => void): ChildProcess {
  const env = Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
  const child = fork(fileURLToPath(entry), {
    execArgv: [],
    env: env as NodeJS.ProcessEnv,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(0, STDERR_KEPT)))
  child.once('error', onEnd)
  child.once('close', (code, signal) => onEnd(new Error(`a child process ended (${signal ?? code})\n${stderr}`)))
  return child
}

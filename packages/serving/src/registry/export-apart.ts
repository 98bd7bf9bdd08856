import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buffer, text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { ModelFileFormat } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { type ExportFormat, type ExportRefusal, isExportFormat, REFUSED } from './export-protocol.ts'

const ENTRY = fileURLToPath(new URL('./export-process.ts', import.meta.url))
/** The largest model as JSON takes about half of it. */
const HEAP_MB = 4096
/** Each that waits holds its file. */
const MOST_AT_ONCE = 4
/** All that the process is told of our environment: it reads a file that others made. */
const PASSED_ON = ['NODE_COMPILE_CACHE', 'SystemRoot']

let atOnce = 0
let last: Promise<unknown> = Promise.resolve()

/**
 * `exportModel` in a process of its own: a forest of 120 MB takes seconds, in which this one would answer nobody, and a heap that is full
 * ends a process, threads and all. One at a time, as each holds its model several times.
 *
 * @param bytes   of a model file
 * @param heapMb  that the process may have, beside typed arrays
 * @throws CodedError model_export_impossible, also where it takes more memory than it may have; as `decodeModel`; service_unavailable where
 *   too many wait; Error where the process ended otherwise
 */
export async function exportApart(bytes: Uint8Array, format: ModelFileFormat, heapMb = HEAP_MB): Promise<Uint8Array> {
  if (!isExportFormat(format)) return bytes
  if (atOnce === MOST_AT_ONCE)
    throw new CodedError('service_unavailable', { problem: `${MOST_AT_ONCE} models are being exported already` })
  atOnce++
  const made = last.then(() => inProcess(bytes, format, heapMb)).finally(() => atOnce--)
  last = made.catch(() => undefined)
  return made
}

async function inProcess(bytes: Uint8Array, format: ExportFormat, heapMb: number): Promise<Uint8Array> {
  const environment = Object.fromEntries(
    PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  )
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, ENTRY, format], {
    env: environment as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => {}) // it ended before it had read all, which its exit tells
  child.stdin.end(bytes)
  const [[code, signal], out, said] = await Promise.all([
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
    buffer(child.stdout),
    text(child.stderr),
  ])
  if (code === 0) return new Uint8Array(out.buffer, out.byteOffset, out.length)
  if (code === REFUSED) {
    const { code, details } = JSON.parse(out.toString()) as ExportRefusal
    throw new CodedError(code, details)
  }
  // V8 ends it so where its heap is full, and the system where no memory is left; nobody here does
  if (signal !== null) {
    const reason = `writing it takes more memory than there is, or than ${heapMb} MB`
    throw new CodedError('model_export_impossible', { format, reason })
  }
  throw new Error(`the process of an export ended (${code}): ${said.slice(0, 4000)}`)
}

import { once } from 'node:events'
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Checkpoints } from '@zerosec/analyses'
import { CodedError } from '@zerosec/errors'
import { serveTask } from '../src/runner/serve-task.ts'

interface PartsParameters {
  readonly parts: number
  /** A file with a line for each part that was computed. */
  readonly log: string
  /** After so many parts it goes on for ever: the first time, or whenever it comes there. */
  readonly stuckAfter?: number
  readonly once?: boolean
}

/** A long analysis: what is kept of a part is what computing it gave. */
async function doParts(
  { parts, log, stuckAfter, once: onlyOnce }: PartsParameters,
  checkpoints: Checkpoints,
): Promise<void> {
  const started = existsSync(log)
  let computed = 0
  for (let part = 0; part < parts; part++) {
    if (part === stuckAfter && !(onlyOnce && started)) for (;;) Math.hypot(1, 2)
    const kept = await checkpoints.load(`part ${part}`)
    if (!kept) {
      computed++
      await checkpoints.save(`part ${part}`, Uint8Array.of(part))
      const soFar = new TextEncoder().encode(JSON.stringify({ parts: part + 1, computed }))
      await checkpoints.publish({ path: 'so far/parts.json', type: 'json', bytes: soFar })
      appendFileSync(log, `${part}\n`)
    } else if (kept[0] !== part) throw new Error(`part ${part} came back as ${kept.join()}`)
  }
}

function hoardInThread(): Promise<unknown> {
  const code = 'for (const hoard = []; ; ) hoard.push(new Float64Array(1e5).fill(1))'
  return once(new Worker(code, { eval: true, execArgv: [] }), 'exit')
}

/** Tasks that misbehave in every way a job can, for the tests of the runner. */
serveTask({
  async run({ analysis, file, parameters }, { progress, checkpoints, openFile }) {
    if (analysis === 'forever') for (;;) Math.hypot(1, 2)
    if (analysis === 'forever once' && !existsSync(String(parameters['mark']))) {
      writeFileSync(String(parameters['mark']), '')
      for (;;) Math.hypot(1, 2)
    }
    if (analysis === 'kills') process.kill(process.ppid, 'SIGKILL')
    if (analysis === 'interrupted') {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.kill(process.pid, signal)
      await sleep(100)
    }
    if (analysis === 'slow') {
      const end = Date.now() + Number(parameters['milliseconds'])
      for (let step = 0; Date.now() < end; step++) if (step % 1e6 === 0) progress(0.5, 'half way')
    }
    if (analysis === 'objects') for (const hoard: unknown[] = []; ; ) hoard.push({ hoard: [hoard.length] })
    // V8 ends the whole process here, not only the thread
    if (analysis === 'maps') for (const hoard = new Map<number, object>(); ; ) hoard.set(hoard.size, {})
    if (analysis === 'arrays') for (const hoard: unknown[] = []; ; ) hoard.push(new Float64Array(1e6).fill(1))
    if (analysis === 'huge') new Float64Array(2 ** 33).fill(1)
    if (analysis === 'threads') await Promise.all([hoardInThread(), hoardInThread()])
    if (analysis === 'parts') await doParts(parameters as unknown as PartsParameters, checkpoints)
    if (analysis === 'tells its threads') return { headline: String(process.env['ZEROSEC_THREADS']), artifacts: [] }
    if (analysis === 'opens') {
      const { name, bytes } = await openFile(String(parameters['model']))
      return { headline: `${name} has ${bytes.byteLength} bytes`, artifacts: [] }
    }
    if (analysis === 'refuses') throw new CodedError('response_constant', { column: '強度', value: 3 })
    if (analysis === 'crashes') throw new TypeError('a fault of ours')
    if (analysis === 'exits') process.exit(0)
    progress(1, 'counted')
    const bytes = new TextEncoder().encode(JSON.stringify({ bytes: file.bytes.byteLength, name: file.name }))
    return {
      headline: `${file.name} has ${file.bytes.byteLength} bytes`,
      artifacts: [{ path: 'report.json', type: 'json', bytes }],
    }
  },
  async inspect({ file }) {
    throw new CodedError('file_empty', { file: file.name })
  },
  async objectives({ file, reading }) {
    if (reading.sheet === 'crashes') throw new TypeError('a fault of ours')
    throw new CodedError('file_empty', { file: file.name })
  },
})

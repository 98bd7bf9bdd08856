import { existsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CodedError } from '@zerosec/errors'
import { serveTask } from '../src/runner/serve-task.ts'

/** Tasks that misbehave in every way a job can, for the tests of the runner. */
serveTask({
  async run({ analysis, file, parameters }, progress) {
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
})

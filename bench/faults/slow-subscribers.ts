import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Experiment, Finding } from './experiment.ts'
import { Fleet } from './fleet.ts'
import { judge, PATIENCE_SECONDS } from './judge.ts'
import { DeafSubscriber, Subscriber } from './subscribers.ts'

const PROCESS = fileURLToPath(new URL('./api-process.ts', import.meta.url))
/** A connection, its request and its stream. */
const MOST_HEAP_PER_STREAM = 64 * 1024

/** A thousand clients that follow jobs which another process runs, a fifth of them without ever reading. */
export const SLOW_SUBSCRIBERS: Experiment = {
  name: 'event streams, a fifth of which is never read',
  claim:
    'Every reader is told the last state, and none twice; who does not read costs no more and is told it in the end.',
  async run({ server, short, tell }) {
    const subscribers = short ? 100 : 1000
    const fleet = await Fleet.open(await server.createDatabase(), {
      ZEROSEC_AUTH: 'off',
      ZEROSEC_EVENT_STREAMS_OF_ONE: '2000',
    })
    const api = fork(PROCESS, {
      env: { ...fleet.environment, NODE_ENV: 'test' },
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    try {
      const [{ url }] = (await once(api, 'message')) as [{ url: string }]
      const jobIds = await fleet.submit(short ? 5 : 20, { parameters: { milliseconds: 500 } })
      const urlOf = (i: number) => `${url}/api/v1/jobs/${jobIds[i % jobIds.length]}/events`
      const before = await usageOf(api)
      const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY })
      const deaf = Array.from({ length: subscribers / 5 }, (_, i) => new DeafSubscriber(urlOf(i)))
      const readers = await Promise.all(
        Array.from({ length: subscribers - deaf.length }, (_, i) => Subscriber.open(urlOf(i), agent)),
      )
      tell(`${subscribers} streams are open`)
      const open = await usageOf(api)

      const health = await changeForAWhile(fleet, jobIds, url, short ? 2000 : 10_000)
      const changed = await usageOf(api)
      await fleet.startWorker()
      const verdict = await judge(fleet, jobIds, PATIENCE_SECONDS)
      const ended = Date.now()
      await Promise.race([Promise.all(readers.map((reader) => reader.ended)), sleep(30_000)])
      const worstRecoverySeconds = (Date.now() - ended) / 1000
      const rests = await Promise.all(deaf.map((one) => one.rest()))
      return found({
        verdict,
        worstRecoverySeconds,
        untold:
          readers.filter((reader) => !reader.wasToldTheEnd).length +
          rests.filter((text) => !text.includes('"status":"completed"')).length,
        twice: readers.filter((reader) => reader.wasToldTwice).length,
        heapPerStream: (changed.heapBytes - before.heapBytes) / subscribers,
        residentPerStream: (changed.residentBytes - before.residentBytes) / subscribers,
        cpuShare: (changed.cpuMs - open.cpuMs) / health.milliseconds,
        slowestHealthMs: health.slowestMs,
      })
    } finally {
      api.kill('SIGKILL')
      await fleet.close()
    }
  },
}

interface Usage {
  readonly heapBytes: number
  readonly residentBytes: number
  readonly cpuMs: number
}

async function usageOf(api: ChildProcess): Promise<Usage> {
  api.send('usage')
  const [usage] = (await once(api, 'message')) as [Usage]
  return usage
}

/** Changes every job ten times a second, as its progress would, and asks meanwhile how the API is. */
async function changeForAWhile(fleet: Fleet, jobIds: readonly string[], url: string, milliseconds: number) {
  const begun = Date.now()
  let slowestMs = 0
  for (let step = 0; Date.now() - begun < milliseconds; step++) {
    await fleet.query('update jobs set revision = revision + 1, status_message = $2 where job_id = any($1)', [
      jobIds,
      `step ${step} ${'of many '.repeat(100)}`,
    ])
    const asked = performance.now()
    await (await fetch(`${url}/health`)).text()
    slowestMs = Math.max(slowestMs, performance.now() - asked)
    await sleep(100)
  }
  return { slowestMs, milliseconds: Date.now() - begun }
}

function found(measured: {
  verdict: Pick<Finding, 'jobs' | 'lost' | 'double'>
  worstRecoverySeconds: number
  untold: number
  twice: number
  heapPerStream: number
  residentPerStream: number
  cpuShare: number
  slowestHealthMs: number
}): Finding {
  const { verdict, worstRecoverySeconds, untold, twice, heapPerStream, residentPerStream, cpuShare } = measured
  return {
    ...verdict,
    worstRecoverySeconds,
    notes: [
      `each stream takes ${kilobytes(heapPerStream)} of heap, ${kilobytes(residentPerStream)} resident`,
      `${(100 * cpuShare).toFixed(0)} % of a processor`,
      `slowest /health ${measured.slowestHealthMs.toFixed(0)} ms`,
    ],
    wrong: [
      ...(untold > 0 ? [`${untold} were not told the end`] : []),
      ...(twice > 0 ? [`${twice} were told a state twice`] : []),
      ...(heapPerStream > MOST_HEAP_PER_STREAM ? [`a stream takes ${kilobytes(heapPerStream)} of heap`] : []),
    ],
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} kB`
}

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from './experiment.ts'
import { Fleet } from './fleet.ts'
import { judge, PATIENCE_SECONDS } from './judge.ts'

/** So long that no stall of a busy machine lets it end before the signal and the grace after it. */
const LONG_MILLISECONDS = 300_000

/** SIGTERM, as at every deployment. */
export const STOPPED_WORKER: Experiment = {
  name: 'SIGTERM with short and long jobs',
  claim:
    'Short jobs end within the grace period, long ones go back without costing an attempt; the process ends by itself.',
  async run({ server }) {
    const fleet = await Fleet.open(await server.createDatabase())
    try {
      const brief = await fleet.submit(2, { parameters: { milliseconds: 1000 } })
      const long = await fleet.submit(2, { parameters: { milliseconds: LONG_MILLISECONDS } })
      const worker = await fleet.startWorker()
      await sleep(500)
      const stopped = Date.now()
      worker.kill('SIGTERM')
      await once(worker, 'exit')
      const seconds = (Date.now() - stopped) / 1000
      const states = await Promise.all([...brief, ...long].map((jobId) => fleet.job(jobId)))
      const wrong = [
        ...states
          .slice(0, 2)
          .filter(({ status }) => status !== 'completed')
          .map(({ status }) => `a short job is ${status}`),
        ...states
          .slice(2)
          .filter(({ status, attempts }) => status !== 'queued' || attempts !== 0)
          .map(({ status, attempts }) => `a long job is ${status} after ${attempts} attempts`),
        ...(worker.exitCode === 0 ? [] : [`the worker ended with ${worker.exitCode ?? worker.signalCode}`]),
      ]
      await fleet.startWorker({ longest: 1000 })
      const verdict = await judge(fleet, [...brief, ...long], PATIENCE_SECONDS)
      return { ...verdict, notes: [`ended ${seconds.toFixed(1)} s after the signal (grace 2 s)`], wrong }
    } finally {
      await fleet.close()
    }
  },
}

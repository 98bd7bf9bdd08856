import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment, Finding, Surroundings } from './experiment.ts'
import { Fleet } from './fleet.ts'
import { judge } from './judge.ts'
import { Prober } from './prober.ts'
import { submitThroughFaults } from './submit-through-faults.ts'

/** PostgreSQL goes away again and again, stopped or killed, under submissions, workers and an API that is asked all the time. */
export const RESTARTED_DATABASE: Experiment = {
  name: 'PostgreSQL restarted every few seconds',
  claim: 'All jobs end once; the API answers, or 503 with Retry-After; no process ends.',
  run,
}

async function run({ server, short, tell }: Surroundings): Promise<Finding> {
  const [count, restarts, pauseMs] = short ? [60, 3, 1500] : [2000, 12, 6000]
  const fleet = await Fleet.open(await server.createDatabase())
  const prober = await Prober.start(fleet.environment)
  try {
    const workers = [await fleet.startWorker(), await fleet.startWorker()]
    const submitting = submitThroughFaults(fleet, count)
    let back = Date.now()
    for (let restart = 0; restart < restarts; restart++) {
      await sleep(pauseMs)
      await (restart % 3 === 2 ? server.kill9() : server.stop(restart % 3 === 0 ? 'fast' : 'immediate'))
      await sleep(500)
      await server.start()
      back = Date.now()
      tell(`restarted ${restart + 1} times`)
    }
    const jobIds = await submitting
    const verdict = await judge(fleet, jobIds, 600)
    const seen = await prober.stop()
    const ended = workers.filter(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null).length
    return {
      ...verdict,
      worstRecoverySeconds: (Date.now() - back) / 1000,
      notes: [`${restarts} restarts; the API answered ${seen.counts}`],
      wrong: [...seen.wrong, ...(ended === 0 ? [] : [`${ended} workers ended`])],
    }
  } finally {
    await prober.stop()
    await fleet.close()
  }
}

import type { Experiment } from './experiment.ts'
import { Fleet } from './fleet.ts'
import { judge, PATIENCE_SECONDS } from './judge.ts'

/** Workers whose clocks are an hour off, before and after. */
export const WRONG_CLOCK: Experiment = {
  name: 'clocks off by an hour',
  claim: 'Leases are the database’s: no job is taken from a worker whose clock is wrong, none waits longer.',
  async run({ server, short }) {
    const fleet = await Fleet.open(await server.createDatabase())
    try {
      await fleet.startWorker({ clockHours: 1 })
      await fleet.startWorker({ clockHours: -1 })
      const jobIds = await fleet.submit(short ? 8 : 50, { parameters: { milliseconds: 300 } })
      const verdict = await judge(fleet, jobIds, PATIENCE_SECONDS)
      const jobs = await Promise.all(jobIds.map((jobId) => fleet.job(jobId)))
      const again = jobs.filter(({ attempts }) => attempts > 1).length
      return { ...verdict, notes: [], wrong: again === 0 ? [] : [`${again} jobs were started again`] }
    } finally {
      await fleet.close()
    }
  },
}

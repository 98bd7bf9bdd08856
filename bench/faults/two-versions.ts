import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from './experiment.ts'
import { Fleet } from './fleet.ts'
import { judge, PATIENCE_SECONDS } from './judge.ts'

/** A worker that doesn't know what a newer one knows. */
export const TWO_VERSIONS: Experiment = {
  name: 'two versions of the worker',
  claim: 'The older one leaves job types alone that it does not know, and the newer one runs them.',
  async run({ server, short }) {
    const fleet = await Fleet.open(await server.createDatabase())
    try {
      await fleet.startWorker({ types: ['known'] })
      const known = await fleet.submit(short ? 4 : 25, { jobType: 'known' })
      const unknown = await fleet.submit(short ? 4 : 25, { jobType: 'newer' })
      const before = await judge(fleet, known, PATIENCE_SECONDS)
      await sleep(1500)
      const touched = (await Promise.all(unknown.map((jobId) => fleet.job(jobId)))).filter(
        ({ status, attempts }) => status !== 'queued' || attempts > 0,
      )
      await fleet.startWorker({ types: ['known', 'newer'] })
      const after = await judge(fleet, unknown, PATIENCE_SECONDS)
      return {
        jobs: before.jobs + after.jobs,
        lost: before.lost + after.lost,
        double: before.double + after.double,
        notes: [],
        wrong: touched.length === 0 ? [] : [`${touched.length} jobs of an unknown type were touched`],
      }
    } finally {
      await fleet.close()
    }
  },
}

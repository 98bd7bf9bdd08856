import { DEFAULT_WORKSPACE } from '../../packages/jobs/src/job.ts'
import type { Experiment } from './experiment.ts'
import { Fleet } from './fleet.ts'
import { settled } from './judge.ts'

/** An analysis that never gives its thread back, for much longer than a lease. */
export const BLOCKED_ANALYSIS: Experiment = {
  name: 'event loop blocked in an analysis',
  claim: 'The lease is kept for as long as it blocks (many leases), and the time limit of a job ends it.',
  async run({ server, short }) {
    const seconds = short ? 8 : 65
    const fleet = await Fleet.open(await server.createDatabase(), { ZEROSEC_JOB_SECONDS: String(seconds) })
    try {
      await fleet.startWorker({ quick: false })
      await fleet.startWorker({ quick: false }) // takes what the other one would lose
      const jobIds = await fleet.submit(1, { jobType: 'forever' })
      const [job] = await settled(fleet, jobIds, seconds + 60)
      const attempts = await fleet.platform.within(DEFAULT_WORKSPACE).jobs.attempts(jobIds[0]!)
      const isRight = job?.errorCode === 'job_time_limit' && job.attempts === 1
      return {
        jobs: 1,
        lost: 0,
        double: 0,
        notes: [`ended by ${job?.errorCode} in attempt ${job?.attempts} after ${seconds} s`],
        wrong: isRight ? [] : [`it is ${job?.status} (${job?.errorCode}) with ${attempts.length} ended attempts`],
      }
    } finally {
      await fleet.close()
    }
  },
}

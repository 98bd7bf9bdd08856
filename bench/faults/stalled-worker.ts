import { setTimeout as sleep } from 'node:timers/promises'
import type { Experiment } from './experiment.ts'
import { Fleet, LEASE_SECONDS } from './fleet.ts'
import { judge, PATIENCE_SECONDS } from './judge.ts'

/** A worker that stands still past its lease and then goes on, as on a machine that slept. */
export const STALLED_WORKER: Experiment = {
  name: 'SIGSTOP past the lease',
  claim: 'Another worker completes the jobs; what the first one writes after SIGCONT is refused.',
  async run({ server, short }) {
    const fleet = await Fleet.open(await server.createDatabase())
    try {
      const jobIds = await fleet.submit(short ? 4 : 20, { parameters: { milliseconds: 700 } })
      const stalled = await fleet.startWorker()
      await sleep(300)
      stalled.kill('SIGSTOP')
      const stopped = Date.now()
      await sleep(LEASE_SECONDS * 1000)
      await fleet.startWorker()
      const verdict = await judge(fleet, jobIds, PATIENCE_SECONDS)
      const recovered = (Date.now() - stopped) / 1000
      stalled.kill('SIGCONT')
      await sleep(2000)
      const after = await judge(fleet, jobIds, 1)
      const refused = fleet.ledger().filter(({ what, pid }) => what === 'refused' && pid === stalled.pid).length
      const late = fleet.ledger().filter(({ what, pid }) => what === 'completed' && pid === stalled.pid).length
      return {
        ...verdict,
        double: Math.max(verdict.double, after.double),
        worstRecoverySeconds: recovered,
        notes: [`${refused} late writes refused, ${late} jobs completed before the stop`],
        wrong: refused === 0 ? ['the stalled worker was refused nothing: it had not been stalled in a job'] : [],
      }
    } finally {
      await fleet.close()
    }
  },
}

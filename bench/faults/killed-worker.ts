import { once } from 'node:events'
import { MOVES } from '../../packages/jobs/src/lifecycle.ts'
import type { Experiment, Finding, Surroundings } from './experiment.ts'
import { Fleet } from './fleet.ts'
import { judge, PATIENCE_SECONDS } from './judge.ts'
import { KILL_POINTS, type KillPoint } from './worker-order.ts'

/** kill -9 of the worker at one point of the lifecycle, again and again while the jobs last. */
export const KILLED_WORKER: readonly Experiment[] = KILL_POINTS.map((point) => ({
  name: `kill -9 ${point}`,
  claim: 'The worker kills itself there several times over; every job is completed once.',
  run: (surroundings) => killAt(point, surroundings),
}))

async function killAt(point: KillPoint, { server, short, tell }: Surroundings): Promise<Finding> {
  const fleet = await Fleet.open(await server.createDatabase())
  const [count, kills] = short ? [6, 1] : [50, 8]
  try {
    const jobIds = await fleet.submit(count, { parameters: { milliseconds: 20 } })
    const hit: { readonly at: number; readonly jobIds: readonly string[] }[] = []
    for (let kill = 0; kill < kills; kill++) {
      // later points pass for every artifact and job: each process gets a little further than the one before
      const child = await fleet.startWorker({ dies: { point, after: kill % 3 } })
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      hit.push({ at: Date.now(), jobIds: await runningJobs(fleet, jobIds) })
      tell(`killed ${kill + 1} times`)
    }
    await fleet.startWorker()
    const verdict = await judge(fleet, jobIds, PATIENCE_SECONDS)
    return { ...verdict, worstRecoverySeconds: await worstRecovery(fleet, hit), notes: [`${kills} kills`], wrong: [] }
  } finally {
    await fleet.close()
  }
}

async function runningJobs(fleet: Fleet, jobIds: readonly string[]): Promise<string[]> {
  const jobs = await Promise.all(jobIds.map((jobId) => fleet.job(jobId)))
  return jobs
    .filter(({ status }) => (MOVES.recover.from as readonly string[]).includes(status))
    .map(({ jobId }) => jobId)
}

async function worstRecovery(
  fleet: Fleet,
  hits: readonly { readonly at: number; readonly jobIds: readonly string[] }[],
): Promise<number> {
  let worst = 0
  for (const { at, jobIds } of hits) {
    for (const jobId of jobIds) {
      const { completedAt } = await fleet.job(jobId)
      worst = Math.max(worst, (Number(completedAt) - at) / 1000)
    }
  }
  return worst
}

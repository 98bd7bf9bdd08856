import type { Experiment, Surroundings } from './experiment.ts'
import { Fleet } from './fleet.ts'
import { settled } from './judge.ts'

const SMALL_JOBS = 10

/** A workspace with very many jobs beside one with a few. */
export const FAIR_SHARE: Experiment = {
  name: 'a large workspace beside a small one',
  claim: 'The 95th percentile of the small one’s waits is at most twice what it is alone.',
  async run(surroundings) {
    const alone = await waitsOfSmall(surroundings, 0)
    const large = surroundings.short ? 300 : 10_000
    const beside = await waitsOfSmall(surroundings, large)
    const ratio = p95(beside.waits) / p95(alone.waits)
    const told = `p95 ${p95(alone.waits).toFixed(3)} s alone, ${p95(beside.waits).toFixed(3)} s beside ${large} jobs: ${ratio.toFixed(2)}`
    return {
      jobs: SMALL_JOBS + large,
      lost: alone.lost + beside.lost,
      double: 0,
      notes: [told],
      wrong: ratio > 2 ? [`the small workspace waits ${ratio.toFixed(2)} times as long`] : [],
    }
  },
}

/** Seconds from submission to start, of each job of the small workspace. */
async function waitsOfSmall({ server, tell }: Surroundings, large: number): Promise<{ waits: number[]; lost: number }> {
  const fleet = await Fleet.open(await server.createDatabase())
  try {
    const parameters = { milliseconds: 200 }
    await fleet.submit(large, { workspaceId: 'large', parameters })
    tell(`${large} jobs are queued`)
    await fleet.startWorker()
    const jobIds = await fleet.submit(SMALL_JOBS, { workspaceId: 'small', parameters })
    const ended = await settled(fleet, jobIds, 120, 'small')
    const waits = await fleet.query<{ seconds: string }>(
      'select extract(epoch from claimed_at - created_at) as seconds from jobs where job_id = any($1)',
      [jobIds],
    )
    return { waits: waits.map(({ seconds }) => Number(seconds)), lost: jobIds.length - ended.length }
  } finally {
    await fleet.close()
  }
}

function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil(0.95 * sorted.length) - 1] ?? Number.NaN
}

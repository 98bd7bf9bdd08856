import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { DEFAULT_WORKSPACE, type Job } from '../../packages/jobs/src/job.ts'
import { hasEnded } from '../../packages/jobs/src/lifecycle.ts'
import type { Fleet } from './fleet.ts'

/** After so long a job is lost; recovery takes a few leases, and these machines can be very busy. */
export const PATIENCE_SECONDS = 200

export interface Verdict {
  readonly jobs: number
  readonly lost: number
  readonly double: number
}

/** The jobs once all have ended, or what they are when the time is over. */
export async function settled(
  fleet: Fleet,
  jobIds: readonly string[],
  seconds: number,
  workspaceId = DEFAULT_WORKSPACE,
): Promise<readonly Job[]> {
  const deadline = Date.now() + seconds * 1000
  let waiting: readonly string[] = jobIds
  const jobs = new Map<string, Job>()
  while (waiting.length > 0 && Date.now() < deadline) {
    for (const jobId of waiting) {
      const job = await fleet.job(jobId, workspaceId).catch(() => undefined)
      if (job) jobs.set(jobId, job)
    }
    waiting = waiting.filter((jobId) => !hasEnded(jobs.get(jobId)?.status ?? 'queued'))
    if (waiting.length > 0) await sleep(100)
  }
  return [...jobs.values()]
}

/**
 * A job is lost unless it is completed and every artifact is there with the bytes that its checksum names. It is double when it has two
 * results, or two workers were told that they had completed it.
 */
export async function judge(fleet: Fleet, jobIds: readonly string[], seconds: number): Promise<Verdict> {
  const jobs = await settled(fleet, jobIds, seconds)
  const completions = Map.groupBy(
    fleet.ledger().filter(({ what }) => what === 'completed'),
    ({ jobId }) => jobId,
  )
  let whole = 0
  let double = 0
  for (const job of jobs) {
    const artifacts = await fleet.platform.within(DEFAULT_WORKSPACE).jobs.artifacts(job.jobId)
    if (artifacts.length > 1 || (completions.get(job.jobId)?.length ?? 0) > 1) double++
    const isReadable =
      artifacts.length > 0 && (await Promise.all(artifacts.map((one) => isWhole(fleet, job, one)))).every(Boolean)
    if (job.status === 'completed' && isReadable) whole++
  }
  return { jobs: jobIds.length, lost: jobIds.length - whole, double }
}

async function isWhole(
  fleet: Fleet,
  job: Job,
  { fileKey, sha256 }: { readonly fileKey: string; readonly sha256: string },
): Promise<boolean> {
  try {
    const { stream } = await fleet.platform.files.read(job.outputBucket, fileKey)
    const bytes = Buffer.from(await new Response(stream).arrayBuffer())
    return createHash('sha256').update(bytes).digest('hex') === sha256
  } catch {
    return false
  }
}

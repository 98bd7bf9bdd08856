import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Job } from '../src/job.ts'
import type { Platform, Submission } from '../src/platform.ts'
import type { DefaultPlatform } from './open-default.ts'

/** Uploads a file and gives a submission of it. */
export async function upload(
  { files }: Pick<Platform, 'files'>,
  jobType: string,
  { content = 'a,b\n1,2\n', parameters = {} }: { content?: string; parameters?: Record<string, unknown> } = {},
): Promise<Submission> {
  const jobId = randomUUID()
  const inputKey = `inputs/${jobId}/強度.csv`
  await files.write(files.inputBucket, inputKey, Readable.from([Buffer.from(content)]), 1e9)
  return { jobId, jobType, inputBucket: files.inputBucket, inputKey, parameters }
}

/** Uploads a file and submits it. */
export async function submit(
  platform: DefaultPlatform,
  ...options: [jobType: string, Parameters<typeof upload>[2]?]
): Promise<Job> {
  return platform.jobs.submit(await upload(platform, ...options))
}

/** The job once it has the wanted look. */
export function jobThat(platform: DefaultPlatform, jobId: string, isWanted: (job: Job) => boolean): Promise<Job> {
  return new Promise((resolve) => {
    const stop = platform.jobs.watch(jobId, (job) => {
      if (!isWanted(job)) return
      resolve(job)
      setImmediate(() => stop())
    })
  })
}

export const isRunning = (job: Job): boolean => job.status === 'running'
export const hasCompletedAt = (job: Job): boolean => job.completedAt !== null

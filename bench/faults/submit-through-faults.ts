import { setTimeout as sleep } from 'node:timers/promises'
import type { Fleet } from './fleet.ts'

/** As a client does: tries again until a submission is acknowledged. @returns the ids of the jobs */
export async function submitThroughFaults(fleet: Fleet, count: number): Promise<string[]> {
  const jobIds: string[] = []
  while (jobIds.length < count) {
    try {
      jobIds.push(...(await fleet.submit(Math.min(10, count - jobIds.length), { parameters: { milliseconds: 50 } })))
    } catch {
      await sleep(100)
    }
  }
  return jobIds
}

import { type CheckServices, checkSubmissions } from './check-submission.ts'
import { Housekeeping, type HousekeepingServices } from './retention/housekeeping.ts'
import { Scheduler } from './schedules/scheduler.ts'
import type { PostgresJobStore } from './store/postgres-job-store.ts'

interface UpkeepServices extends CheckServices, Omit<HousekeepingServices, 'store'> {
  readonly store: PostgresJobStore
}

/** What a worker does beside running jobs: it lets schedules fire, and deletes what is past its time. */
export function openUpkeep(services: UpkeepServices): { start(): void; close(): Promise<void> } {
  const { connection, store, files, log } = services
  const housekeeping = new Housekeeping(services)
  const scheduler = new Scheduler({
    connection,
    queued: (insert) => store.queued(insert),
    check: async (submission, workspaceId) => (await checkSubmissions([submission], workspaceId, services))[0]!,
    outputBucket: files.outputBucket,
    log,
  })
  return {
    start() {
      scheduler.start()
      housekeeping.start()
    },
    async close() {
      await Promise.all([scheduler.close(), housekeeping.close()])
    },
  }
}

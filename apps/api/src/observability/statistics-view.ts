import type { Statistics as StatisticsResponse } from '@zerosec/contract'
import { backlogPerWorker, liveWorkers, type Statistics } from '@zerosec/jobs'

export function statisticsView(statistics: Statistics): StatisticsResponse {
  const { jobs, queue, deadLetters, recentAttempts, workers } = statistics
  const live = new Set(liveWorkers(workers))
  return {
    timestamp: new Date().toISOString(),
    jobs: jobs.map(({ jobType, status, count }) => ({ job_type: jobType, status, count })),
    queue: {
      due: queue.due,
      delayed: queue.delayed,
      oldest_due_seconds: queue.oldestDueSeconds,
      backlog_per_worker: backlogPerWorker(statistics),
      expired_leases: queue.expiredLeases,
    },
    dead_letters: deadLetters,
    recent_attempts: recentAttempts.map(({ outcome, count }) => ({ outcome, count })),
    workers: workers.map((worker) => ({
      worker_id: worker.workerId,
      version: worker.version,
      slots: worker.slots,
      running: worker.running,
      heartbeat_age_seconds: worker.heartbeatAgeSeconds,
      live: live.has(worker),
    })),
  }
}

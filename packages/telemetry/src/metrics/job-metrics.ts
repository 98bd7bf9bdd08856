import { JOB_STATUSES } from '@zerosec/contract'
import { backlogPerWorker, liveWorkers, type Statistics } from '@zerosec/jobs'
import { gauge, type MetricFamily } from './family.ts'
import { CATALOGUE_TYPES, type KnownTypes } from './known-types.ts'

/**
 * What the database tells of all jobs and workers. Every process that shows it shows the same: aggregate it by max, not by sum.
 *
 * @param statistics  undefined: the database is away, and only that is told
 */
export function jobMetrics(statistics: Statistics | undefined, types: KnownTypes = CATALOGUE_TYPES): MetricFamily[] {
  const up = gauge('zerosec_database_up', 'Whether the numbers of jobs could be read: 1, or 0.', statistics ? 1 : 0)
  if (!statistics) return [up]
  const { queue, deadLetters } = statistics
  return [
    up,
    jobCounts(statistics, types),
    gauge('zerosec_queue_due_jobs', 'Queued jobs that could run now.', queue.due),
    gauge('zerosec_queue_delayed_jobs', 'Queued jobs that wait for their time or for another attempt.', queue.delayed),
    gauge(
      'zerosec_queue_oldest_due_seconds',
      'How long the job that has been due longest has waited.',
      queue.oldestDueSeconds,
    ),
    gauge('zerosec_queue_backlog_per_worker', 'Due jobs for each live worker.', backlogPerWorker(statistics)),
    gauge(
      'zerosec_expired_leases',
      'Jobs whose worker fell silent and that nobody has taken back yet.',
      queue.expiredLeases,
    ),
    gauge('zerosec_dead_letters', 'Jobs whose attempts were used up and that nobody has sent again.', deadLetters),
    recentAttempts(statistics),
    ...workerMetrics(statistics),
  ]
}

/** Every known type in every state, so that no series comes and goes. */
function jobCounts({ jobs }: Statistics, types: KnownTypes): MetricFamily {
  const counts = new Map<string, Map<string, number>>()
  for (const type of types.labels) counts.set(type, new Map(JOB_STATUSES.map((status) => [status, 0])))
  for (const { jobType, status, count } of jobs) {
    const ofType = counts.get(types.label(jobType))
    ofType?.set(status, (ofType.get(status) ?? 0) + count)
  }
  const samples = [...counts].flatMap(([job_type, ofType]) =>
    [...ofType].map(([status, value]) => ({ labels: { job_type, status }, value })),
  )
  return { name: 'zerosec_jobs', type: 'gauge', help: 'Jobs that are kept, by type and state.', samples }
}

function recentAttempts(statistics: Statistics): MetricFamily {
  return {
    name: 'zerosec_recent_troubled_attempts',
    type: 'gauge',
    help: 'Attempts of the last hour, in all processes, that did not complete their job.',
    samples: statistics.recentAttempts.map(({ outcome, count }) => ({ labels: { outcome }, value: count })),
  }
}

function workerMetrics({ workers }: Statistics): MetricFamily[] {
  const live = liveWorkers(workers)
  const each = (value: (worker: Statistics['workers'][number]) => number) =>
    workers.map((worker) => ({ labels: { worker: worker.workerId }, value: value(worker) }))
  return [
    gauge('zerosec_workers', 'Workers that were heard of in the last 30 seconds.', live.length),
    {
      name: 'zerosec_worker_heartbeat_age_seconds',
      type: 'gauge',
      help: 'How long ago each worker was heard of last.',
      samples: each(({ heartbeatAgeSeconds }) => heartbeatAgeSeconds),
    },
    {
      name: 'zerosec_worker_slots',
      type: 'gauge',
      help: 'Jobs that each worker runs at the same time.',
      samples: each(({ slots }) => slots),
    },
    {
      name: 'zerosec_worker_running_jobs',
      type: 'gauge',
      help: 'Jobs that each worker runs now.',
      samples: each(({ running }) => running),
    },
  ]
}

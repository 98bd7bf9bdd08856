import type { PlatformLoad } from '@zerosec/jobs'
import { gauge, type MetricFamily } from './family.ts'

/** What this process's part of the platform is busy with. */
export function loadMetrics({ pool, slots, running }: PlatformLoad): MetricFamily[] {
  return [
    {
      name: 'zerosec_slots',
      type: 'gauge',
      help: 'Jobs that this process can run at the same time, by whether it does; none where it takes no jobs.',
      samples: [
        { labels: { state: 'busy' }, value: running },
        { labels: { state: 'free' }, value: Math.max(0, slots - running) },
      ],
    },
    {
      name: 'zerosec_database_connections',
      type: 'gauge',
      help: 'Connections of this process to the database.',
      samples: [
        { labels: { state: 'idle' }, value: pool.idle },
        { labels: { state: 'busy' }, value: pool.total - pool.idle },
      ],
    },
    gauge('zerosec_database_waiting_requests', 'Statements of this process that wait for a connection.', pool.waiting),
  ]
}

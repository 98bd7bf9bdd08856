import { counter, gauge, type MetricFamily } from './family.ts'

/** Processor, memory and age of this process. */
export function processMetrics(): MetricFamily[] {
  const { user, system } = process.cpuUsage()
  const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage()
  const memory = { heap_used: heapUsed, heap_total: heapTotal, external, array_buffers: arrayBuffers }
  return [
    counter('zerosec_process_cpu_seconds_total', 'Processor time that the process has used.', (user + system) / 1e6),
    gauge('zerosec_process_resident_memory_bytes', 'Memory that the process holds.', rss),
    {
      name: 'zerosec_process_memory_bytes',
      type: 'gauge',
      help: 'Memory of the process by what JavaScript uses it for; array_buffers are part of external.',
      samples: Object.entries(memory).map(([kind, value]) => ({ labels: { kind }, value })),
    },
    gauge('zerosec_process_uptime_seconds', 'How long the process has been running.', process.uptime()),
  ]
}

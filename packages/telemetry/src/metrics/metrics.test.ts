import type { Job, Statistics } from '@zerosec/jobs'
import { describe, expect, it } from 'vitest'
import { checkMetrics, HAS_PROMTOOL } from '../../../../test/promtool.ts'
import { AttemptMetrics } from './attempt-metrics.ts'
import { Counter } from './counter.ts'
import { EventLoopWatch } from './event-loop.ts'
import { metricsText } from './exposition.ts'
import { gauge, type MetricFamily } from './family.ts'
import { Histogram } from './histogram.ts'
import { jobMetrics } from './job-metrics.ts'
import { KnownTypes } from './known-types.ts'
import { loadMetrics } from './load-metrics.ts'
import { processMetrics } from './process-metrics.ts'

const STATISTICS: Statistics = {
  jobs: [
    { jobType: 'linear_analysis', status: 'queued', count: 7 },
    { jobType: 'made up', status: 'queued', count: 2 },
    { jobType: 'made up too', status: 'queued', count: 3 },
  ],
  queue: { due: 6, delayed: 6, oldestDueSeconds: 12.5, expiredLeases: 1 },
  deadLetters: 4,
  recentAttempts: [{ outcome: 'lost', count: 2 }],
  workers: [
    { workerId: 'a-1', version: '1', slots: 4, running: 2, heartbeatAgeSeconds: 1 },
    { workerId: 'b-2', version: '1', slots: 2, running: 1, heartbeatAgeSeconds: 3 },
    { workerId: 'gone', version: '1', slots: 2, running: 2, heartbeatAgeSeconds: 31 },
  ],
}
const job = (jobType: string) => ({ jobType }) as Job

function valueOf(families: readonly MetricFamily[], name: string, labels: Record<string, string> = {}) {
  const family = families.find((one) => one.name === name)
  return family?.samples.find((sample) => JSON.stringify(sample.labels ?? {}) === JSON.stringify(labels))?.value
}

describe('the metrics of jobs', () => {
  it('count by type and state, unknown types together, and show every known type in every state', () => {
    const families = jobMetrics(STATISTICS)
    expect(valueOf(families, 'zerosec_jobs', { job_type: 'linear_analysis', status: 'queued' })).toBe(7)
    expect(valueOf(families, 'zerosec_jobs', { job_type: 'unknown', status: 'queued' })).toBe(5)
    expect(valueOf(families, 'zerosec_jobs', { job_type: 'pareto', status: 'failed' })).toBe(0)
  })

  it('give the backlog per live worker, and all of it when there is none', () => {
    expect(valueOf(jobMetrics(STATISTICS), 'zerosec_queue_backlog_per_worker')).toBe(3)
    expect(valueOf(jobMetrics(STATISTICS), 'zerosec_workers')).toBe(2)
    expect(valueOf(jobMetrics({ ...STATISTICS, workers: [] }), 'zerosec_queue_backlog_per_worker')).toBe(6)
  })

  it('say that the database is away, and nothing else of jobs', () => {
    expect(jobMetrics(undefined).map(({ name }) => name)).toEqual(['zerosec_database_up'])
    expect(valueOf(jobMetrics(undefined), 'zerosec_database_up')).toBe(0)
  })
})

describe('the metrics of attempts', () => {
  it('have a bounded set of labels, whatever types clients make up', () => {
    const metrics = new AttemptMetrics(new KnownTypes(['linear_analysis']))
    for (let i = 0; i < 100; i++) metrics.attemptStarted(job(`made up ${i}`))
    metrics.attemptStarted(job('linear_analysis'))
    metrics.leasesExpired(3)
    expect(valueOf(metrics.families(), 'zerosec_attempts_started_total', { job_type: 'unknown' })).toBe(100)
    expect(valueOf(metrics.families(), 'zerosec_attempts_started_total', { job_type: 'linear_analysis' })).toBe(1)
    expect(valueOf(metrics.families(), 'zerosec_lease_expiries_total')).toBe(3)
  })
})

describe('the text that is scraped', () => {
  it('is a line for each sample, with what is special in it escaped', () => {
    const counter = new Counter({ name: 'a_total', help: 'Line 1\nand \\ 2.', labels: ['x', 'y'] })
    counter.add({ x: 'say "a\\b"\n', y: 'é' }, 2)
    counter.add({ y: 'é', x: 'say "a\\b"\n' })
    expect(metricsText([counter.family(), gauge('b', 'B.', Infinity)])).toBe(
      '# HELP a_total Line 1\\nand \\\\ 2.\n# TYPE a_total counter\na_total{x="say \\"a\\\\b\\"\\n",y="é"} 3\n' +
        '# HELP b B.\n# TYPE b gauge\nb +Inf\n',
    )
  })

  it('has of a histogram cumulative buckets up to +Inf, the sum and the count', () => {
    const histogram = new Histogram({ name: 's', help: 'S.', labels: ['l'] }, [1, 5])
    for (const value of [0.5, 1, 3, 100]) histogram.observe({ l: 'a' }, value)
    expect(metricsText([histogram.family()]).split('\n').slice(2, -1)).toEqual([
      's_bucket{l="a",le="1"} 2',
      's_bucket{l="a",le="5"} 3',
      's_bucket{l="a",le="+Inf"} 4',
      's_sum{l="a"} 104.5',
      's_count{l="a"} 4',
    ])
  })

  it.skipIf(!HAS_PROMTOOL)('passes promtool check metrics (skipped where promtool is not installed)', () => {
    const attempts = new AttemptMetrics()
    attempts.attemptStarted(job('pareto'))
    attempts.attemptEnded(job('pareto'), 'completed', 2)
    const loop = new EventLoopWatch()
    const load = loadMetrics({ slots: 4, running: 1, pool: { total: 3, idle: 1, waiting: 2 } })
    const families = [
      ...jobMetrics(STATISTICS),
      ...attempts.families(),
      ...loop.families(),
      ...processMetrics(),
      ...load,
    ]
    loop.close()
    expect(checkMetrics(metricsText(families))).toEqual({ status: 0, words: '' })
    expect(checkMetrics(metricsText([...families, { ...gauge('a_total', 'A.', 1) }]))).not.toEqual({
      status: 0,
      words: '',
    })
  })
})

it('a blocked event loop shows in its lag', async () => {
  const loop = new EventLoopWatch()
  await new Promise((resolve) => setTimeout(resolve, 60))
  const until = performance.now() + 300
  while (performance.now() < until);
  await new Promise((resolve) => setTimeout(resolve, 60))
  expect(valueOf(loop.families(), 'zerosec_event_loop_lag_seconds', { statistic: 'max' })).toBeGreaterThan(0.2)
  loop.close()
})

import type { AttemptEnd, Job, JobObserver } from '@zerosec/jobs'
import { Counter } from './counter.ts'
import { counter, type MetricFamily } from './family.ts'
import { Histogram } from './histogram.ts'
import { CATALOGUE_TYPES, type KnownTypes } from './known-types.ts'

/** From an attempt that finds an error at once to a study of hours. */
const SECONDS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600]

/** Counts the attempts that this process's worker has made. */
export class AttemptMetrics implements JobObserver {
  readonly #types: KnownTypes
  readonly #started = new Counter({
    name: 'zerosec_attempts_started_total',
    help: 'Attempts that this process has begun.',
    labels: ['job_type'],
  })
  readonly #ended = new Histogram(
    {
      name: 'zerosec_attempt_duration_seconds',
      help: 'Attempts that have ended in this process, and how long they took.',
      labels: ['job_type', 'outcome'],
    },
    SECONDS,
  )
  #leases = 0

  constructor(types: KnownTypes = CATALOGUE_TYPES) {
    this.#types = types
  }

  attemptStarted({ jobType }: Job): void {
    this.#started.add({ job_type: this.#types.label(jobType) })
  }

  attemptEnded({ jobType }: Job, outcome: AttemptEnd, seconds: number): void {
    this.#ended.observe({ job_type: this.#types.label(jobType), outcome }, seconds)
  }

  leasesExpired(count: number): void {
    this.#leases += count
  }

  families(): MetricFamily[] {
    return [
      this.#started.family(),
      this.#ended.family(),
      counter(
        'zerosec_lease_expiries_total',
        'Leases that ran out, whose jobs this process has taken back.',
        this.#leases,
      ),
    ]
  }
}

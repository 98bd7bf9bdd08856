import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { gauge, type MetricFamily } from './family.ts'

/** How often the loop is looked at: what blocks it for less goes unseen. */
const RESOLUTION_MS = 20
/** The lag shown is that of this window and the last one, so that scrapes up to this far apart miss nothing, whoever else scrapes. */
const WINDOW_MS = 15_000

interface Lag {
  readonly median: number
  readonly p99: number
  readonly max: number
}

/** Watches how late this process's event loop is, from now on. */
export class EventLoopWatch {
  readonly #delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  readonly #timer: NodeJS.Timeout
  #before: Lag = { median: 0, p99: 0, max: 0 }

  constructor() {
    this.#delay.enable()
    this.#timer = setInterval(() => {
      this.#before = this.#lag()
      this.#delay.reset()
    }, WINDOW_MS).unref()
  }

  families(): MetricFamily[] {
    const now = this.#lag()
    return [
      {
        name: 'zerosec_event_loop_lag_seconds',
        type: 'gauge',
        help: 'How late timers of the process are, over the last 15 to 30 seconds.',
        // not called quantile, which is a summary's label
        samples: (['median', 'p99', 'max'] as const).map((statistic) => ({
          labels: { statistic },
          value: Math.max(now[statistic], this.#before[statistic]),
        })),
      },
      gauge(
        'zerosec_event_loop_utilization_ratio',
        'Part of its time that the event loop was busy, since the start.',
        utilization(),
      ),
    ]
  }

  close(): void {
    clearInterval(this.#timer)
    this.#delay.disable()
  }

  /** In seconds, without the interval of the watching timer itself. */
  #lag(): Lag {
    if (this.#delay.count === 0) return { median: 0, p99: 0, max: 0 }
    const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000)
    return {
      median: late(this.#delay.percentile(50)),
      p99: late(this.#delay.percentile(99)),
      max: late(this.#delay.max),
    }
  }
}

function utilization(): number {
  const { utilization: ratio }: EventLoopUtilization = performance.eventLoopUtilization()
  return ratio
}

import type { Writable } from 'node:stream'
import { type JobObserver, type Log, NO_TRACES, type Tracer } from '@zerosec/jobs'
import type { Logger } from 'pino'
import { createLog } from './log/create-log.ts'
import { AttemptMetrics } from './metrics/attempt-metrics.ts'
import { EventLoopWatch } from './metrics/event-loop.ts'
import type { MetricFamily } from './metrics/family.ts'
import { processMetrics } from './metrics/process-metrics.ts'
import { openTraces } from './traces/open-traces.ts'

/** What a process shows of itself: log lines, traces, numbers. `log`, `tracer` and `observer` are what `openPlatform` takes. */
export interface Telemetry {
  readonly log: Logger
  readonly tracer: Tracer
  readonly observer: JobObserver
  /** Of the process, and of the attempts that it has made. */
  families(): MetricFamily[]
  /** Sends the last traces. */
  close(): Promise<void>
}

export interface TelemetrySettings {
  /** In the log and, as `zerosec-<name>`, in traces. */
  readonly name: 'api' | 'worker'
  readonly version: string
  readonly logLevel: string
  /** Of an OTLP/HTTP receiver; undefined: no traces. */
  readonly tracesEndpoint: string | undefined
  /** Of the log; default: standard error. */
  readonly destination?: Writable
}

export async function openTelemetry(settings: TelemetrySettings): Promise<Telemetry> {
  const { name, version, logLevel, tracesEndpoint, destination } = settings
  const log: Logger & Log = createLog(logLevel, name, destination)
  const traces = await openTraces({ endpoint: tracesEndpoint, serviceName: `zerosec-${name}`, version, log })
  const attempts = new AttemptMetrics()
  const loop = new EventLoopWatch()
  return {
    log,
    tracer: traces?.tracer ?? NO_TRACES,
    observer: attempts,
    families: () => [...processMetrics(), ...loop.families(), ...attempts.families()],
    async close() {
      loop.close()
      await traces?.close()
    },
  }
}

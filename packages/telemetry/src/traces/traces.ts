import type { Log, Tracer } from '@zerosec/jobs'

export interface Traces {
  readonly tracer: Tracer
  /** Sends what is left, at most for a few seconds. */
  close(): Promise<void>
}

export interface TraceSettings {
  /** Of an OTLP/HTTP receiver, without `/v1/traces`. */
  readonly endpoint: string
  readonly serviceName: string
  readonly version: string
  readonly log: Log
}

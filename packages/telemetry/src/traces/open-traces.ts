import type { Log, Tracer } from '@zerosec/jobs'

export interface Traces {
  readonly tracer: Tracer
  /** Sends what is left, at most for a few seconds. */
  close(): Promise<void>
}

export interface TraceSettings {
  /** Of an OTLP/HTTP receiver, without `/v1/traces`; undefined: nothing is traced, and OpenTelemetry is not even loaded. */
  readonly endpoint: string | undefined
  readonly serviceName: string
  readonly version: string
  readonly log: Log
}

/** OpenTelemetry's traces if an endpoint is configured. Who can't be reached is told in the log; nothing waits for it. */
export async function openTraces({ endpoint, ...settings }: TraceSettings): Promise<Traces | undefined> {
  if (endpoint === undefined) return undefined
  const { otlpTraces } = await import('./otlp-traces.ts')
  return otlpTraces({ endpoint, ...settings })
}

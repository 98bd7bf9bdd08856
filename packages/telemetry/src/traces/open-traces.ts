import type { TraceSettings, Traces } from './traces.ts'

/**
 * OpenTelemetry's traces if an endpoint is configured; else nothing is traced, and OpenTelemetry is not even loaded. That they can't be
 * sent is told in the log; nothing waits for it.
 */
export async function openTraces({
  endpoint,
  ...settings
}: Omit<TraceSettings, 'endpoint'> & { readonly endpoint: string | undefined }): Promise<Traces | undefined> {
  if (endpoint === undefined) return undefined
  const { otlpTraces } = await import('./otlp-traces.ts')
  return otlpTraces({ endpoint, ...settings })
}

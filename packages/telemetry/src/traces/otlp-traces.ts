import { setTimeout as sleep } from 'node:timers/promises'
import {
  DiagLogLevel,
  diag,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Log, Span, SpanOptions } from '@zerosec/jobs'
import { readTraceparent, writeTraceparent } from './traceparent.ts'
import type { TraceSettings, Traces } from './traces.ts'

/** Longer would hold up the end of the process. */
const LAST_SPANS_MS = 2000
const KINDS = { server: SpanKind.SERVER, producer: SpanKind.PRODUCER, consumer: SpanKind.CONSUMER }

/** Spans to an OTLP/HTTP receiver, as JSON, in batches. Headers and time limits come from OTEL_EXPORTER_OTLP_* as its readers know them. */
export function otlpTraces(settings: TraceSettings): Traces {
  const { endpoint, serviceName, version, log } = settings
  diag.setLogger(diagnosticsTo(log), { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true })
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })
  const provider = new TracerProvider({
    resource: defaultResource().merge(
      resourceFromAttributes({
        'service.name': serviceName,
        'service.version': version,
        'process.pid': process.pid,
      }),
    ),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1000 })],
  })
  const tracer = provider.getTracer('zerosec', version)

  return {
    tracer: {
      start(name, { kind, parent, attributes = {} }: SpanOptions) {
        const remote = readTraceparent(parent)
        const context = remote ? trace.setSpanContext(ROOT_CONTEXT, remote) : ROOT_CONTEXT
        return spanOf(tracer.startSpan(name, { kind: KINDS[kind], attributes: { ...attributes } }, context))
      },
    },
    async close() {
      const late = sleep(LAST_SPANS_MS, 'late', { ref: false })
      if ((await Promise.race([provider.shutdown().catch(() => {}), late])) !== 'late') return
      log.warn({ endpoint }, 'the last traces could not be sent in time')
    },
  }
}

function spanOf(span: OtelSpan): Span {
  return {
    traceparent: writeTraceparent(span.spanContext()),
    rename: (name) => void span.updateName(name),
    set: (attributes) => void span.setAttributes({ ...attributes }),
    fail: (message) => void span.setStatus({ code: SpanStatusCode.ERROR, message }),
    end: () => span.end(),
  }
}

function diagnosticsTo(log: Log) {
  const warn = (problem: string): void => log.warn({ problem }, 'traces could not be sent')
  return { error: warn, warn, info: () => {}, debug: () => {}, verbose: () => {} }
}

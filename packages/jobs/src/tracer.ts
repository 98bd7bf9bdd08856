/**
 * Where this package tells what took how long, across processes: as with `Log`, the apps pass theirs in. Names and attributes follow
 * OpenTelemetry's conventions.
 */
export interface Tracer {
  /** @param parent  W3C traceparent of the span that this one belongs to; one that is malformed is taken for none */
  start(name: string, options: SpanOptions): Span
}

export interface SpanOptions {
  readonly kind: 'server' | 'producer' | 'consumer'
  readonly parent?: string | undefined
  readonly attributes?: SpanAttributes
}

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

export interface Span {
  /** What a span in another process names as its parent; undefined where nothing is traced. */
  readonly traceparent: string | undefined
  rename(name: string): void
  set(attributes: SpanAttributes): void
  /** Marks it as failed, with a description that holds no secrets. */
  fail(description: string): void
  end(): void
}

const NO_SPAN: Span = { traceparent: undefined, rename: () => {}, set: () => {}, fail: () => {}, end: () => {} }

export const NO_TRACES: Tracer = { start: () => NO_SPAN }

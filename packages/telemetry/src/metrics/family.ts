/** A metric with its samples, as Prometheus reads it. */
export interface MetricFamily {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly samples: readonly Sample[]
}

export interface Sample {
  readonly labels?: Labels
  readonly value: number
  /** Of the samples of a histogram: `_bucket`, `_sum`, `_count`. */
  readonly suffix?: string
}

export type Labels = Readonly<Record<string, string>>

/** What a metric is called and which labels its samples carry, in this order. */
export interface Description<Label extends string> {
  readonly name: string
  readonly help: string
  readonly labels: readonly Label[]
}

/** A gauge whose value is known without labels. */
export function gauge(name: string, help: string, value: number): MetricFamily {
  return { name, type: 'gauge', help, samples: [{ value }] }
}

/** A counter whose value is known without labels; its name ends with `_total`. */
export function counter(name: string, help: string, value: number): MetricFamily {
  return { name, type: 'counter', help, samples: [{ value }] }
}

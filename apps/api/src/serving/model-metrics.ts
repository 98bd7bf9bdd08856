import type { ServingLoad } from '@zerosec/serving'
import { gauge, type MetricFamily } from '@zerosec/telemetry'

/** Of the models of one workspace, and of what this process holds of all; nothing before a model was asked. */
export function modelMetrics(load: ServingLoad | undefined): MetricFamily[] {
  if (!load) return []
  const { models, bytes, failed, answered, drift } = load
  const count = (
    name: string,
    help: string,
    value: (each: ServingLoad['answered'][number]) => number,
  ): MetricFamily => ({
    name,
    type: 'counter',
    help,
    samples: answered.map((each) => ({ labels: { model: each.name, version: each.version }, value: value(each) })),
  })
  return [
    gauge('zerosec_models_loaded', 'Versions of models in the memory of this process.', models),
    gauge('zerosec_models_loaded_bytes', 'What they take, as estimated from their files.', bytes),
    gauge('zerosec_models_failed', 'Versions that could not be loaded when they were last asked for.', failed),
    count('zerosec_model_requests_total', 'Requests that a version answered.', ({ requests }) => requests),
    count('zerosec_model_rows_total', 'Rows that it was asked, refused ones included.', ({ rows }) => rows),
    count('zerosec_model_row_errors_total', 'Rows that were refused.', ({ errors }) => errors),
    count('zerosec_model_seconds_total', 'Time that its answers took together.', ({ seconds }) => seconds),
    {
      name: 'zerosec_model_drift_psi',
      type: 'gauge',
      help: 'PSI of what a version was asked since the hour began: the worst input, and the output; what chance may give is at most 0.1. Absent below 200 rows.',
      samples: drift.flatMap(({ name, version, inputs, output }) =>
        (['inputs', 'output'] as const).flatMap((part) => {
          const value = part === 'inputs' ? inputs : output
          return value === null ? [] : [{ labels: { model: name, version: String(version), part }, value }]
        }),
      ),
    },
  ]
}

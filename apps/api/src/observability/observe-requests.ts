import { NO_TRACES } from '@zerosec/jobs'
import type { Telemetry } from '@zerosec/telemetry'
import type { Api } from '../api.ts'
import { tellRequestIds } from './request-id.ts'
import { RequestMetrics } from './request-metrics.ts'
import { traceRequests } from './request-spans.ts'

/** Whatever is counted, traced and told of each request; before the first route is added. */
export function observeRequests(app: Api, telemetry: Telemetry | undefined): RequestMetrics {
  tellRequestIds(app)
  if (telemetry && telemetry.tracer !== NO_TRACES) traceRequests(app, telemetry.tracer)
  return new RequestMetrics(app)
}

import type { Platform } from '@zerosec/jobs'
import { loadMetrics, METRICS_TYPE, metricsText, type Telemetry } from '@zerosec/telemetry'
import type { Answer, Answers } from './listen.ts'

/**
 * `/metrics`, `/health` and `/health/ready` of a worker. Its metrics are its own: what the database tells of all jobs is shown by
 * the API, once.
 */
export function observations(platform: Platform, telemetry: Telemetry, isClosing: () => boolean): Answers {
  return {
    '/metrics': async () => ({
      status: 200,
      type: METRICS_TYPE,
      body: metricsText([...loadMetrics(platform.load()), ...telemetry.families()]),
    }),
    '/health': async () => {
      const database_connected = await platform.databaseConnected()
      return json(200, { status: database_connected ? 'healthy' : 'unhealthy', database_connected })
    },
    '/health/ready': async () => {
      const { dependencies } = await platform.readiness()
      const reasons = dependencies.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem}`]))
      if (isClosing()) reasons.push('the worker is closing')
      return json(reasons.length === 0 ? 200 : 503, { status: reasons.length === 0 ? 'ready' : 'not_ready', reasons })
    },
  }
}

function json(status: number, value: object): Answer {
  const body = JSON.stringify({ ...value, timestamp: new Date().toISOString() })
  return { status, type: 'application/json; charset=utf-8', body }
}

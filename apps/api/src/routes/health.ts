import { Health, Readiness } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Platform } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import type { Models } from '../serving/open-models.ts'
import type { ApiSettings } from '../settings.ts'

/** Not limited: where a proxy hides addresses, a flood would make the health checks beside it fail and the service be taken away. */
const HEALTH_CONFIG = { scope: 'public', rateLimit: false, isAskedByAddress: true } as const

/** `/health`: the process lives, and answers at once whatever the database does. `/health/ready`: requests should be sent here. */
export function healthRoutes(app: Api, platform: Platform, { version }: ApiSettings): void {
  app.get(
    '/health',
    {
      config: HEALTH_CONFIG,
      schema: {
        tags: ['health'],
        summary: 'Is the service able to work?',
        response: { 200: Health, ...failures('nothing') },
      },
    },
    async () => {
      const connected = await platform.databaseConnected()
      return {
        status: connected ? ('healthy' as const) : ('unhealthy' as const),
        timestamp: new Date().toISOString(),
        version,
        database_connected: connected,
      }
    },
  )
}

export function readinessRoutes(app: Api, platform: Platform, { version }: ApiSettings, models: Models): void {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  app.get(
    '/health/ready',
    {
      config: HEALTH_CONFIG,
      schema: {
        tags: ['health'],
        summary: 'Should requests be sent here? 503 while a part is missing, with the reasons',
        response: { 200: Readiness, ...failures('nothing') },
      },
    },
    async () => {
      const ofModels = Object.entries(await models.readiness()).map(([name, problem]) => ({ name, problem }))
      const dependencies = [...(await platform.readiness()).dependencies, ...ofModels]
      const reasons = dependencies.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem}`]))
      if (closing) reasons.push('the service is closing')
      if (reasons.length > 0) {
        const each = Object.fromEntries(dependencies.map(({ name, problem }) => [name, problem]))
        throw new CodedError('service_unavailable', { problem: reasons.join('; '), reasons, ...each })
      }
      return {
        status: 'ready' as const,
        timestamp: new Date().toISOString(),
        version,
        dependencies: dependencies.map(({ name }) => name),
      }
    },
  )
}

import { Health } from '@zerosec/contract'
import type { Platform } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import type { ApiSettings } from '../settings.ts'

export function healthRoutes(app: Api, platform: Platform, { version }: ApiSettings): void {
  app.get(
    '/health',
    {
      config: { scope: 'public' },
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

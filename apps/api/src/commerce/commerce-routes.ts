import type { Platform } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import type { EventStreams } from '../event-streams.ts'
import type { ApiSettings } from '../settings.ts'
import { detailRoutes } from './detail-routes.ts'
import { openShops } from './open-shops.ts'
import { queryRoutes } from './query-routes.ts'
import { shopRoutes } from './shop-routes.ts'
import { snapshotEventRoute } from './snapshot-events.ts'

/** A shop's analytics, under `/commerce`. */
export async function commerceRoutes(
  app: Api,
  _platform: Platform,
  streams: EventStreams,
  settings: ApiSettings,
): Promise<void> {
  const shops = openShops(app, settings.commerce)
  await app.register(
    async (scope: Api) => {
      queryRoutes(scope, shops)
      detailRoutes(scope, shops)
      shopRoutes(scope, shops)
      snapshotEventRoute(scope, shops, streams)
    },
    { prefix: '/commerce' },
  )
}

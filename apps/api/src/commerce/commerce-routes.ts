import type { Platform } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import type { EventStreams } from '../event-streams.ts'
import type { ApiSettings } from '../settings.ts'
import { alertRoutes } from './alert-routes.ts'
import { detailRoutes } from './detail-routes.ts'
import { exportRoute } from './export-route.ts'
import { loadRoutes } from './load-routes.ts'
import { mappingRoutes } from './mapping-routes.ts'
import { openShops } from './open-shops.ts'
import { queryRoutes } from './query-routes.ts'
import { reportRoutes } from './report-routes.ts'
import { shopRoutes } from './shop-routes.ts'
import { snapshotEventRoute } from './snapshot-events.ts'
import { sqlRoute } from './sql-route.ts'
import { viewRoutes } from './view-routes.ts'
import { watchShops } from './watch-shops.ts'

/** A shop's analytics, under `/commerce`. */
export async function commerceRoutes(
  app: Api,
  platform: Platform,
  streams: EventStreams,
  settings: ApiSettings,
): Promise<void> {
  const shops = openShops(app, settings.commerce)
  watchShops(app, shops, settings.commerce.dataFolder)
  await app.register(
    async (scope: Api) => {
      queryRoutes(scope, shops)
      detailRoutes(scope, shops)
      shopRoutes(scope, shops)
      loadRoutes(scope, shops, platform)
      viewRoutes(scope, shops)
      alertRoutes(scope, shops)
      reportRoutes(scope, shops)
      mappingRoutes(scope, shops, platform)
      sqlRoute(scope, shops)
      exportRoute(scope, shops)
      snapshotEventRoute(scope, shops, streams)
    },
    { prefix: '/commerce' },
  )
}

import type { Api } from '../api.ts'
import type { ApiSettings } from '../settings.ts'
import { detailRoutes } from './detail-routes.ts'
import { openShops } from './open-shops.ts'
import { queryRoutes } from './query-routes.ts'

/** A shop's analytics, under `/commerce`. */
export async function commerceRoutes(app: Api, settings: ApiSettings): Promise<void> {
  const shops = openShops(app, settings.commerce)
  await app.register(
    async (scope: Api) => {
      queryRoutes(scope, shops)
      detailRoutes(scope, shops)
    },
    { prefix: '/commerce' },
  )
}

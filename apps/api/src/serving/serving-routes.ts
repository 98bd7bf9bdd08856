import type { Api } from '../api.ts'
import { itemRoutes } from './item-routes.ts'
import type { Models } from './open-models.ts'
import { predictRoutes } from './predict-routes.ts'
import { registryRoutes } from './registry-routes.ts'
import { releaseRoutes } from './release-routes.ts'

/** Registered models, under the base path. */
export function modelRoutes(app: Api, models: Models): void {
  registryRoutes(app, models)
  releaseRoutes(app, models)
  predictRoutes(app, models)
}

/** What existing clients call at the root. */
export function servingRoutes(app: Api, models: Models): void {
  itemRoutes(app, models)
}

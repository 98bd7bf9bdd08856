import type { Platform } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { inferenceRoutes } from './inference-routes.ts'
import { itemRoutes } from './item-routes.ts'
import type { Models } from './open-models.ts'
import { predictRoutes } from './predict-routes.ts'
import { registryRoutes } from './registry-routes.ts'
import { releaseRoutes } from './release-routes.ts'
import { sentimentRoutes } from './sentiment-routes.ts'
import { trafficRoutes } from './traffic-routes.ts'

/** Registered models, under the base path. */
export function modelRoutes(app: Api, models: Models): void {
  registryRoutes(app, models)
  releaseRoutes(app, models)
  trafficRoutes(app, models)
  predictRoutes(app, models)
}

/** What existing clients, and those of other model servers, call at the root. */
export function servingRoutes(app: Api, models: Models, platform: Platform, version: string): void {
  sentimentRoutes(app, models)
  itemRoutes(app, models)
  inferenceRoutes(app, models, platform, version)
}

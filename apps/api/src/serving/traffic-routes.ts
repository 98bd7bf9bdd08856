import { ModelParams, TrafficQuery, TrafficResponse } from '@zerosec/contract'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import type { Models } from './open-models.ts'
import { tags } from './registry-routes.ts'

export function trafficRoutes(app: Api, models: Models): void {
  app.get(
    '/models/:model_name/traffic',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'How many rows each version of a model answered, by hours',
        params: ModelParams,
        querystring: TrafficQuery,
        response: { 200: TrafficResponse, ...failures('input', 'model_unknown') },
      },
    },
    async (request) => (await models.of(request)).traffic(request.params.model_name, request.query.hours),
  )
}

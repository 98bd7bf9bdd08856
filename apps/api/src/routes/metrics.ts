import { Statistics } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Platform } from '@zerosec/jobs'
import { jobMetrics, loadMetrics, METRICS_TYPE, metricsText, type Telemetry } from '@zerosec/telemetry'
import { z } from 'zod'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { dataFolderMetrics } from '../observability/data-folder-metrics.ts'
import type { RequestMetrics } from '../observability/request-metrics.ts'
import { statisticsView } from '../observability/statistics-view.ts'
import { modelMetrics } from '../serving/model-metrics.ts'
import type { Models } from '../serving/open-models.ts'
import { workspaceOf } from '../workspace.ts'

/** `/metrics` for Prometheus, with the models of the caller's workspace. While the database is away it answers all the same, without the numbers of jobs. */
export function metricsRoutes(
  app: Api,
  platform: Platform,
  requests: RequestMetrics,
  telemetry: Telemetry | undefined,
  models: Models,
  dataFolder: string,
): void {
  app.get(
    '/metrics',
    {
      config: { scope: 'read', isScraped: true },
      schema: {
        tags: ['health'],
        summary: 'Numbers of this process, its requests and all jobs, as Prometheus text',
        description: 'Takes the token of ZEROSEC_METRICS_TOKEN as well, which opens nothing else.',
        response: {
          200: { description: 'metrics', content: { 'text/plain': { schema: z.string() } } },
          ...failures('nothing'),
        },
      },
    },
    async (request, reply) => {
      const ofModels = modelMetrics(models.opened()?.load(workspaceOf(request)))
      const families = [
        ...requests.families(),
        ...loadMetrics(platform.load()),
        ...(telemetry?.families() ?? []),
        ...ofModels,
        ...(await dataFolderMetrics(dataFolder)),
      ]
      const jobs = jobMetrics(await platform.statistics())
      return reply
        .type(METRICS_TYPE)
        .serializer(String)
        .send(metricsText([...jobs, ...families]))
    },
  )
}

export function statisticsRoutes(app: Api, platform: Platform): void {
  app.get(
    '/statistics',
    {
      config: { scope: 'read' },
      schema: {
        tags: ['health'],
        summary: 'How much there is to do and who does it, in all workspaces together',
        response: { 200: Statistics, ...failures('nothing') },
      },
    },
    async () => {
      const statistics = await platform.statistics()
      if (!statistics) throw new CodedError('service_unavailable', { problem: "the database can't be reached" })
      return statisticsView(statistics)
    },
  )
}

import swagger from '@fastify/swagger'
import { BASE_PATH } from '@zerosec/contract'
import type { Platform } from '@zerosec/jobs'
import type { Telemetry } from '@zerosec/telemetry'
import fastify, { type FastifyBaseLogger, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { accessRoutes } from './access/access-routes.ts'
import { recordCalls } from './access/audit.ts'
import { Callers } from './access/callers.ts'
import { allowedMethods } from './allowed-methods.ts'
import type { Api } from './api.ts'
import { commerceRoutes } from './commerce/commerce-routes.ts'
import { answerErrors, replyWithError } from './errors.ts'
import { EventStreams } from './event-streams.ts'
import { observeRequests } from './observability/observe-requests.ts'
import { requestIdOf } from './observability/request-id.ts'
import { RequestLog } from './observability/request-log.ts'
import { openApi } from './open-api.ts'
import { analysisRoutes } from './routes/analyses.ts'
import { backupRoutes } from './routes/backup.ts'
import { batchRoutes } from './routes/batches.ts'
import { checksumRoutes } from './routes/checksums.ts'
import { deadLetterRoutes } from './routes/dead-letters.ts'
import { docsRoutes } from './routes/docs.ts'
import { eventRoutes } from './routes/events.ts'
import { fileRoutes } from './routes/files.ts'
import { healthRoutes, readinessRoutes } from './routes/health.ts'
import { inspectRoutes } from './routes/inspect.ts'
import { jobRoutes } from './routes/jobs.ts'
import { metricsRoutes, statisticsRoutes } from './routes/metrics.ts'
import { pageRoutes } from './routes/page.ts'
import { presignRoutes } from './routes/presign.ts'
import { projectRoutes } from './routes/projects.ts'
import { scheduleRoutes } from './routes/schedules.ts'
import { guard } from './security.ts'
import { openModels } from './serving/open-models.ts'
import { modelRoutes, servingRoutes } from './serving/serving-routes.ts'
import type { ApiSettings } from './settings.ts'

/** Of a JSON body; files travel through `/files`, which has its own limit. */
const BODY_BYTES = 1024 * 1024

/**
 * The HTTP API over a platform: a function of both, ready for `inject` or `listen`.
 *
 * @param telemetry  left out: nothing is logged nor traced, and `/metrics` tells of requests and jobs alone
 */
export async function createApi(platform: Platform, settings: ApiSettings, telemetry?: Telemetry): Promise<Api> {
  const log: FastifyBaseLogger | undefined = telemetry?.log
  const app: Api = fastify({
    bodyLimit: BODY_BYTES,
    genReqId: requestIdOf,
    logController: new LogController({ requestIdLogLabel: 'requestId' }),
    frameworkErrors: replyWithError,
    routerOptions: { maxParamLength: 512 },
    trustProxy: settings.trustProxy?.length ? [...settings.trustProxy] : false,
    childLoggerFactory: (parent, bindings, options) => new RequestLog(parent, bindings, options),
    ...(log ? { loggerInstance: log } : { logger: false }),
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)

  const allowed = allowedMethods(app)
  const requests = observeRequests(app, telemetry)
  answerErrors(app)
  const callers = new Callers(platform.access, settings.access)
  recordCalls(app, platform.access, settings.access.auditDays)
  await guard(app, callers, settings)
  await app.register(swagger, openApi(settings.version))

  const streams = new EventStreams({ ...settings.eventStreams, heartbeatMs: settings.heartbeatMs })
  app.addHook('preClose', async () => streams.close())

  const models = openModels(app, platform, settings.models)
  healthRoutes(app, platform, settings)
  readinessRoutes(app, platform, settings, models)
  metricsRoutes(app, platform, requests, telemetry, models, settings.commerce.dataFolder)
  await app.register(
    async (scope: Api) => {
      healthRoutes(scope, platform, settings)
      accessRoutes(scope, platform.access, callers, settings)
      backupRoutes(scope, platform, settings.commerce.dataFolder)
      presignRoutes(scope, platform, settings)
      jobRoutes(scope, platform)
      checksumRoutes(scope, platform)
      batchRoutes(scope, platform)
      deadLetterRoutes(scope, platform)
      scheduleRoutes(scope, platform)
      eventRoutes(scope, platform, streams)
      projectRoutes(scope, platform)
      inspectRoutes(scope, platform)
      analysisRoutes(scope)
      statisticsRoutes(scope, platform)
      modelRoutes(scope, models)
      await commerceRoutes(scope, platform, streams, settings)
    },
    { prefix: BASE_PATH },
  )
  servingRoutes(app, models, platform, settings.version)
  await app.register(async (scope: Api) => fileRoutes(scope, platform))
  docsRoutes(app)
  await pageRoutes(app, settings, platform.files.origins, allowed)
  return app
}

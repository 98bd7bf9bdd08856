import {
  InferenceLive,
  InferenceModel,
  InferenceModelReady,
  InferenceReady,
  InferenceServer,
  InferRequest,
  InferResponse,
  ModelReferenceParams,
  ModelVersionParams,
  PREDICT_BODY_BYTES,
} from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Platform } from '@zerosec/jobs'
import type { LoadedModel } from '@zerosec/serving'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import { replyWithErrorInWords } from '../errors.ts'
import { failures } from '../failures.ts'
import type { Models } from './open-models.ts'
import { routingKey, tellVersion } from './predict-routes.ts'

const tags = ['inference']
const MODEL_FAILURES = [
  'model_unknown',
  'model_version_unknown',
  'model_alias_unknown',
  'model_file_lost',
  'model_golden_differs',
  'model_file_damaged',
  'model_file_invalid',
] as const
const INFER_FAILURES = [
  ...MODEL_FAILURES,
  'inference_tensor_invalid',
  'predict_rows_too_many',
  'model_inputs_missing',
  'model_inputs_unknown',
  'model_input_invalid',
] as const
const HEALTH_CONFIG = { scope: 'public', rateLimit: false, isAskedByAddress: true } as const

/** The Open Inference Protocol v2 over the registered models: what other model servers' clients speak. */
export function inferenceRoutes(app: Api, models: Models, platform: Platform, serverVersion: string): void {
  void app.register(async (scope: Api) => {
    scope.setErrorHandler(replyWithErrorInWords)
    serverRoutes(scope, serverVersion)
    healthRoutes(scope, models, platform)
    metadataRoutes(scope, models)
    inferRoutes(scope, models)
  })
}

/** The protocol has the path with a slash and without. */
function serverRoutes(app: Api, version: string): void {
  const config = { scope: 'public' } as const
  const response = { 200: InferenceServer, ...failures('nothing') }
  const describe = async () => ({ name: 'zerosec', version, extensions: [] })
  app.get('/v2', { config, schema: { tags, summary: 'What answers, and what of the protocol', response } }, describe)
  app.get('/v2/', { config, schema: { hide: true, response } }, describe)
}

function healthRoutes(app: Api, models: Models, platform: Platform): void {
  app.get(
    '/v2/health/live',
    {
      config: HEALTH_CONFIG,
      schema: { tags, summary: 'Does the service live?', response: { 200: InferenceLive, ...failures('nothing') } },
    },
    async () => ({ live: true }),
  )
  app.get(
    '/v2/health/ready',
    {
      config: HEALTH_CONFIG,
      schema: {
        tags,
        summary: 'Are the models ready, the shipped one and those that are expected?',
        response: { 200: InferenceReady, ...failures('nothing') },
      },
    },
    async () => {
      const problems = Object.values(await models.readiness()).filter((problem) => problem !== null)
      const { loaded } = await (await models.serving()).sentiment.info()
      if (!loaded) problems.push('the model of sentiment that ships can not be loaded: the log says why')
      const { ready } = await platform.readiness()
      if (!ready) problems.push('a part of the platform is missing: /health/ready tells')
      if (problems.length > 0) throw new CodedError('service_unavailable', { problem: problems.join('; ') })
      return { ready: true }
    },
  )
}

/** A model by its name, with an alias or without, or one of its versions. */
interface Named {
  readonly name: string
  readonly which: number | string | undefined
}

function byReference({ model_name: reference }: { model_name: string }): Named {
  const [name = '', which] = reference.split('@')
  return { name, which }
}

function byVersion({ model_name: name, model_version: version }: { model_name: string; model_version: number }): Named {
  return { name, which: version }
}

function metadataRoutes(app: Api, models: Models): void {
  const loaded = async (request: FastifyRequest, { name, which }: Named) =>
    (await models.of(request)).ready(name, which)
  const describe = async (request: FastifyRequest, named: Named) => {
    const { facts } = await loaded(request, named)
    const { versionList } = await (await models.of(request)).registry.get(named.name)
    const versions = versionList.map(({ version }) => version).toSorted((a, b) => a - b)
    return (await models.module()).inferenceModel(facts, versions)
  }
  const readyView = ({ facts: { name, version } }: LoadedModel) => ({ name, version: String(version), ready: true })
  const described = { 200: InferenceModel, ...failures('input', ...MODEL_FAILURES) }
  const ready = { 200: InferenceModelReady, ...failures('input', ...MODEL_FAILURES) }
  const config = { scope: 'read' } as const

  app.get(
    '/v2/models/:model_name',
    { config, schema: { tags, summary: 'The tensors of a model', params: ModelReferenceParams, response: described } },
    async (request) => describe(request, byReference(request.params)),
  )
  app.get(
    '/v2/models/:model_name/versions/:model_version',
    { config, schema: { tags, summary: 'The tensors of a version', params: ModelVersionParams, response: described } },
    async (request) => describe(request, byVersion(request.params)),
  )
  app.get(
    '/v2/models/:model_name/ready',
    { config, schema: { tags, summary: 'Is a model ready?', params: ModelReferenceParams, response: ready } },
    async (request) => readyView(await loaded(request, byReference(request.params))),
  )
  app.get(
    '/v2/models/:model_name/versions/:model_version/ready',
    { config, schema: { tags, summary: 'Is a version ready?', params: ModelVersionParams, response: ready } },
    async (request) => readyView(await loaded(request, byVersion(request.params))),
  )
}

function inferRoutes(app: Api, models: Models): void {
  const answered = { 200: InferResponse, ...failures('body', ...INFER_FAILURES) }
  const infer = async (request: FastifyRequest, reply: FastifyReply, named: Named): Promise<InferResponse> => {
    const body = request.body as InferRequest
    const { rowsOfTensors, tensorsOfRows } = await models.module()
    const ofWorkspace = await models.of(request)
    const { name, which } = named
    const { facts } = await ofWorkspace.ready(name, which)
    const rows = rowsOfTensors(body, facts.signature)
    const choice = typeof which === 'number' ? { version: which } : { alias: which }
    const { version, outcomes } = await ofWorkspace.predict({
      name,
      ...choice,
      rows,
      terms: {},
      key: routingKey(request),
    })
    tellVersion(request, reply, name, version)
    return tensorsOfRows({ ...facts, version }, outcomes, body)
  }
  const config = { scope: 'read' } as const

  app.post(
    '/v2/models/:model_name/infer',
    {
      config,
      bodyLimit: PREDICT_BODY_BYTES,
      schema: {
        tags,
        summary: 'Predict rows that come as tensors',
        params: ModelReferenceParams,
        body: InferRequest,
        response: answered,
      },
    },
    async (request, reply) => infer(request, reply, byReference(request.params)),
  )
  app.post(
    '/v2/models/:model_name/versions/:model_version/infer',
    {
      config,
      bodyLimit: PREDICT_BODY_BYTES,
      schema: {
        tags,
        summary: 'Predict rows that come as tensors, with a version',
        params: ModelVersionParams,
        body: InferRequest,
        response: answered,
      },
    },
    async (request, reply) => infer(request, reply, byVersion(request.params)),
  )
}

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
import type { FastifyBodyParser, FastifyReply, FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import { checkUnpacked, replyWithErrorInWords, textOf } from '../errors.ts'
import { failures } from '../failures.ts'
import { parseBody } from '../parse-body.ts'
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
  const describe = async () => ({ name: 'zerosec', version, extensions: ['binary_tensor_data'] })
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

/** Of requests whose tensors stand behind their JSON. */
const tensorBytes = new WeakMap<FastifyRequest, Uint8Array>()
const JSON_LENGTH = 'inference-header-content-length'
const consumes = ['application/json', 'application/octet-stream']
const BINARY =
  'With the header Inference-Header-Content-Length, which is the length of the JSON, the bytes of tensors follow it (the binary tensor data ' +
  'extension); outputs that are wanted so are answered as application/octet-stream in the same way.'

/** NVIDIA's client names no type: then it is JSON, with bytes behind it where the header says how long it is. */
function takeTensors(app: Api): void {
  const parse: FastifyBodyParser<Buffer> = (request, body, done) => {
    try {
      done(null, jsonOfTensors(request, body))
    } catch (error) {
      done(error as CodedError)
    }
  }
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser(consumes, { parseAs: 'buffer' }, parse)
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const { 'content-type': type } = request.headers
    if (type === undefined) return parse(request, body, done)
    done(new CodedError('content_type_unsupported', { content_type: type, taken: consumes.join(' or ') }))
  })
}

/** @throws CodedError body_malformed */
function jsonOfTensors(request: FastifyRequest, body: Buffer): unknown {
  checkUnpacked(request.headers)
  const { [JSON_LENGTH]: length } = request.headers
  if (length === undefined) return parseBody(textOf(body))
  const end = Number(length)
  if (!Number.isInteger(end) || end < 1 || end > body.length) {
    const problem = `${JSON_LENGTH} is ${JSON.stringify(length)}, and the body has ${body.length} bytes`
    throw new CodedError('body_malformed', { problem })
  }
  tensorBytes.set(request, body.subarray(end))
  return parseBody(textOf(body.subarray(0, end)))
}

function sendBinary(reply: FastifyReply, { json, bytes }: { json: string; bytes: readonly Uint8Array[] }) {
  const head = Buffer.from(json)
  return reply
    .type('application/octet-stream')
    .header(JSON_LENGTH, String(head.length))
    .send(Buffer.concat([head, ...bytes]))
}

function inferRoutes(app: Api, models: Models): void {
  takeTensors(app)
  const answered = { 200: InferResponse, ...failures('body', ...INFER_FAILURES) }
  const infer = async (request: FastifyRequest, reply: FastifyReply, named: Named) => {
    const body = request.body as InferRequest
    const { binaryAnswer, rowsOfTensors, tensorsOfRows, withBinaryData } = await models.module()
    const ofWorkspace = await models.of(request)
    const { name, which } = named
    const { facts } = await ofWorkspace.ready(name, which)
    const rows = rowsOfTensors(withBinaryData(body, tensorBytes.get(request)), facts.signature)
    const choice = typeof which === 'number' ? { version: which } : { alias: which }
    const { version, outcomes } = await ofWorkspace.predict({
      name,
      ...choice,
      rows,
      terms: {},
      key: routingKey(request),
    })
    tellVersion(request, reply, name, version)
    const answer = tensorsOfRows({ ...facts, version }, outcomes, body)
    const binary = binaryAnswer(answer, body)
    return binary ? sendBinary(reply, binary) : answer
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
        description: BINARY,
        consumes,
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
        description: BINARY,
        consumes,
        params: ModelVersionParams,
        body: InferRequest,
        response: answered,
      },
    },
    async (request, reply) => infer(request, reply, byVersion(request.params)),
  )
}

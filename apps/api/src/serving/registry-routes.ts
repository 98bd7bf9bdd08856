import { Readable } from 'node:stream'
import {
  ListModelEventsQuery,
  ListModelEventsResponse,
  ListModelsResponse,
  ModelDetail,
  ModelFileQuery,
  ModelParams,
  ModelVersion,
  ModelVersionParams,
  PromoteModelRequest,
  RegisterModelRequest,
  RollbackModelRequest,
} from '@zerosec/contract'
import { create as contentDisposition } from 'content-disposition'
import { callerOf } from '../access/caller-of.ts'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { streamed } from '../streamed.ts'
import { eventView, modelDetailView, modelView, versionView } from './model-views.ts'
import type { Models } from './open-models.ts'

export const tags = ['models']

const FILE_FAILURES = [
  'model_file_foreign',
  'model_file_newer',
  'model_file_damaged',
  'model_file_invalid',
  'model_golden_differs',
  'model_file_lost',
] as const

export function registryRoutes(app: Api, models: Models): void {
  registerRoute(app, models)
  readRoutes(app, models)
  versionRoutes(app, models)
  promoteRoute(app, models)
  rollbackRoute(app, models)
}

function registerRoute(app: Api, models: Models): void {
  app.post(
    '/models',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary:
          'Register a model file as a new version of a model; the same bytes again are the version that they were',
        body: RegisterModelRequest,
        response: {
          200: ModelVersion,
          ...failures(
            'body',
            ...FILE_FAILURES,
            'file_reference_invalid',
            'job_unknown',
            'job_not_completed',
            'artifact_unknown',
            'input_not_uploaded',
            'input_changed',
            'file_too_large',
            'model_file_too_large',
            'models_too_many',
            'model_signature_differs',
            'model_changed',
          ),
        },
      },
    },
    async (request) => {
      const { registry } = await models.of(request)
      const { name, file_key: fileKey, alias, description, note } = request.body
      const { actor } = callerOf(request)
      const given = description === undefined ? {} : { description }
      const made = await registry.register({ name, fileKey, note, actor, ...given })
      if (alias === undefined) return versionView(made)
      const { version } = made
      await registry.promote({ name, version, alias, allowOtherSignature: false, reason: 'registered', actor })
      return versionView(await registry.version(name, version))
    },
  )
}

function readRoutes(app: Api, models: Models): void {
  app.get(
    '/models',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The models by name, each with its latest version and its aliases',
        response: { 200: ListModelsResponse, ...failures('nothing') },
      },
    },
    async (request) => ({ models: (await (await models.of(request)).registry.list()).map(modelView) }),
  )

  app.get(
    '/models/:model_name',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'A model with its versions, newest first',
        params: ModelParams,
        response: { 200: ModelDetail, ...failures('input', 'model_unknown') },
      },
    },
    async (request) => modelDetailView(await (await models.of(request)).registry.get(request.params.model_name)),
  )

  app.get(
    '/models/:model_name/events',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'Who registered, promoted, released and rolled back what, newest first',
        params: ModelParams,
        querystring: ListModelEventsQuery,
        response: { 200: ListModelEventsResponse, ...failures('input', 'model_unknown') },
      },
    },
    async (request) => {
      const { registry } = await models.of(request)
      return { events: (await registry.events(request.params.model_name, request.query.limit)).map(eventView) }
    },
  )
}

const FILE_TYPES = {
  zsm: 'application/octet-stream',
  onnx: 'application/octet-stream',
  lightgbm: 'text/plain; charset=utf-8',
  xgboost: 'application/json; charset=utf-8',
} as const
const EXTENSIONS = { zsm: 'zsm', onnx: 'onnx', lightgbm: 'lightgbm.txt', xgboost: 'xgboost.json' } as const

function versionRoutes(app: Api, models: Models): void {
  app.get(
    '/models/:model_name/versions/:model_version',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'A version: what it takes and gives, what it was made from and how good it was there',
        params: ModelVersionParams,
        response: { 200: ModelVersion, ...failures('input', 'model_unknown', 'model_version_unknown') },
      },
    },
    async (request) => {
      const { registry } = await models.of(request)
      return versionView(await registry.version(request.params.model_name, request.params.model_version))
    },
  )

  app.get(
    '/models/:model_name/versions/:model_version/file',
    {
      config: { scope: 'read' },
      exposeHeadRoute: false, // it would make the whole file
      schema: {
        tags,
        summary: 'The model file, or the model in a format of other programs: ONNX, LightGBM, XGBoost',
        params: ModelVersionParams,
        querystring: ModelFileQuery,
        response: {
          200: {
            description: 'the file',
            content: { '*/*': { schema: streamed({ type: 'string', format: 'binary' }) } },
          },
          ...failures('input', 'model_unknown', 'model_version_unknown', 'model_export_impossible', ...FILE_FAILURES),
        },
      },
    },
    async (request, reply) => {
      const { model_name: name, model_version: version } = request.params
      const { format } = request.query
      const ofWorkspace = await models.of(request)
      const bytes = await ofWorkspace.file(name, version)
      const { exportApart } = await models.module()
      const file = await exportApart(bytes, format)
      return reply
        .type(FILE_TYPES[format])
        .header('content-disposition', contentDisposition(`${name}-${version}.${EXTENSIONS[format]}`))
        .send(Readable.from([file], { objectMode: false }))
    },
  )
}

function promoteRoute(app: Api, models: Models): void {
  app.post(
    '/models/:model_name/promote',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Give a version an alias, once it has answered its golden request; production answers without one',
        params: ModelParams,
        body: PromoteModelRequest,
        response: {
          200: ModelDetail,
          ...failures(
            'body',
            ...FILE_FAILURES,
            'model_unknown',
            'model_version_unknown',
            'model_signature_differs',
            'model_changed',
          ),
        },
      },
    },
    async (request) => {
      const { registry } = await models.of(request)
      const { model_name: name } = request.params
      const { version, alias, reason, allow_other_signature: allowOtherSignature } = request.body
      await registry.promote({ name, version, alias, reason, allowOtherSignature, actor: callerOf(request).actor })
      return modelDetailView(await registry.get(name))
    },
  )
}

function rollbackRoute(app: Api, models: Models): void {
  app.post(
    '/models/:model_name/rollback',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Give an alias back to the version that had it before',
        params: ModelParams,
        body: RollbackModelRequest,
        response: {
          200: ModelDetail,
          ...failures(
            'body',
            ...FILE_FAILURES,
            'model_unknown',
            'model_alias_unknown',
            'model_rollback_impossible',
            'model_changed',
          ),
        },
      },
    },
    async (request) => {
      const { registry } = await models.of(request)
      const { model_name: name } = request.params
      const { alias, reason } = request.body
      await registry.rollback({ name, alias, reason, actor: callerOf(request).actor })
      return modelDetailView(await registry.get(name))
    },
  )
}

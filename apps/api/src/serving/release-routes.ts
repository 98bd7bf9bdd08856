import {
  DriftQuery,
  DriftResponse,
  ListReleasesResponse,
  ModelParams,
  Release,
  StartReleaseRequest,
} from '@zerosec/contract'
import { callerOf } from '../access/caller-of.ts'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { releaseView } from './model-views.ts'
import type { Models } from './open-models.ts'
import { tags } from './registry-routes.ts'

const MOST_LISTED = 20

export function releaseRoutes(app: Api, models: Models): void {
  startRoute(app, models)
  app.get(
    '/models/:model_name/releases',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The releases of a model, newest first: how candidates did beside production',
        params: ModelParams,
        response: { 200: ListReleasesResponse, ...failures('input', 'model_unknown') },
      },
    },
    async (request) => {
      const { releases } = await models.of(request)
      const figures = await models.module()
      const found = await releases.list(request.params.model_name, MOST_LISTED)
      return { releases: found.map((release) => releaseView(release, figures)) }
    },
  )

  app.post(
    '/models/:model_name/releases/end',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'End the release that runs: production answers everything',
        params: ModelParams,
        response: { 200: Release, ...failures('input', 'model_unknown', 'release_unknown') },
      },
    },
    async (request) => {
      const { releases } = await models.of(request)
      const ended = await releases.end({ name: request.params.model_name, actor: callerOf(request).actor })
      return releaseView(ended, await models.module())
    },
  )

  app.get(
    '/models/:model_name/drift',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'How far what a version is asked has moved away from what it was made from: PSI and KS of each column',
        params: ModelParams,
        querystring: DriftQuery,
        response: { 200: DriftResponse, ...failures('input', 'model_unknown', 'model_version_unknown') },
      },
    },
    async (request) => {
      const { version, hours } = request.query
      return (await models.of(request)).drift(request.params.model_name, version, hours)
    },
  )
}

function startRoute(app: Api, models: Models): void {
  app.post(
    '/models/:model_name/releases',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary:
          'Let a candidate answer beside production (shadow), or a share of the requests (canary), which ends by itself',
        params: ModelParams,
        body: StartReleaseRequest,
        response: {
          200: Release,
          ...failures(
            'body',
            'model_unknown',
            'model_version_unknown',
            'model_alias_unknown',
            'model_signature_differs',
            'model_golden_differs',
            'model_file_lost',
            'model_file_damaged',
            'model_file_invalid',
            'model_changed',
            'release_running',
            'release_same_version',
            'release_memory_short',
          ),
        },
      },
    },
    async (request) => {
      const { releases } = await models.of(request)
      const { version, mode, share, limits, allow_other_signature: allowOtherSignature } = request.body
      const { actor } = callerOf(request)
      const name = request.params.model_name
      const started = await releases.start({ name, version, mode, share, limits, allowOtherSignature, actor })
      return releaseView(started, await models.module())
    },
  )
}

import {
  CommerceDemoRequest,
  CommerceLoad,
  CommerceLoadParams,
  CommerceLoadRequest,
  CommerceLoads,
} from '@zerosec/contract'
import type { Platform } from '@zerosec/jobs'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { within } from '../workspace.ts'
import type { Shops } from './open-shops.ts'
import { tags } from './query-routes.ts'

const BEGUN =
  'It runs beside the service, one of a workspace at a time; `GET /commerce/loads/{load_id}` tells how far it is. Until it is done the snapshot that serves goes on.'

export function loadRoutes(app: Api, shops: Shops, platform: Platform): void {
  app.post(
    '/demo',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Begin to make a shop to look at',
        description: BEGUN,
        body: CommerceDemoRequest,
        response: { 200: CommerceLoad, ...failures('body', 'load_running', 'commerce_busy') },
      },
    },
    async (request) => (await shops.of(request)).makeDemo(request.body),
  )

  app.post(
    '/loads',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: "Begin to load a shop's uploaded files into a new snapshot, beside those loaded before",
        description: BEGUN,
        body: CommerceLoadRequest,
        response: {
          200: CommerceLoad,
          ...failures(
            'body',
            'input_not_uploaded',
            'bucket_unknown',
            'file_name_invalid',
            'preset_unknown',
            'mapping_invalid',
            'source_names_equal',
            'load_running',
            'commerce_busy',
          ),
        },
      },
    },
    async (request) => {
      const { inputs, preset, mapping, fresh } = request.body
      const workspace = within(platform, request)
      const files = await Promise.all(inputs.map((input) => workspace.input(input)))
      return (await shops.of(request)).load({ inputs: files, preset, mapping, fresh })
    },
  )
  pastLoadRoutes(app, shops)
}

function pastLoadRoutes(app: Api, shops: Shops): void {
  app.get(
    '/loads',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The load that runs and the last ones that have ended, the newest first',
        response: { 200: CommerceLoads, ...failures('nothing') },
      },
    },
    async (request) => ({ loads: await (await shops.of(request)).loads() }),
  )

  app.get(
    '/loads/:load_id',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'How far a load is, or what became of it and of the rows of its files',
        params: CommerceLoadParams,
        response: { 200: CommerceLoad, ...failures('input', 'commerce_load_unknown') },
      },
    },
    async (request) => (await shops.of(request)).loadOf(request.params.load_id),
  )
}

import {
  CommerceCheckedMapping,
  CommerceCheckRequest,
  CommerceLoad,
  CommercePresets,
  CommerceProposedMapping,
  CommerceProposeRequest,
  CommerceTimeZoneRequest,
} from '@zerosec/contract'
import type { ErrorCode } from '@zerosec/errors'
import type { Platform } from '@zerosec/jobs'
import type { FastifyRequest } from 'fastify'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { within } from '../workspace.ts'
import type { Shops } from './open-shops.ts'
import { tags } from './query-routes.ts'

const INPUT_FAILURES = [
  'input_not_uploaded',
  'bucket_unknown',
  'file_name_invalid',
  'source_names_equal',
  'source_file_undecodable',
] as const satisfies ErrorCode[]

/** What comes before a load: how files would be read, told by their headers; and a load without files, into another time zone. */
export function mappingRoutes(app: Api, shops: Shops, platform: Platform): void {
  const uploads = (request: FastifyRequest, inputs: readonly { bucket: string; key: string }[]) => {
    const workspace = within(platform, request)
    return Promise.all(inputs.map((input) => workspace.input(input)))
  }

  app.post(
    '/mappings/propose',
    {
      // who can't upload has nothing to ask of
      config: { scope: 'submit' },
      schema: {
        tags,
        summary:
          'A mapping for uploaded files, by their headers: that of the last load, a preset that knows them, or a proposal',
        body: CommerceProposeRequest,
        response: { 200: CommerceProposedMapping, ...failures('body', ...INPUT_FAILURES) },
      },
    },
    async (request) => {
      const { proposeFor } = await shops.module()
      const inputs = await uploads(request, request.body.inputs)
      return proposeFor(inputs, await (await shops.of(request)).mapping())
    },
  )

  app.post(
    '/mappings/check',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Whether uploaded files can be loaded by a mapping, with what is wrong by line and column',
        description: 'It reads headers alone: what the rows are like only a load tells.',
        body: CommerceCheckRequest,
        response: {
          200: CommerceCheckedMapping,
          ...failures('body', ...INPUT_FAILURES, 'preset_unknown', 'source_file_ambiguous'),
        },
      },
    },
    async (request) => {
      const { checkFor } = await shops.module()
      const inputs = await uploads(request, request.body.inputs)
      return checkFor(inputs, request.body, await (await shops.of(request)).mapping())
    },
  )
  presetRoute(app, shops)
  timeZoneRoute(app, shops)
}

function presetRoute(app: Api, shops: Shops): void {
  app.get(
    '/presets',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The mappings that come with zerosec',
        response: { 200: CommercePresets, ...failures('nothing') },
      },
    },
    async (request) => (await shops.of(request)).presets(),
  )
}

function timeZoneRoute(app: Api, shops: Shops): void {
  app.post(
    '/time-zone',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Begin to make a snapshot of the same files on the days of another time zone',
        description: 'A load without files: it can be undone as any other, and later loads keep the zone.',
        body: CommerceTimeZoneRequest,
        response: {
          200: CommerceLoad,
          ...failures('body', 'time_zone_unknown', 'commerce_no_snapshot', 'load_running', 'commerce_busy'),
        },
      },
    },
    async (request) => (await shops.of(request)).changeTimeZone(request.body.time_zone),
  )
}

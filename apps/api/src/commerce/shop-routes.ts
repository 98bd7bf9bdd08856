import {
  CommerceQuarantine,
  CommerceQuarantineFileQuery,
  CommerceQuarantineQuery,
  CommerceServed,
  CommerceSnapshotParams,
  CommerceSnapshots,
  CommerceStatus,
} from '@zerosec/contract'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import { streamed } from '../streamed.ts'
import type { Shops } from './open-shops.ts'
import { tags } from './query-routes.ts'
import { sendJson } from './replies.ts'

/** Where a shop's numbers come from: its files, what was kept out, its snapshots. */
export function shopRoutes(app: Api, shops: Shops): void {
  app.get(
    '/status',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'What the snapshot that serves is of: files, rows that were kept out, tables',
        response: { 200: CommerceStatus, ...failures('nothing', 'commerce_no_snapshot', 'commerce_busy') },
      },
    },
    async (request, reply) => sendJson(reply, await (await shops.of(request)).status()),
  )

  app.get(
    '/quarantine',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The rows that were not loaded, with file, line and reason, a page at a time',
        querystring: CommerceQuarantineQuery,
        response: {
          200: CommerceQuarantine,
          ...failures('input', 'commerce_no_snapshot', 'commerce_cursor_outdated', 'commerce_busy'),
        },
      },
    },
    async (request, reply) => sendJson(reply, await (await shops.of(request)).quarantine(request.query)),
  )
  quarantineFileRoute(app, shops)
  snapshotRoutes(app, shops)
}

function quarantineFileRoute(app: Api, shops: Shops): void {
  app.get(
    '/quarantine/file',
    {
      config: { scope: 'read' },
      exposeHeadRoute: false, // it would make the whole file
      schema: {
        tags,
        summary: 'All rows that were not loaded, as CSV',
        querystring: CommerceQuarantineFileQuery,
        response: {
          200: {
            description: 'the file',
            content: { 'text/csv': { schema: streamed({ type: 'string' }) } },
          },
          ...failures('input', 'commerce_no_snapshot', 'commerce_busy'),
        },
      },
    },
    async (request, reply) => {
      const file = await (await shops.of(request)).quarantineFile(request.query)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename=quarantine.csv')
        .header('cache-control', 'private, no-cache')
        .send(file)
    },
  )
}

function snapshotRoutes(app: Api, shops: Shops): void {
  app.get(
    '/snapshots',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The snapshots that are kept, the newest first',
        response: { 200: CommerceSnapshots, ...failures('nothing') },
      },
    },
    async (request) => {
      const snapshots = await (await shops.of(request)).snapshots()
      return {
        snapshots: snapshots.map(({ madeAt, timeZone, firstDate, lastDate, ...rest }) => ({
          ...rest,
          made_at: madeAt,
          time_zone: timeZone,
          first_date: firstDate,
          last_date: lastDate,
        })),
      }
    },
  )

  app.post(
    '/snapshots/:snapshot_id/serve',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Let another snapshot serve: undo a load, or the undoing',
        params: CommerceSnapshotParams,
        response: {
          200: CommerceServed,
          ...failures('input', 'commerce_no_snapshot', 'snapshot_unknown', 'load_running'),
        },
      },
    },
    async (request) => (await shops.of(request)).serve(request.params.snapshot_id),
  )
}

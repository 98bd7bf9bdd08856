import {
  CommerceDeleted,
  CommerceView,
  CommerceViewChanges,
  CommerceViewParams,
  CommerceViewRequest,
  CommerceViews,
} from '@zerosec/contract'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import type { Shops } from './open-shops.ts'
import { tags } from './query-routes.ts'

/** Views of the page that were saved under a name. */
export function viewRoutes(app: Api, shops: Shops): void {
  app.get(
    '/views',
    {
      config: { scope: 'read' },
      schema: { tags, summary: 'The saved views, by name', response: { 200: CommerceViews, ...failures('nothing') } },
    },
    async (request) => ({ views: await (await shops.desk(request)).views.list() }),
  )

  app.get(
    '/views/:view_id',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'One saved view',
        params: CommerceViewParams,
        response: { 200: CommerceView, ...failures('input', 'commerce_view_unknown') },
      },
    },
    async (request) => (await shops.desk(request)).views.get(request.params.view_id),
  )
  writeRoutes(app, shops)
}

function writeRoutes(app: Api, shops: Shops): void {
  app.post(
    '/views',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: "Save what the shop's page shows under a name",
        body: CommerceViewRequest,
        response: { 200: CommerceView, ...failures('body', 'commerce_view_name_taken', 'commerce_views_full') },
      },
    },
    async (request) => (await shops.desk(request)).views.create(request.body),
  )

  app.patch(
    '/views/:view_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Rename a saved view, or save another state under its name',
        params: CommerceViewParams,
        body: CommerceViewChanges,
        response: { 200: CommerceView, ...failures('body', 'commerce_view_unknown', 'commerce_view_name_taken') },
      },
    },
    async (request) => (await shops.desk(request)).views.change(request.params.view_id, request.body),
  )

  app.delete(
    '/views/:view_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Delete a saved view',
        params: CommerceViewParams,
        response: { 200: CommerceDeleted, ...failures('input', 'commerce_view_unknown') },
      },
    },
    async (request) => {
      await (await shops.desk(request)).views.remove(request.params.view_id)
      return { deleted: true as const }
    },
  )
}

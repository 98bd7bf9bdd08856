import {
  ChangeItemRequest,
  CreateItemRequest,
  DeleteItemResponse,
  Item,
  ItemParams,
  ListItemsQuery,
  ListItemsResponse,
} from '@zerosec/contract'
import type { CatalogueItem } from '@zerosec/serving'
import type { Api } from '../api.ts'
import { failures } from '../failures.ts'
import type { Models } from './open-models.ts'

const tags = ['items']

/** The catalogue of items, at the root: existing clients call it there. */
export function itemRoutes(app: Api, models: Models): void {
  collectionRoutes(app, models)
  itemRoute(app, models)
}

function collectionRoutes(app: Api, models: Models): void {
  app.get(
    '/items',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'The items in the order of their ids, a page at a time',
        querystring: ListItemsQuery,
        response: { 200: ListItemsResponse, ...failures('input') },
      },
    },
    async (request) => {
      const { items, next } = await (await models.of(request)).items.list(request.query)
      return { items: items.map(itemView), next }
    },
  )

  app.post(
    '/items',
    {
      config: { scope: 'submit' },
      schema: { tags, summary: 'Add an item', body: CreateItemRequest, response: { 200: Item, ...failures('body') } },
    },
    async (request) => itemView(await (await models.of(request)).items.create(request.body)),
  )
}

function itemRoute(app: Api, models: Models): void {
  app.get(
    '/items/:item_id',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        summary: 'An item',
        params: ItemParams,
        response: { 200: Item, ...failures('input', 'item_unknown') },
      },
    },
    async (request) => itemView(await (await models.of(request)).items.get(request.params.item_id)),
  )

  app.patch(
    '/items/:item_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Change an item; what is left out stays',
        params: ItemParams,
        body: ChangeItemRequest,
        response: { 200: Item, ...failures('body', 'item_unknown') },
      },
    },
    async (request) => {
      const { name, description, price } = request.body
      const changes = {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
        ...(price === undefined ? {} : { price }),
      }
      return itemView(await (await models.of(request)).items.change(request.params.item_id, changes))
    },
  )

  app.delete(
    '/items/:item_id',
    {
      config: { scope: 'submit' },
      schema: {
        tags,
        summary: 'Delete an item',
        params: ItemParams,
        response: { 200: DeleteItemResponse, ...failures('input', 'item_unknown') },
      },
    },
    async (request) => {
      const { item_id: id } = request.params
      await (await models.of(request)).items.remove(id)
      return { id }
    },
  )
}

function itemView({ id, name, description, price, createdAt }: CatalogueItem): Item {
  return { id, name, description, price, created_at: createdAt.toISOString() }
}
